# Sourced by repo.sh of cases: as governed.sh, and `record` writes an exception that is approved.
. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions
record() { # record ID PATH EXPIRES [LINE]
    cat > ".bylaw/exceptions/$1.yml" <<Y
bylaw: 1
id: $1
rules: [ACM001]
scope: {paths: ['$2']}
justification: The mirror of actions comes in January, see the ticket about it.
owner: a@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: $3${4:+
$4}
Y
}
