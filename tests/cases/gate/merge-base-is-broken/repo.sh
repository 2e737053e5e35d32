. "$CASE/../../shared/governed.sh"
cp .bylaw/policies/acme.yml good.yml
echo "rules: {" >> .bylaw/policies/acme.yml
git commit -qam broken
git branch -f base
git checkout -q base
mv good.yml .bylaw/policies/acme.yml
git commit -qam mended
git checkout -q -b head base~1
git checkout -q base -- .bylaw/policies
echo "params: {unread: {type: integer, default: 1, why: Nobody reads it.}}" >> .bylaw/rules/ACM002-readme.yml
git commit -qam head
