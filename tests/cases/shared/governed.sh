# Sourced by repo.sh of cases: a repository that keeps its own policy, and a branch
# `base` at its first commit.
mkdir -p .github/workflows .bylaw/policies .bylaw/rules
. "$CASE/../../shared/policy.sh"
cp ../policy/policies/acme.yml .bylaw/policies/
cp ../policy/rules/*.yml .bylaw/rules/
printf "bylaw: 1\npolicies: [acme]\n" > .bylaw.yml
printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > .github/workflows/ci.yml
printf "This is acme pay.\n" > README.md
git add -A
git commit -qm base
git branch base
