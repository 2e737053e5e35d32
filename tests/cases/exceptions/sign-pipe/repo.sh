. "$CASE/../../shared/signed.sh"
policy '{approvals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-08-31
git add -A; as dev 2026-06-30 git commit -qm base
