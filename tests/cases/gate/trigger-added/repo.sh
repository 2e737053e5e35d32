# A policy for what is deployed builds on another and softens it. The change that brings the first
# deployment has what it asks in addition at once, and what it softens with the next change.
. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: What acme keeps\nowner: acme\nenforcement: block\nrules: [ACM002]\n" > .bylaw/policies/acme.yml
printf "bylaw: 1\npolicy: deployed\nversion: 1.0.0\ntitle: What acme deploys\nowner: acme\nextends: [acme]\napplies_to: {deploys: true}\nrules:\n  - {rule: ACM001, enforcement: block}\n  - {rule: ACM002, enforcement: warn, severity: info}\n" > .bylaw/policies/deployed.yml
printf "bylaw: 1\npolicies: [acme, deployed]\n" > .bylaw.yml
git rm -q README.md
git add -A; git commit -qm base; git branch -f base; git branch one
mkdir deploy
printf "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: pay, namespace: production}\nspec:\n  template:\n    spec:\n      containers: [{name: pay, image: acme/pay:1}]\n" > deploy/pay.yaml
git add -A; git commit -qm head
