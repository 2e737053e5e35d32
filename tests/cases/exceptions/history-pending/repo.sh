. "$CASE/../../shared/signed.sh"
policy '{approvals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-08-31
git add -A; as dev 2026-06-30 git commit -qm base
git checkout -q -b change
record 2 '{by: cto@acme.test, on: 2099-01-01}' 2099-03-31
sed -i 's/2026-07-01$/2099-01-01/' .bylaw/exceptions/EXC-2026-0002.yml
git add -A; as dev 2026-07-30 git commit -qm change
