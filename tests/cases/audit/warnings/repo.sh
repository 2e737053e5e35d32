# Two repositories, judged by a folder beside which a register lies that nobody named.
. "$CASE/../../shared/policy.sh"
mkdir -p ../policy/exceptions ../fleet
cat > ../policy/exceptions/EXC-2026-0001.yml <<'Y'
bylaw: 1
id: EXC-2026-0001
rules: [ACM001]
scope: {repos: [git.acme.test/acme/*], paths: ['.github/**']}
justification: The mirror of actions comes in January, see the ticket about it.
owner: a@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-06-20
Y
for name in one two; do
    git init -q "../fleet/$name"
    printf 'This is acme %s.\n' "$name" > "../fleet/$name/README.md"
    git -C "../fleet/$name" add -A
    git -C "../fleet/$name" commit -qm base
done
