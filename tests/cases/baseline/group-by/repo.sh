. "$CASE/../../shared/old.sh"
printf "*.yml @acme/ops\n/.github/workflows/ci.yml\n" >>CODEOWNERS
cp .github/workflows/ci.yml .github/workflows/other.yml; git add -A; git commit -qm more
