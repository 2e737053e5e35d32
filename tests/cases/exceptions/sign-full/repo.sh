. "$CASE/../../shared/signed.sh"
policy '{approvers: {default: {from: [cto@acme.test, ciso@acme.test]}}, min_evidence: {default: record-signature}}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
git add -A
as dev 2026-07-01 git commit -qm grant
