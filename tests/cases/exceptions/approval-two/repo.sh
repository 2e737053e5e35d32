# Two policies, each with its own approvers: both demands hold.
. "$CASE/../../shared/signed.sh"
policy '{approvers: {default: {from: [cto@acme.test, lead@acme.test]}}, min_evidence: {medium: trailer, default: declared}}'
sed 's/^policy: acme/policy: security/; s/^rules:.*/rules: []/; /^exceptions:/d' .bylaw/policies/acme.yml > .bylaw/policies/security.yml
echo 'exceptions: {approvers: {medium: {from: [ciso@acme.test, cto@acme.test], count: 2}}, min_evidence: {default: commit}}' >> .bylaw/policies/security.yml
printf 'bylaw: 1\npolicies: [acme, security]\n' > .bylaw.yml
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
git add -A; as cto 2026-07-01 git commit -qm 'one of two'
record 2 '{by: cto@acme.test, on: 2026-07-01}, {by: ciso@acme.test, on: 2026-07-01}' 2026-09-30
git add -A
GIT_AUTHOR_EMAIL=ciso@acme.test GIT_COMMITTER_EMAIL=cto@acme.test git commit -qm 'two of two'
record 3 '{by: lead@acme.test, on: 2026-07-01}, {by: ciso@acme.test, on: 2026-07-01}' 2026-09-30
git add -A
GIT_AUTHOR_EMAIL=ciso@acme.test GIT_COMMITTER_EMAIL=lead@acme.test git commit -qm 'one of each'
record 4 '{by: cto@acme.test, on: 2026-07-01}, {by: CTO@acme.test, on: 2026-07-01}' 2026-09-30
git add -A; as cto 2026-07-01 git commit -qm 'one person twice'
