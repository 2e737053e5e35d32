mkdir -p .github/workflows .bylaw/rules .bylaw/policies .bylaw/exceptions docs 'odd names'
cat > .github/workflows/ci.yml <<'Y'
on: pull_request_target
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@main
      - run: echo "😀 ${{ github.event.pull_request.title }}"
Y
printf 'on: [push\njobs: {' > .github/workflows/broken.yml
printf 'x\n' > 'odd names/a b#c%%d[é]?.txt'
printf 'x\n' > "odd names/$(printf 'new\nline\033[31m@mention <b>')"
cat > .bylaw/rules/ACM001-names.yml <<'Y'
bylaw: 1
id: ACM001
name: no-text-files
title: No text files lie about
severity: high
tags: [security]
why: They hurt writers that do not escape.
fix: Remove them.
for_each: {files: '**/*.txt'}
require: {path: {starts_with: docs/}}
on_empty: pass
message: "'{path}' lies about: ::error:: @everyone #1 <script> | pipe"
Y
cat > .bylaw/rules/ACM002-odd.yml <<'Y'
bylaw: 1
id: ACM002
name: no-odd-names
title: No odd names
severity: low
why: They hurt writers that do not escape.
fix: Rename them.
for_each: {files: 'odd names/**'}
require: {path: {ends_with: .txt}}
on_empty: pass
message: "'{path}' is odd."
Y
cat > .bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.2.3
title: What acme keeps
owner: acme
rules: [ACM001, {rule: ACM002, enforcement: warn}]
Y
printf 'bylaw: 1\npolicies: [builtin:baseline, acme]\nlabels: {lifecycle: production}\n' > .bylaw.yml
cat > .bylaw/exceptions/one.yml <<'Y'
- id: EXC-2026-0001
  rules: [ACM002]
  scope: {paths: ["odd names/**"]}
  justification: The vendor's archive is unpacked as it is, and its names are the vendor's; see the ticket.
  owner: team-a@acme.test
  requested_by: dev@acme.test
  approvals: [{by: cto@acme.test, on: 2026-05-01}]
  ticket: https://tracker.acme.test/1
  valid_from: 2026-05-01
  expires: 2026-06-20
- id: EXC-2026-0002
  rules: [ACM001]
  scope: {paths: ["odd names/**"]}
  justification: The same archive; it has run out, and what it excused must be back in every report.
  owner: team-ä;,\ @acme.test
  requested_by: dev@acme.test
  approvals: [{by: cto@acme.test, on: 2026-01-01}]
  valid_from: 2026-01-01
  expires: 2026-03-31
- id: EXC-2026-0003
  rules: [ACM001]
  justification: todo
  owner: team-a@acme.test
  requested_by: dev@acme.test
  approvals: [{by: dev@acme.test, on: 2026-01-01}]
  valid_from: 2026-01-01
Y
git add -A
GIT_AUTHOR_DATE=2026-01-01T00:00:00Z GIT_COMMITTER_DATE=2026-01-01T00:00:00Z git commit -qm first
git remote add origin git@github.com:acme/pay.git
