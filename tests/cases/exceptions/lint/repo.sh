. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions
cat > .bylaw/exceptions/good.yml <<'Y'
{id: EXC-2026-0001, rules: [ACM001], scope: {paths: [".github/**"]}, justification: "The mirror of actions comes in January, see the ticket about it.", owner: a@acme.test, requested_by: b@acme.test, approvals: [{by: c@acme.test, on: 2026-05-01}], valid_from: 2026-05-01, expires: 2026-06-20}
Y
git add -A
git commit -qm exceptions
cat > .bylaw/exceptions/bad.yml <<'Y'
bylaw: 1
id: EXC-2026-0001
rules: [ACM003]
scope: {path: ['**']}
justification: TODO
owner: a@acme.test
requested_by: b@acme.test
approvals:
  - {by: b@acme.test, on: 2026-05-01}
valid_from: 2026-05-01
expires: 2026-02-30
Y
printf 'id: [\n' > .bylaw/exceptions/broken.yml
