# page REPOSITORY PATH: from the standard input, committed at the end.
page() {
    mkdir -p "../fleet/$1/$(dirname "$2")"
    cat >"../fleet/$1/$2"
}

# What belongs to the ledger, and copies of it.
cat >ledger.md <<'Y'
# When the ledger is down

Look at ledger first:

    kubectl -n ledger rollout restart deploy/ledger

If that does not help, call the team of the ledger.
Y
page ledger docs/runbooks/down.md <ledger.md
page stock docs/runbooks/down.md <ledger.md
printf '# Threats\n\n## order-intake\n\nWho sends orders to order-intake can fill its queue.\n' |
    tee order.md | page order-intake docs/threat-model.md
page mail docs/threat-model.md <order.md
printf '# The queue is full\n\nGive it room:\n\n    kubectl scale deploy/order-intake --replicas 4\n    kubectl rollout status deploy/order-intake\n' |
    page mail docs/runbooks/queue.md

# Never a copy: it names its own repository, in whatever spelling; its path says whom it is about.
{ cat ledger.md && printf '\nThen restart PayWeb.\n'; } | page pay-web docs/runbooks/books.md
page pay-web docs/runbooks/ledger.md <ledger.md
# It is called otherwise in its own catalogue, or where it is deployed.
printf 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: billing}\nspec: {type: service, lifecycle: production, owner: team-money}\n' |
    page money catalog-info.yaml
{ cat ledger.md && printf '\nThe billing waits for it.\n'; } | page money docs/runbooks/down.md
printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: parcels}\nspec: {template: {spec: {containers: [{name: parcels, image: "acme/parcels:1"}]}}}\n' |
    page freight deploy/app.yaml
{ cat ledger.md && printf '\nThe parcels wait for it.\n'; } | page freight docs/runbooks/down.md
# A name of one word needs more than a place in a heading, and many mentions in prose are not
# enough; a tool that is called is no subject; words that any repository may be called by.
printf '# The ledger\n\nAsk whoever keeps the ledger.\n' | page rates docs/runbooks/books.md
printf '# Books\n\nA ledger is a ledger is a ledger, and the ledger-db is none.\n' |
    page rates docs/runbooks/prose.md
printf '# Rebuild\n\n    ledger stop --ledger\n    ledger rebuild\n    ledger start\n' |
    page rates docs/runbooks/tool.md
printf '# The api-gateway\n\nRestart api-gateway:\n\n    systemctl restart api-gateway\n' |
    page rates docs/runbooks/gateway.md
printf '# Gateway\n' | page api-gateway README.md
# About two others: of the fleet.
{ cat ledger.md order.md && printf '\nThe ledger and order-intake.\n'; } | page rates docs/runbooks/both.md
# Its folder is called by a word that any text has, its catalogue not: the word names nothing.
printf 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: parcel-desk}\nspec: {type: service, lifecycle: production, owner: team-parcels}\n' |
    page docs catalog-info.yaml
{ cat ledger.md && printf '\nThe docs say more.\n'; } | page docs runbooks/down.md
# Another owner's: a tool of that name.
page tools docs/runbooks/down.md <ledger.md
# A handbook is about the others.
page platform-notes docs/runbooks/one.md <ledger.md
page platform-notes docs/runbooks/two.md <order.md
printf '# When rates are late\n\n    kubectl -n rates restart rates\n\nThen wait for rates.\n' |
    page platform-notes docs/runbooks/three.md
# What a repository is called after its owner is in every address.
printf '# Security of acme\n\nacme wants to know: write to security@acme.dev.\n' | page acme README.md
printf '# Security of acme\n\nAt acme we listen: write to security@acme.dev.\n' | page stock SECURITY.md

for folder in ../fleet/*; do
    git init -q -b main "$folder"
    (
        cd "$folder" || exit 1
        owner=acme
        [ "${folder##*/}" = tools ] && owner=elsewhere
        git remote add origin "https://git.acme.dev/$owner/money/${folder##*/}.git"
        git add . && git commit -q -m 'Document'
    )
done
