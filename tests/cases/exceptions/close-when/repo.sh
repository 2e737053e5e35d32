. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions docs
record() { # ID PATH CLOSE
cat >".bylaw/exceptions/$1.yml" <<Y
bylaw: 1
id: $1
rules: [ACM001]
scope: {paths: ['$2']}
justification: The mirror of actions comes in January, see the ticket about it.
owner: a@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-06-20
close_when: $3
Y
}
record EXC-2026-0001 'nothing/**' rule-passes
record EXC-2026-0002 'nothing/**' date-only
record EXC-2026-0003 'nothing/**' file-exists:docs/RUNBOOK.md
record EXC-2026-0004 '.github/**' file-exists:docs/MIRROR.md
printf 'Take the actions from the mirror of the company, by their commit.\n' >docs/MIRROR.md
printf 'TODO\n' >docs/RUNBOOK.md
git add -A
git commit -qm exceptions
