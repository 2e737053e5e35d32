# A team whose members the catalogue tells; a change that joins it does not approve with it.
. "$CASE/../../shared/signed.sh"
policy '{approvers: {default: {from: ["@acme/security"]}}}'
group() {
    printf 'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: security}\nspec: {type: team, children: [], members: [%s]}\n' "$1"
    for who in cto lead; do
        printf -- '---\napiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: %s}\nspec: {memberOf: [], profile: {email: %s@acme.test}}\n' $who $who
    done
}
group cto > catalog-info.yaml
record 1 '{by: lead@acme.test, on: 2026-07-01}' 2099-03-31
record 2 '{by: cto@acme.test, on: 2026-07-01}' 2099-03-31
record 3 '{by: nobody@acme.test, on: 2026-07-01}' 2099-03-31
sed -i 's/valid_from: 2026-07/valid_from: 2098-12/' .bylaw/exceptions/*.yml
git add -A; as dev 2026-07-01 git commit -qm base; git branch base
group cto,lead > catalog-info.yaml
git add -A; as lead 2026-07-02 git commit -qm 'join the team'
