# Findings that are recorded, and one of them with a record that has lapsed.
. "$CASE/../../shared/notes.sh"
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
