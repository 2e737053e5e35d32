# An address is no URI because somebody wrote it; a schema and its readers want one.
mkdir -p .bylaw/rules .bylaw/policies
cat >.bylaw/rules/ACM001-notes.yml <<'Y'
bylaw: 1
id: ACM001
name: no-notes
title: No notes
severity: medium
why: Notes are not kept up.
fix: Take them out.
references: ["https://wiki.acme.test/How we work?id={1}%20é#a"]
for_each: {files: '*.txt'}
require: {path: never}
on_empty: pass
message: "{path}"
Y
printf 'bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Acme\nowner: acme\nrules: [ACM001]\n' >.bylaw/policies/acme.yml
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
git add -A
git commit -qm first
git remote add origin 'https://forge.acme.test/My Project/_git/50% off'
