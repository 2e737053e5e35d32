. "$CASE/../../shared/images.sh"
mkdir -p other third ../register/pay
echo 'FROM alpine:3' | tee legacy/Dockerfile third/Dockerfile > other/Dockerfile
record() { # file, id, repos, path, expires
    cat > "$1" <<EOF
bylaw: 1
id: $2
rules: [ACM001]
scope: {${3:+repos: [$3], }paths: ['$4']}
justification: The vendor builds this service on Alpine until the migration in September.
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-03-30}]
valid_from: 2026-04-01
expires: $5
EOF
}
record .bylaw/exceptions/own.yml EXC-2026-0009 github.com/acme/other 'third/**' 2026-09-01
git add -A
git commit -qm 'a record about another repository'
git remote add origin git@github.com:Acme/pay-api.git
cd ../register
git init -q .
record pay/1.yml EXC-2026-0001 "'github.com/acme/pay-*'" 'legacy/**' 2026-09-01
record pay/2.yml EXC-2026-0002 github.com/acme/billing 'other/**' 2026-09-01
record pay/3.yml EXC-2026-0003 github.com/acme/pay-api 'other/**' 2026-05-31
record pay/4.yml EXC-2026-0004 "'github.com/*/pay-api'" 'other/**' 2026-09-01
record pay/5.yml EXC-2026-0005 '' 'other/**' 2026-09-01
git add -A
git commit -qm 'the register'
rm -r pay
mkdir ../bad
echo 'bylaw: [' > ../bad/a.yml
