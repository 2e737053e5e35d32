. "$CASE/../../shared/governed.sh"
for i in $(seq 1001 4000); do
    printf -- '- {id: EXC-2026-%s, rules: [ACM001], scope: {paths: [a%s/b]}, justification: The vendor keeps these files as they are until the migration is done., owner: o@acme.test, requested_by: d@acme.test, approvals: [{by: c@acme.test, on: 2026-05-01}], valid_from: 2026-05-01, expires: 2026-06-20}\n' "$i" "$i"
done >.bylaw/exceptions.yml
git add -A; git commit -qm many
