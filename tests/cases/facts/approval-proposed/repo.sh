. "$CASE/../../shared/signed.sh"
policy '{separation_of_duties: [approver!=commit_author_of_record]}'
record 1 '{by: cto@acme.test, on: 2026-06-30}' 2099-03-31
git add -A; as dev 2026-06-30 git commit -qm base; git branch base
record 2 '{by: cto@acme.test, on: 2026-07-01}' 2099-03-31
sed -i 's/valid_from: 2026-07/valid_from: 2098-12/' .bylaw/exceptions/EXC-2026-000*.yml
git add -A; as cto 2026-07-01 git commit -qm 'who approves wrote it'
