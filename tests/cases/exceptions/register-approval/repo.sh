# The approver named by the register's record wrote, here, a record of the same id and took it
# away again: that proves nothing of what the register grants. Its own repository does.
. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: commit}, separation_of_duties: [approver!=requested_by]}'
git add -A; as dev 2026-06-30 git commit -qm base
git remote add origin https://git.acme.test/acme/pay
record 1 '{by: cto@acme.test, on: 2026-07-01, evidence: commit}' 2099-03-31
git add -A; as cto 2026-07-01 git commit -qm 'a record of the same id'
mkdir ../register
sed -e 's/^scope: {/&repos: [git.acme.test\/acme\/pay], /' .bylaw/exceptions/EXC-2026-0001.yml > ../register/EXC-2026-0001.yml
git tag own
git rm -q .bylaw/exceptions/EXC-2026-0001.yml; as dev 2026-07-02 git commit -qm 'and away'
for who in cto dev; do
    git init -q ../by-$who; mkdir ../by-$who/pay; cp ../register/*.yml ../by-$who/pay
    git -C ../by-$who add -A; as $who 2026-07-01 git -C ../by-$who commit -qm granted
done
git init -q ../root; cp ../register/*.yml ../root; git -C ../root add -A; as cto 2026-07-01 git -C ../root commit -qm granted
