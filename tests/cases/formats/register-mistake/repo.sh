. "$CASE/../../shared/images.sh"
echo "FROM alpine:3" >legacy/Dockerfile
git add -A
git commit -qm first
git remote add origin git@github.com:Acme/pay-api.git
git init -q ../register
cat >../register/1.yml <<Y
id: EXC-2026-0001
rules: [ACM001]
scope: {repos: [github.com/acme/pay-api], paths: ['legacy/**']}
justification: The vendor builds this service on Alpine until the migration in September.
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-03-30}]
valid_from: 2026-04-01
expires: 2026-13-01
Y
git -C ../register add -A
git -C ../register commit -qm 'the register'
