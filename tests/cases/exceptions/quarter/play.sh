# Plays the quarter; every step prints what the gate says of the change and what the report
# says of the branch. Ids of commits and digests change with the keys and are left out.
set -uo pipefail
vendor='The vendor builds this service on Alpine until the migration in September.'
step() { printf '\n== %s: %s\n' "$1" "$2"; }
record() { # file, id, path, from, expires, reason, approval
    mkdir -p .bylaw/exceptions
    cat > ".bylaw/exceptions/$1.yml" <<EOF
bylaw: 1
id: $2
rules: [ACM001]
scope: {paths: ['$3']}
justification: $6
owner: pay@acme.example
requested_by: dev@acme.example
approvals: [{by: $7, on: $day}]
ticket: PAY-71
valid_from: $4
expires: $5
EOF
}
commit() { # day, who, message
    git add -A
    GIT_AUTHOR_DATE=$1T12:00:00Z GIT_COMMITTER_DATE=$1T12:00:00Z GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_EMAIL=$2 \
        git commit -qm "$3"
}
sign() { # id, key
    "$BYLAW" exceptions sign "$1" --key "../$2" --now "$day" >/dev/null 2>&1 || echo "sign: exit $?"
}
branch() { git checkout -q -b "$1" main; }
# The gate on a pull request: what decides, and the exit status.
gate() {
    "$BYLAW" check --base main --rev "$1" --now "$day" --format json=../gate.json . >/dev/null 2>../gate.err
    local status=$?
    jq -r '.findings[] | select(.verdict != "pass") | "  \(.rule) \(if .exception.id then "\(.exception.state) \(.exception.id)" else "" end) \(if .blocks then "blocks" else "told" end) \(.place.path):\(.place.line) \(.message)"' ../gate.json
    sed 's/^/  /' ../gate.err
    echo "  gate: exit $status"
}
state() { "$BYLAW" exceptions list --now "$day" . | sed 's/^/  /'; }
merge() { git checkout -q main; GIT_AUTHOR_DATE=${day}T13:00:00Z GIT_COMMITTER_DATE=${day}T13:00:00Z git merge -q --no-ff -m "Merge $1" "$1"; }
squash() { git checkout -q main; git merge -q --squash "$1" >/dev/null; GIT_AUTHOR_DATE=${day}T13:00:00Z GIT_COMMITTER_DATE=${day}T13:00:00Z GIT_AUTHOR_EMAIL=web@forge.example GIT_COMMITTER_EMAIL=noreply@forge.example git commit -qm "$1 (#$2)"; }


day=2099-07-01
step $day 'a grant is asked for: the record is in the pull request alone'
branch grant
record EXC-2099-0001 EXC-2099-0001 'legacy/**' 2099-07-01 2099-08-10 "$vendor" cto@acme.example
commit $day dev@acme.example 'Ask for the exception of the vendor'
gate grant

day=2099-07-02
step $day 'the CTO signs it in the same pull request, which is merged by hand'
git checkout -q grant
sign EXC-2099-0001 cto
commit $day cto@acme.example 'Sign the exception'
gate grant
merge grant
state
gate main

day=2099-07-10
step $day 'a pull request approves itself: the policy asks for nobody, the record runs on, another key may sign'
branch self
sed -i '/approvals: 1/d;/approvers:/d;/min_evidence:/d' .bylaw/policies/acme.yml
echo "cto@acme.example $(cut -d' ' -f1,2 ../mallory.pub)" >> .bylaw/allowed_signers
record EXC-2099-0001 EXC-2099-0001 'legacy/**' 2099-07-01 2099-12-20 "$vendor" cto@acme.example
sign EXC-2099-0001 mallory
commit $day mallory@acme.example 'A small clean-up'
gate self
"$BYLAW" check --base main --rev self --now $day . | sed -n '/once it is merged/,/^$/p' | sed 's/^/  /'

day=2099-08-05
step $day 'the forecast says when the gate turns red'
git checkout -q main
"$BYLAW" exceptions forecast --now $day . | sed 's/^/  /'

day=2099-08-08
step $day 'a renewal, with a reason and a new signature, squashed in the browser'
branch renewal
record EXC-2099-0001 EXC-2099-0001 'legacy/**' 2099-07-01 2099-08-31 'The vendor slipped by three weeks; the contract for the migration is signed and ends in August.' cto@acme.example
rm .bylaw/exceptions/EXC-2099-0001.sig
sign EXC-2099-0001 cto
commit $day dev@acme.example 'Three weeks more'
gate renewal
squash renewal 12
state
"$BYLAW" exceptions verify --now $day . | grep -v SHA256 | sed 's/^/  /'

day=2099-08-31
step $day 'its last day, and the day after it: it lapses'
gate main
day=2099-09-01
gate main
state

day=2099-09-02
step $day 'the renewal in disguise: another name for the same'
branch disguise
git rm -q .bylaw/exceptions/EXC-2099-0001.*
record EXC-2099-0002 EXC-2099-0002 'legacy/**' 2099-09-02 2099-10-30 'An image of our own is being built by the platform team, see the plan of the quarter.' cto@acme.example
sign EXC-2099-0002 cto
commit $day dev@acme.example 'A new exception'
merge disguise
gate main
state
"$BYLAW" exceptions history EXC-2099-0002 --now $day . | sed 's/^/  /'

day=2099-09-10
step $day 'a forged trailer: the message says what nobody signed'
branch forged
mkdir other
echo 'FROM alpine:3' > other/Dockerfile
record EXC-2099-0003 EXC-2099-0003 'other/Dockerfile' 2099-09-10 2099-09-30 'A demonstration whose image is replaced by ours at the end of this month, see the ticket.' cto@acme.example
commit $day dev@acme.example $'A demonstration\n\nException-Approved-by: Carol <cto@acme.example>'
merge forged
gate main
state
"$BYLAW" exceptions verify EXC-2099-0003 --now $day . | grep -v SHA256 | sed 's/^/  /'

day=2099-09-11
step $day 'the same, signed by a key that nobody lists, and then by the right one'
sign EXC-2099-0003 mallory
commit $day dev@acme.example 'Sign it'
state
rm .bylaw/exceptions/EXC-2099-0003.sig
sign EXC-2099-0003 cto
commit $day dev@acme.example 'Sign it again'
state

day=2099-09-30
step $day 'the report at the end of the quarter, and what a shallow clone knows of it'
"$BYLAW" exceptions --now $day . | sed 's/^/  /'
git clone -q --depth 1 "file://$PWD" ../shallow
"$BYLAW" exceptions verify --now $day ../shallow | grep -v SHA256 | sed 's/^/  /'
"$BYLAW" facts exception --now $day --format json ../shallow | jq -c '.[] | [.id, .renewals, .total_days, .evidence]' | sed 's/^/  /'
