. "$CASE/../../shared/signed.sh"
policy '{approvers: {default: {from: [cto@acme.test]}}, min_evidence: {default: record-signature}}'
sed -i 's/^rules: .*/rules: [ACM001, EXC101, EXC111, EXC116]/' .bylaw/policies/acme.yml
record 1 '{by: cto@acme.test, on: 2098-12-01}' 2099-03-31
sed -i -e 's/2026-07-01/2098-12-01/' -e /owner/d .bylaw/exceptions/EXC-2026-0001.yml
mkdir -p ../register
sed -e 's/0001/0009/' -e 's/scope: {/&repos: [github.com\/acme\/pay], /' .bylaw/exceptions/EXC-2026-0001.yml > ../register/EXC-2026-0009.yml
git remote add origin https://github.com/acme/pay
git add -A; as dev 2098-12-01 git commit -qm base; git branch base
git switch -qc unsigned
sed -i '$aowner: pay@acme.test' .bylaw/exceptions/EXC-2026-0001.yml
as dev 2098-12-02 git commit -qam unsigned
git switch -qc signed
"$BYLAW" exceptions sign EXC-2026-0001 --key ../cto --now 2099-01-01
git add -A; as cto 2098-12-02 git commit -qm signed
git switch -q main
