# Eight thousand findings that one record excuses, and three thousand records that have lapsed.
. "$CASE/../../shared/governed.sh"
{
    printf 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n'
    for i in $(seq 8000); do printf '      - uses: acme/tool-%s@v1\n' "$i"; done
} >.github/workflows/a-long-name-of-a-workflow-so-that-its-rows-are-as-long-as-rows-usually-are.yml
mkdir .bylaw/exceptions
cat >.bylaw/exceptions/EXC-2026-0001.yml <<'Y'
bylaw: 1
id: EXC-2026-0001
rules: [ACM001]
scope: {paths: ['.github/**']}
justification: The mirror of actions comes in January, see the ticket about it.
owner: the-owners-of-the-actions-of-everybody@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-06-20
Y
for i in $(seq 1001 4000); do
    printf -- '- {id: EXC-2026-%s, rules: [ACM001], scope: {paths: [a%s/b]}, justification: The vendor keeps these files as they are until the migration is done., owner: o@acme.test, requested_by: d@acme.test, approvals: [{by: c@acme.test, on: 2026-01-01}], valid_from: 2026-01-01, expires: 2026-02-20}\n' "$i" "$i"
done >.bylaw/exceptions.yml
git add -A; git commit -qm many
