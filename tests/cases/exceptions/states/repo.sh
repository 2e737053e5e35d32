. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions
cat > .bylaw/exceptions/all.yml <<'Y'
- {id: EXC-2026-0001, rules: [ACM001], scope: {paths: [".github/workflows/ci.yml"]}, justification: "Lapses soon: the mirror of actions comes in January, see the ticket.", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-05-01}], valid_from: 2026-05-01, expires: 2026-06-20}
- {id: EXC-2026-0002, rules: [ACM002], scope: {paths: [README.md]}, justification: "Unused: the README says what it is, so nothing is excused by this.", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-05-01}], valid_from: 2026-05-01, expires: 2026-08-20}
- {id: EXC-2026-0003, rules: [ACM002], scope: {paths: [README.md]}, justification: "Scheduled: it holds from July on, which is after the day of this case.", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-05-01}], valid_from: 2026-07-01, expires: 2026-09-01}
- {id: EXC-2026-0004, rules: [ACM001], scope: {paths: ["**"]}, justification: "Unbounded: a wildcard sweeps up whatever comes, so this must be refused.", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: b@acme.test, on: 2026-05-01}], valid_from: 2026-05-01, expires: 2026-02-30}
Y
git add -A
git commit -qm exceptions
