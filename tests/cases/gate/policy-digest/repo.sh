. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolicies: []\n" > .bylaw.yml
git commit -qam "no policy"
git init -q ../governance
cp -r ../policy/. ../governance
git -C ../governance add -A
git -C ../governance commit -qm policies
git init -q ../plain
mkdir -p ../plain/.github/workflows
cp .github/workflows/ci.yml ../plain/.github/workflows
printf "bylaw: 1\nlabels: {tier: 1}\n" > ../plain/.bylaw.yml
git -C ../plain add -A
git -C ../plain commit -qm base
git -C ../plain commit -q --allow-empty -m head
