. "$CASE/../../shared/signed.sh"
policy '{max_days: {medium: 60}, min_evidence: {default: commit}, approvals: 1}'
sed -i 's/rules: .*/rules: [ACM001, EXC113, EXC114]/' .bylaw/policies/acme.yml
for number in 1 2 3 4 5; do record $number '{by: cto@acme.test, on: 2026-06-30}' 2026-12-31; done
sed -i 's/2026-12-31/2026-08-15/' .bylaw/exceptions/EXC-2026-0004.yml
git add -A
as cto 2026-07-01 git commit -qm granted
from() { # from NUMBER DAY [EXPIRES]: another first day, and another last one
    sed -i "s/^valid_from: .*/valid_from: $2/${3:+; s/^expires: .*/expires: $3/}" ".bylaw/exceptions/EXC-2026-000$1.yml"
}
from 1 2026-08-20
from 2 2026-06-15
from 3 2026-08-20 2026-11-30
from 4 2026-07-10
sed 's/EXC-2026-0005/EXC-2026-0006/; s/^valid_from: .*/valid_from: 2026-08-20/' .bylaw/exceptions/EXC-2026-0005.yml > .bylaw/exceptions/EXC-2026-0006.yml
git add -A
as dev 2026-08-25 git commit -qm 'another first day'
