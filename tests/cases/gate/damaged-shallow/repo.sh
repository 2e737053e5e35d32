mkdir .bylaw .bylaw/rules
printf 'bylaw: 1\npolicies: [acme]\n' > .bylaw.yml
mkdir .bylaw/policies
printf 'bylaw: 1\npolicy: acme\ntitle: What Acme asks of a repository\nowner: platform\nrules: [ACM001, ACM002]\n' > .bylaw/policies/acme.yml
cat > .bylaw/rules/ACM001-readme.yml <<'R'
bylaw: 1
id: ACM001
name: readme
title: There is a README
severity: medium
why: A newcomer starts there.
fix: Write one.
for_each: repository
place: README.md
require: {exists: {fact: file, where: {path: README.md}}}
message: There is no README.
R
cat > .bylaw/rules/ACM002-signed-off.yml <<'R'
bylaw: 1
id: ACM002
name: signed-off
title: Every commit says what it does
severity: medium
why: The next reader has nothing else.
fix: Write a subject.
for_each: {fact: commit}
place: README.md
require: {summary: {matches: '.'}}
on_empty: pass
message: This commit has no subject.
R
echo acme > README.md
git add .
git commit -qm one
echo more >> README.md
git commit -qam two
echo 'not an id' > .git/shallow
