mkdir -p .github/workflows web vendor/a examples/b infra
cat > go.mod <<'END'
module a.test/b
require c.test/d v1.0.0
END
echo '{"dependencies": {"a": "1"}}' > web/package.json
echo '{"dependencies": {"a": "1"}}' > vendor/a/package.json
echo '{"dependencies": {"a": "1"}}' > examples/b/package.json
echo 'flask' > infra/requirements.txt
echo 'FROM debian' > Dockerfile
cat > .github/dependabot.yml <<'END'
version: 2
updates:
  - package-ecosystem: gomod
    directory: /
    schedule: {interval: weekly}
  - package-ecosystem: docker
    directory: /
    schedule: {interval: weekly}
    open-pull-requests-limit: 0
  - package-ecosystem: pip
    directory: /infra
    schedule: {interval: weekly}
    target-branch: next
END
echo '{"enabledManagers": ["gomod"]}' > renovate.json
cat > .github/workflows/renovate.yml <<'END'
on: {schedule: [{cron: '0 4 * * *'}]}
jobs:
  renovate:
    runs-on: ubuntu-latest
    steps:
      - run: npx renovate
END
cat > .github/workflows/scan.yml <<'END'
on: [push, pull_request]
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: trivy fs --exit-code 1 --scanners vuln .
END
git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@a.test commit -qm one
