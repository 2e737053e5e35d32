. "$CASE/../../shared/governed.sh"
next() { git add -A; git commit -qm "$1"; git branch "base-$1"; rm -f CODEOWNERS; printf '* @eve\n' > CODEOWNERS; git add -A; git commit -qm "head of $1"; }
git checkout -q -b link base; echo '* @acme' > real; ln -s real CODEOWNERS; next link
git checkout -q -b binary base; printf '* @acme\n\0' > CODEOWNERS; next binary
git checkout -q -b large base; { echo '* @acme'; head -c 3200000 /dev/zero | tr '\0' '\n'; } > CODEOWNERS; next large
git checkout -q -b damaged base; echo '* @acme # damaged' > CODEOWNERS; next damaged
blob=$(git rev-parse base-damaged:CODEOWNERS)
file=.git/objects/${blob:0:2}/${blob:2}
chmod u+w "$file"; echo no object > "$file"
git checkout -q -b gone binary; git rm -q CODEOWNERS; git commit -qm gone
git checkout -q -b huge base; { echo '* @acme'; head -c 9000000 /dev/zero | tr '\0' '\n'; } > CODEOWNERS; git add -A; git commit -qm huge; git branch base-huge
sed -i 's/@acme/@evil/' CODEOWNERS; git commit -qam "as large"
