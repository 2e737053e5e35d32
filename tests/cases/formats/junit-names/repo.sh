# Two findings of one rule that are about the same thing.
mkdir -p .bylaw/policies .github/workflows
printf 'bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Acme\nowner: acme\nrules: [SDL009]\n' >.bylaw/policies/acme.yml
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
cat >.github/workflows/ci.yml <<'Y'
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/check@v4
      - uses: acme/check@v4
      - uses: acme/check@v4
      - uses: acme/other@v4
Y
git add -A
git commit -qm first
