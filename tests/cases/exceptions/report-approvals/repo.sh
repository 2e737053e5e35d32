# A record of two approvals, one with a signature and one that proves less than it says, and
# one that its requester approved.
. "$CASE/../../shared/signed.sh"
policy '{separation_of_duties: [approver!=requested_by], approvals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01, evidence: record-signature}, {by: lead@acme.test, on: 2026-07-01, evidence: trailer}' 2026-09-30
record 2 '{by: dev@acme.test, on: 2026-07-01}, {by: ciso@acme.test, on: 2026-07-01}' 2026-09-30
git add -A; as dev 2026-07-01 git commit -qm records
"$BYLAW" exceptions sign EXC-2026-0001 --key ../cto --now 2026-07-02
git add -A; as cto 2026-07-01 git commit -qm signed
git clone -q --depth 1 "file://$PWD" ../shallow
