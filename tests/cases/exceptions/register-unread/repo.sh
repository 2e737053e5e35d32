. "$CASE/../../shared/signed.sh"
policy '{approvals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-12-31
mkdir ../central
mv .bylaw/policies .bylaw/rules ../central
cp -r ../central extra
git add -A; as dev 2026-06-30 git commit -qm base
git remote add origin https://git.acme.test/acme/pay
sed -e 's/^scope: {/&repos: ["git.acme.test\/acme\/p*"], /; s/0001/0007/' .bylaw/exceptions/EXC-2026-0001.yml > ../one.yml
