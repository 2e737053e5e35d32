. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: record-signature}, approvals: 1}'
cto='{by: cto@acme.test, on: 2026-07-01, evidence: record-signature}'
record 1 "$cto" 2026-09-30
record 2 "$cto" 2026-09-30
git add -A; as dev 2026-07-01 git commit -qm base
"$BYLAW" exceptions sign EXC-2026-0001 --key ../cto --now 2026-07-02
git add -A; as dev 2026-07-01 git commit -qm signed
git clone -q --depth 1 "file://$PWD" ../shallow
