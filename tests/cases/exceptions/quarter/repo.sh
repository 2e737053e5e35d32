# The third quarter of 2099 in one repository: what is granted, asked for, renewed, forged
# and signed. cmd plays it; here is how it begins.
. "$CASE/../../shared/images.sh"
cat > .bylaw/policies/acme.yml <<'EOF'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: platform
rules:
  - {rule: ACM001, enforcement: block}
exceptions:
  max_days: {medium: 180}
  approvals: 1
  approvers: {default: {from: [cto@acme.example, ciso@acme.example], count: 1}}
  min_evidence: {default: record-signature}
EOF
printf 'bylaw: 1\npolicies: [acme, "builtin:exceptions"]\n' > .bylaw.yml
printf '/.bylaw/ cto@acme.example\n/.bylaw.yml cto@acme.example\n/CODEOWNERS cto@acme.example\n* pay@acme.example\n' > CODEOWNERS
for who in cto mallory; do ssh-keygen -q -t ed25519 -N '' -C $who -f ../$who; done
echo "cto@acme.example namespaces=\"bylaw,git\" $(cut -d' ' -f1,2 ../cto.pub)" > .bylaw/allowed_signers
echo 'FROM alpine:3' > legacy/Dockerfile
git add -A
GIT_AUTHOR_DATE=2099-06-30T12:00:00Z GIT_COMMITTER_DATE=2099-06-30T12:00:00Z git commit -qm 'An image of the vendor'
