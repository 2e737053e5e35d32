. "$CASE/../../shared/images.sh"
printf 'exceptions: {max_renewals: 2, max_days: {medium: 90}, max_total_days: 160}\n' >> .bylaw/policies/acme.yml
echo 'FROM alpine:3' > legacy/Dockerfile
cat > .bylaw/exceptions/EXC-2026-0001.yml <<'EOF'
# The vendor's image: see the contract.
bylaw: 1
id: EXC-2026-0001
rules: [ACM001]      # one rule only
scope:
  paths:
    - legacy/**      # all of it
category: vendor-dependency
justification: >-
  The vendor builds this service on Alpine until the migration in September;
  its image is scanned every night.

# who is asked
owner: team-pay@acme.example
requested_by: dev@acme.example
requested_on: 2026-06-20
# who said yes
approvals:
  - by: cto@acme.example
    on: 2026-06-29
    # by mail
  - {by: "ciso@acme.example", on: 2026-06-30}
ticket: 'https://jira.acme.example/browse/PAY-71'
valid_from: 2026-07-01 # the contract
review_by: 2026-08-15
expires: 2026-09-20    # inclusive
EOF
cat > .bylaw/exceptions/list.yml <<'EOF'
bylaw: 1
exceptions:
  # the first of them
  - {id: EXC-2026-0002, rules: [ACM001], scope: {paths: [other/**]}, justification: "Its base image is scanned every night by the platform team.", owner: a@acme.example, requested_by: b@acme.example, approvals: [{by: c@acme.example, on: 2026-06-29}], valid_from: 2026-07-01, expires: 2026-09-20} # flow
  - approvals: [{by: c@acme.example, on: 2026-06-29}]
    id: EXC-2026-0003
    rules: [ACM001]
    scope: {paths: [other/**]}
    justification: Its base image is scanned every night by the platform team. # why
    owner: a@acme.example
    requested_by: b@acme.example
    valid_from: 2026-07-01
    expires: 2026-09-20
  - id: EXC-2026-0004
    rules: [ACM001]
    scope: {paths: [other/**]}
    justification: Its base image is scanned every night by the platform team. # why
    owner: a@acme.example
    requested_by: b@acme.example
    approvals: [{by: b@acme.example, on: 2026-06-29}]
    valid_from: 2026-07-01
    expires: 2026-09-20
EOF
printf 'bylaw: 1\r\nid: EXC-2026-0005\r\nrules: [ACM001]\r\nscope: {paths: [other/**]}\r\njustification: "Ünïcode: its base image is scanned every night by the platform team."\r\nowner: "\xc3\xa9@acme.example"\r\nrequested_by: b@acme.example\r\napprovals: []\r\nvalid_from: 2026-10-01\r\nexpires: 2026-10-20' > .bylaw/exceptions/crlf.yml
git add -A
git commit -qm exceptions
git clone -q . ../other
(cd ../other && echo x > x && git add x && git commit -qm x && git clone -q --depth 1 "file://$PWD" ../shallow)
