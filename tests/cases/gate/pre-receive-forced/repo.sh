echo first > README
git add -A
git commit -qm before
git branch before
. "$CASE/../../shared/governed.sh"
sed -i 's/@v4/@0123456789012345678901234567890123456789/' .github/workflows/ci.yml
sed -i 's/^rules: \[/&EXC128, /' .bylaw/policies/acme.yml
grep -q EXC128 .bylaw/policies/acme.yml
git commit -qam fine
git init -q --bare ../server
git remote add origin ../server
git push -q origin main
cp "$CASE/../../../../ci/templates/hooks/pre-receive" ../server/hooks/
git -C ../server config bylaw.program "$BYLAW"
echo more > more.txt
git add -A
git commit -qm more
git checkout -q -b bad
sed -i 's/@0123.*/@v4/' .github/workflows/ci.yml
git commit -qam bad
git checkout -q --orphan other
git commit -qm other
