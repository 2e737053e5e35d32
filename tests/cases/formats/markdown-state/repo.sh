# Findings that are recorded, and one of them with a record that has lapsed.
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions
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
cat >.bylaw/exceptions/EXC-2026-0001.yml <<'Y'
id: EXC-2026-0001
rules: [ACM001]
scope: {paths: [a.txt]}
justification: The notes are read by the customer until the migration is over.
owner: dev@acme.test
requested_by: dev@acme.test
approvals: [{by: cto@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-05-20
Y
echo x >a.txt
echo x >b.txt
git add -A
git commit -qm first
"$BYLAW" init --baseline --now 2026-05-25 .
git add -A
git commit -qm second
echo x >c.txt
