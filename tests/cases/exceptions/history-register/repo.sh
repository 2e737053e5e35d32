. "$CASE/../../shared/signed.sh"
policy '{approvals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-08-31
git add -A; as dev 2026-06-30 git commit -qm base
git remote add origin https://git.acme.test/acme/pay
mkdir ../register ../register/kept
sed -e 's/^scope: {/&repos: ["git.acme.test\/acme\/p*"], /; s/0001/0007/' .bylaw/exceptions/EXC-2026-0001.yml > ../register/kept/EXC-2026-0007.yml
git -C ../register init -q; git -C ../register add -A; git -C ../register commit -qm register
sed -i 's/^expires: .*/expires: 2026-09-30/' ../register/kept/*.yml; git -C ../register commit -qam 'It goes on'
