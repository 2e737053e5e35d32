# A register is unpacked into the work tree, without its repository. The change once had a copy of
# its record, by the approver's name: that proves nothing.
. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: commit}}'
echo /register > .gitignore
git add -A; as dev 2026-06-30 git commit -qm base; git branch base
git remote add origin https://git.acme.test/acme/pay
record 1 '{by: cto@acme.test, on: 2098-12-01, evidence: commit}' 2099-03-31
mkdir register
sed -e s/2026-07-01/2098-12-01/ -e 's/^scope: {/&repos: [git.acme.test\/acme\/pay], /' .bylaw/exceptions/EXC-2026-0001.yml > register/EXC-2026-0001.yml
rm .bylaw/exceptions/EXC-2026-0001.yml
git add -f register; git add -A; as cto 2098-12-01 git commit -qm 'a copy'
git rm -q --cached -r register; as dev 2098-12-02 git commit -qm 'and away'
