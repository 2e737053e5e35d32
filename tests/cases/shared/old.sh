# Sourced by repo.sh of cases: a governed repository with faults from before the rules came,
# and an owner of each folder.
. "$CASE/../../shared/governed.sh"
printf "* @acme/all\n/.github/ @acme/platform @acme/security\n" > CODEOWNERS
printf "      - uses: acme/build@v1\n" >> .github/workflows/ci.yml
git add -A
git commit -qm old
git branch -f base
