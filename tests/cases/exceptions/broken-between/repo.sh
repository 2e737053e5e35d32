. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: commit}, approvals: 1}'
sed -i 's/rules: .*/rules: [ACM001, EXC113, EXC114, EXC121]/' .bylaw/policies/acme.yml
for number in 1 2 3 4 5; do record $number '{by: cto@acme.test, on: 2026-06-30}' 2026-08-20; done
git add -A
as cto 2026-07-01 git commit -qm granted
cd .bylaw/exceptions
later() { sed 's/2026-08-20/2026-09-20/' "EXC-2026-000$1.yml"; }
for number in 1 2; do echo '  - [' >> EXC-2026-000$number.yml; done
later 3 > copy3.yml
later 4 > copy4.yml
echo '- [' > EXC-2026-0005.yml
git add -A
as dev 2026-07-02 git commit -qm 'two that are no YAML, one that nobody recognises, two that stand twice'
git checkout -q HEAD~1 -- EXC-2026-0001.yml EXC-2026-0002.yml EXC-2026-0005.yml
later 2 > later; mv later EXC-2026-0002.yml
sed -i 's/EXC-2026-0003/EXC-2026-0006/; s/legacy3/legacy6/' copy3.yml
git rm -q EXC-2026-0004.yml
git add -A
as dev 2026-07-03 git commit -qm 'mended: the second and the fourth end later now'
