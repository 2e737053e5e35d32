mkdir -p .bylaw/policies .bylaw/rules
. "$CASE/../../shared/policy.sh"
cp ../policy/rules/*.yml .bylaw/rules/
cat > .bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: acme
rules:
  - {rule: ACM001, lock: [enforcement]}
  - ACM002
  - {rule: SDL009, params: {trusted_owners: [acme]}, severity: medium}
exceptions: {max_days: {high: 60}}
Y
printf 'bylaw: 1\npolicies: [acme]\nlabels: {lifecycle: production}\n' >.bylaw.yml
git add -A; git commit -qm old; git branch old
cat > .bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.1.0
title: What acme keeps
owner: acme
rules:
  - {rule: ACM001, enforcement: warn, for_paths: ['services/**', 'libraries/**', 'tools/**', 'deploy/**']}
  - {rule: SDL009, params: {trusted_owners: [acme, everybody]}, severity: high}
  - {rule: SDL001, severity: high}
exceptions: {max_days: {high: 90}, approvals: 2}
Y
sed -i 's/^title: .*/title: Every action is pinned/;s/{40}/{7,40}/' .bylaw/rules/ACM001-pinned.yml
sed -i 's/production/beta/' .bylaw.yml
git add -A; git commit -qm new
