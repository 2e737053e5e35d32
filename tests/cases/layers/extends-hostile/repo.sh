printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > ci.yml; mkdir -p .github/workflows services/pay; mv ci.yml .github/workflows/; echo pay >services/pay/main.c; echo "This is acme pay." > README.md
git add -A; git commit -qm first
mkdir -p .bylaw/policies
printf 'bylaw: 1\npolicies: [mine]\n' >.bylaw.yml
printf 'bylaw: 1\npolicy: mine\ntitle: Mine\nowner: me\nextends: acme\nenforcement: advisory\nrules: [ACM001, ACM002]\n' >.bylaw/policies/mine.yml
printf 'bylaw: 1\npolicy: acme\ntitle: Not theirs\nowner: me\nrules: []\n' >.bylaw/policies/acme.yml
git add -A; git commit -qm loosen
