# The runner of GitHub trims a line of all white space that Unicode knows before it looks
# for a command.
mkdir -p .bylaw/rules .bylaw/policies
cat >.bylaw/rules/ACM001-notes.yml <<'Y'
bylaw: 1
id: ACM001
name: no-notes
title: No notes
severity: medium
why: Notes are not kept up.
fix: Take them out.
for_each: {files: '*.txt'}
require: {path: never}
on_empty: pass
message: "{path}"
Y
printf 'bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Acme\nowner: acme\nrules: [ACM001]\n' >.bylaw/policies/acme.yml
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
for space in ' ' '\302\240' '\341\232\200' '\342\200\200' '\342\200\212' '\342\200\257' '\342\201\237' '\343\200\200'; do
    echo x >"$(printf "$space")::stop-commands::owned.txt"
done
git add -A
git commit -qm first
