mkdir -p .github/workflows web ci
cat >.github/workflows/ci.yml <<'X'
on: {pull_request: {}, workflow_dispatch: {}}
jobs:
  scan:
    steps:
      - uses: actions/checkout@v4
      - run: |
          # trivy fs .
          make -C web scan
          ./ci/scan.sh || true
      - run: pre-commit run --all-files
  nightly:
    if: ${{ false }}
    steps: [{run: snyk test}]
X
printf 'scan:\n\tnpx audit-ci@7 --high\n' >web/Makefile
printf '#!/usr/bin/env bash\nset -e\ntrivy fs --exit-code 1 "$PWD"\n' >ci/scan.sh
cat >.pre-commit-config.yaml <<'X'
repos:
  - repo: https://github.com/gitleaks/gitleaks
    rev: v8.18.0
    hooks: [{id: gitleaks}]
X
git add -A
git commit -qm first
