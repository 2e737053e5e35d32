. "$CASE/../../shared/old.sh"
printf "      - uses: acme/new@main\n" >>.github/workflows/ci.yml
printf "on: push\njobs:\n  b:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: other/first@v1\n" >.github/workflows/a.yml
mkdir -p docs; printf "Old\n" >docs/x.md; git add -A; git commit -qam fault
