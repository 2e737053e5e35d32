echo first > README
git add -A
git commit -qm before
git branch before
. "$CASE/../../shared/governed.sh"
git init -q --bare ../server
git remote add origin ../server
sed -i 's/@v4/@0123456789012345678901234567890123456789/' .github/workflows/ci.yml
git commit -qam fine
git push -q origin main
cp "$CASE/../../../../ci/templates/hooks/pre-receive" ../server/hooks/
git -C ../server config bylaw.program "$BYLAW"
git -C ../server config receive.denyDeleteCurrent ignore
git checkout -q -B evil before
mkdir -p .github/workflows
printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > .github/workflows/ci.yml
git add -A
git commit -qm evil
