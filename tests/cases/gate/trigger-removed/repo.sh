. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: What acme deploys\nowner: acme\nenforcement: block\napplies_to: {deploys: true}\nrules: [ACM002]\n" > .bylaw/policies/acme.yml
printf "bylaw: 1\npolicy: always\nversion: 1.0.0\ntitle: What acme always keeps\nowner: acme\nrules: [ACM001]\nlevels:\n  - {level: bronze, rules: [ACM001]}\n  - {level: gold, rules: [ACM001], expected_of: {production: true}}\n" > .bylaw/policies/always.yml
printf "bylaw: 1\npolicies: [acme, always]\n" > .bylaw.yml
mkdir deploy
printf "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: pay, namespace: production}\nspec:\n  template:\n    spec:\n      containers: [{name: pay, image: acme/pay:1}]\n" > deploy/pay.yaml
git add -A; git commit -qm base; git branch -f base
git rm -q deploy/pay.yaml
echo "Pay" > README.md
git add -A; git commit -qm head
