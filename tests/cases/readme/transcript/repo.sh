mkdir -p .github/workflows .bylaw/exceptions docs/runbooks
cat > README.md <<'Y'
# Pay

Pay takes card payments for the shop and keeps their state.

Build it with `make build`, test it with `make test`. Ask in #payments or write to
payments@acme.example.
Y
printf 'build:\n\tgo build ./...\ntest:\n\tgo test ./...\n' > Makefile
cat > SECURITY.md <<'Y'
# Security policy

Please report vulnerabilities to security@example.com.
Y
cat > CONTRIBUTING.md <<'Y'
# Contributing

Every change is reviewed by another engineer, has tests that `make test` runs, and is signed off.
Y
cat > Dockerfile <<'Y'
FROM golang:1.26@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
RUN make build
FROM gcr.io/distroless/static@sha256:2222222222222222222222222222222222222222222222222222222222222222
COPY --from=build /pay /pay
USER 65532
EXPOSE 8080
ENTRYPOINT ["/pay"]
Y
cat > docs/runbooks/pay.md <<'Y'
# Runbook

TODO
Y
cat > .github/workflows/ci.yml <<'Y'
name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: make test
      - run: echo "${{ github.event.pull_request.title }}"
Y
cat > .bylaw/exceptions/EXC-2026-0007.yml <<'Y'
id: EXC-2026-0007
rules: [SDL009]
scope: {paths: [".github/workflows/ci.yml"]}
category: waiver
justification: The runner image pins checkout itself until the mirror of actions is there in January.
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: cto@acme.example, on: 2026-10-01}]
ticket: https://tracker.acme.example/GOV-71
valid_from: 2026-10-01
expires: 2026-12-15
Y
git add -A
git commit -qm 'pay: first'
