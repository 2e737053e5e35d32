. "$CASE/../../shared/images.sh"
cat > .bylaw/rules/ACM002-exceptions-alive.yml <<'EOF'
bylaw: 1
id: ACM002
name: exceptions-alive
title: Records of exceptions are alive, used and say why once
severity: medium
why: A record that excuses nothing is in the way of those that do.
fix: Renew the record, or take it away.
for_each: {fact: exception}
require:
  all:
    - {state: {in: [active, expiring]}}
    - {use: used}
    - {same_reason: 1}
on_empty: not_applicable
message: "'{id}' is {state} and {use}; {same_reason} say the same; with '{overlaps}'."
EOF
sed -i 's/ACM001/ACM001, ACM002/' .bylaw/policies/acme.yml
record() { # id, path, reason, from, expires
    cat > ".bylaw/exceptions/$1.yml" <<EOF
bylaw: 1
id: $1
rules: [ACM001]
scope: {paths: ['$2']}
justification: $3
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-06-29}]
valid_from: $4
expires: $5
EOF
}
vendor='The vendor builds this service on Alpine until the migration in September.'
record EXC-2026-0001 'legacy/**' "$vendor" 2026-07-01 2026-09-30
record EXC-2026-0002 'legacy/Dockerfile' 'Its base image is scanned every night by the platform team.' 2026-08-01 2027-08-31
record EXC-2026-0003 'gone/**' "$vendor" 2026-07-01 2026-12-15
record EXC-2026-0004 '**' TODO 2026-07-01 2026-09-31
echo 'FROM alpine:3' > legacy/Dockerfile
git add -A && git commit -qm 'images'
