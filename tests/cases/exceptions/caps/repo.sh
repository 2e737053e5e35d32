. "$CASE/../../shared/images.sh"
echo 'FROM alpine:3' > legacy/Dockerfile
cat >> .bylaw/policies/acme.yml <<'EOF'
exceptions: {notice_days: [10, 1], grace_days: 5}
EOF
cat > .bylaw/exceptions/EXC-2026-0001.yml <<'EOF'
bylaw: 1
id: EXC-2026-0001
rules: [ACM001]
scope: {paths: [legacy/**]}
justification: The vendor builds this service on Alpine until the migration in September.
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-06-29}]
valid_from: 2026-07-01
expires: 2026-09-30
EOF
git add -A
git commit -qm 'exceptions: one, with days of grace'
mkdir ../new && cp -r .bylaw ../new/
sed -i -e 's/notice_days: .*/notice_days: [5], grace_days: 9, max_total_days: 800, budget: {per_repo: 40}}/' ../new/.bylaw/policies/acme.yml
