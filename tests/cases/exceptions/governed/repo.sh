. "$CASE/../../shared/images.sh"
printf 'bylaw: 1\npolicies: [acme, "builtin:exceptions"]\n' > .bylaw.yml
record() { # id, path, reason, from, expires, more
    cat > ".bylaw/exceptions/$1.yml" <<EOF
bylaw: 1
id: $1
rules: [ACM001]
scope: {paths: ['$2']}
justification: $3
owner: pay@acme.test
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-06-29}]
valid_from: $4
expires: $5
$6
EOF
}
vendor='The vendor builds this service on Alpine until the migration in September.'
record EXC-2026-0001 'legacy/**' "$vendor" 2026-07-01 2026-09-30 'ticket: PAY-71'
record EXC-2026-0002 'other/**' "$vendor" 2026-07-01 2026-09-14 'ticket: later'
record EXC-2026-0003 'gone/**' "$vendor" 2026-07-01 2026-12-15 ''
record EXC-2026-0004 '**' TODO 2026-07-01 2026-09-31 'reveiw_by: 2026-09-01'
record EXC-2026-0005 'legacy/Dockerfile' 'Its base image is scanned every night by the platform team.' 2026-10-01 2026-12-15 ''
mkdir other
echo 'FROM alpine:3' | tee other/Dockerfile > legacy/Dockerfile
printf '* pay@acme.test\n' > CODEOWNERS
sed -i 's/^owner:.*/owner: nobody@acme.test/' .bylaw/exceptions/EXC-2026-0005.yml
git add -A && git commit -qm 'images'
