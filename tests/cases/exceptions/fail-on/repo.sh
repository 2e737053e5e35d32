. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions
cat > .bylaw/exceptions/all.yml <<'Y'
- {id: EXC-2026-0001, rules: [ACM001], scope: {paths: [".github/workflows/ci.yml"]}, justification: "The mirror of actions comes in autumn, see the ticket about it. 1", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-01-01}], valid_from: 2026-01-01, expires: 2026-02-01}
- {id: EXC-2026-0002, rules: [ACM001], scope: {paths: ["no.yml"]}, justification: "The mirror of actions comes in autumn, see the ticket about it. 2", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-01-01}], valid_from: 2026-05-01, expires: 2026-07-01}
- {id: EXC-2026-0003, rules: [ACM001], scope: {paths: [".github/workflows/ci.yml"]}, justification: "The mirror of actions comes in autumn, see the ticket about it. 3", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-01-01}], valid_from: 2026-05-01, expires: 2026-12-31}
- {id: EXC-2026-0004, rules: [ACM001], scope: {paths: [".github/workflows/ci.yml"]}, justification: "The mirror of actions comes in autumn, see the ticket about it. 4", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: b@acme.test, on: 2026-01-01}], valid_from: 2026-05-01, expires: 2026-06-30}
- {id: EXC-2026-0005, rules: [ACM001], scope: {paths: ["a.yml"]}, justification: "The mirror of actions comes in autumn, see the ticket about it. 5", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-01-01}], valid_from: 2026-05-01, expires: 2026-02-30}
Y
git add -A
git commit -qm exceptions
