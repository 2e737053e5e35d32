. "$CASE/../../shared/governed.sh"
git mv .bylaw governance
git mv .bylaw.yml config.yml
cp -r ../policy ../organisation
git init -q ../theirs; cp -r governance/. ../theirs; git -C ../theirs add -A; git -C ../theirs commit -qm theirs
ln -s ../organisation link
mkdir folder; ln -s ../../organisation folder/deep; ln -s ../one.yml one.yml
printf "bylaw: 1\npolicy: one\nversion: 1.0.0\ntitle: One\nowner: acme\nrules: [ADR001]\n" > ../one.yml
git -c protocol.file.allow=always submodule --quiet add "$PWD/../theirs" module
git add -A; git commit -qm base; git branch -f base
git commit -q --allow-empty -m head
ln -s ../organisation own-link
mkdir untracked; cp -r ../policy/. untracked
