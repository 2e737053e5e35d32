. "$CASE/../../shared/governed.sh"
git mv .bylaw governance
git mv .bylaw.yml config.yml
git commit -qm base
git branch -f base
sed -i 's/ACM001, //' governance/policies/acme.yml
git commit -qam head
cp -r ../policy fetched
ln -s "$PWD/governance" ../linked
git clone -q . ../clone
