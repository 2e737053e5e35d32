. "$CASE/../../shared/governed.sh"
cp -r .bylaw ../outside
sed -i 's/ACM001, //' ../outside/policies/acme.yml
commit() { git commit -qm "$1" && git branch "$1" && git reset -q --hard base && git clean -qfdx; }
git rm -qr .bylaw
ln -s ../outside .bylaw
git add -A
commit link-folder
git rm -qr .bylaw/policies
ln -s ../../outside/policies .bylaw/policies
git add -A
commit link-policies
ln -sf /etc/passwd .bylaw/rules/ACM001-pinned.yml
git add -A
commit link-rule
ln -sf ../outside/policies/acme.yml .bylaw.yml
git add -A
commit link-configuration
git rm -qr .bylaw
git update-index --add --cacheinfo "160000,$(git rev-parse base),.bylaw"
commit module-folder
git rm -qr .bylaw/policies
git update-index --add --cacheinfo "160000,$(git rev-parse base),.bylaw/policies"
commit module-policies
git rm -qr .bylaw .bylaw.yml
commit deleted
printf '.bylaw/** export-ignore\n*.yml text working-tree-encoding=UTF-16LE-BOM filter=evil diff=evil ident eol=crlf\n.bylaw.yml binary -text\n' > .gitattributes
git add .gitattributes
commit attributes
printf 'bylaw: 1\npolicies: [acme]\nmin_version: 99.0.0\n' > .bylaw.yml
git add -A
commit newer
head -c 3000000 /dev/zero | tr '\0' '#' > .bylaw/policies/acme.yml
git add -A
commit large
