# Who wrote the record on the branch that was merged also had, there, a .mailmap that gives the
# commit to somebody else; it was gone before anybody looked at what was merged. That of the
# branch with the records holds.
. "$CASE/../../shared/signed.sh"
policy '{approvals: 1, separation_of_duties: [approver!=commit_author_of_record]}'
git add -A; as dev 2026-06-30 git commit -qm base
git checkout -qb wish
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2099-03-31
echo '<dev@acme.test> <cto@acme.test>' > .mailmap
git add -A; as cto 2026-07-01 git commit -qm wish
git rm -q .mailmap; as cto 2026-07-01 git commit -qm tidy
git checkout -q main
as ciso 2026-07-01 git merge -q --no-ff -m 'merge wish' wish
