mkdir -p .github/workflows
printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > .github/workflows/ci.yml
printf "This is acme pay.\n" > README.md
git add -A
git commit -qm first
