# A change that lists its own key, and approves its own record with it.
. "$CASE/../../shared/signed.sh"
policy '{approvers: {default: {from: [cto@acme.test]}}, min_evidence: {default: record-signature}}'
git add -A; as dev 2026-06-30 git commit -qm base; git branch base
record 1 '{by: cto@acme.test, on: 2026-07-01, evidence: record-signature}' 2099-03-31
sed -i 's/valid_from: 2026-07/valid_from: 2098-12/' .bylaw/exceptions/EXC-2026-0001.yml
echo "cto@acme.test $(cut -d' ' -f1,2 ../dev.pub)" >> .bylaw/allowed_signers
git add -A; as dev 2026-07-01 git commit -qm head
# One that its approver wrote.
git switch -q -c alone base
policy '{separation_of_duties: [approver!=commit_author_of_record]}'
record 2 '{by: cto@acme.test, on: 2026-07-01}' 2099-03-31
sed -i 's/valid_from: 2026-07/valid_from: 2098-12/' .bylaw/exceptions/EXC-2026-0002.yml
git add -A; as cto 2026-07-01 git commit -qm alone
git switch -q main
