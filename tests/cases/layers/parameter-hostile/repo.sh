printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > ci.yml; mkdir -p .github/workflows services/pay; mv ci.yml .github/workflows/; echo pay >services/pay/main.c; echo "This is acme pay." > README.md
git add -A; git commit -qm first
printf 'bylaw: 1\nrules:\n  - rule: SDL009\n    params: {trusted_owners: [], trusted_owners: [actions]}\n' >.bylaw.yml
git add -A; git commit -qm loosen
