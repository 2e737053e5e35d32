. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolicies: [builtin:exceptions]\n" > .bylaw.yml
mkdir -p scripts .circleci
printf "#!/bin/sh\nbylaw check --base \"\$1\" .\n" > scripts/gate.sh
printf "on: pull_request\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - run: sh scripts/gate.sh origin/main\n" > .github/workflows/quality.yml
printf "test:\n  script: [make test]\n" > .gitlab-ci.yml
printf "* @acme/pay\n" > CODEOWNERS
printf "cto@acme.test ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0000000000000000000000000000000000000000000\n" > .github/allowed_signers
git add -A
git commit -qm base
git branch -f base
sed -i 's/bylaw check/true || bylaw check/' scripts/gate.sh
git mv .github/workflows/quality.yml .github/workflows/lint.yml
sed -i 's/make test/bylaw check ./' .gitlab-ci.yml
printf "bylaw: 1\npolicies: []\n" > .bylaw.yml
mkdir -p .bylaw/exceptions
printf "id: EXC-2026-0001\n" > .bylaw/exceptions/one.yml
git rm -q CODEOWNERS
printf "eve@acme.test ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq1111111111111111111111111111111111111111111\n" >> .github/allowed_signers
printf "all:\n\techo\n" > Makefile
echo "More of it." >> README.md
git add -A
git commit -qm head
