# A register's record is signed beside the record, wherever the register lies: the repository
# that it excuses something in need not have the signature, and one there proves nothing.
. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: record-signature}, separation_of_duties: [approver!=requested_by]}'
git remote add origin https://git.acme.test/acme/pay
record 1 '{by: cto@acme.test, on: 2026-07-01, evidence: record-signature}' 2026-09-30
mkdir -p ../register/pay
sed -e 's/^scope: {/&repos: [git.acme.test\/acme\/pay], /' .bylaw/exceptions/EXC-2026-0001.yml > ../register/pay/EXC-2026-0001.yml
rm -r .bylaw/exceptions
git add -A; as dev 2026-06-30 git commit -qm base
