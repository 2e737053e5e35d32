mkdir -p .github/workflows
printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > .github/workflows/ci.yml
git add -A; git commit -qm first
mkdir -p ../policy
printf 'bylaw: 1\npolicy: acme\ntitle: Acme\nowner: acme\non_unobservable: block\nrules:\n  - rule: SDL009\n    severity: high\n    params: {trusted_owners: [acme-actions, acme-platform-engineering, acme-security]}\n    lock: [severity, params.trusted_owners]\n' >../policy/acme.yml
