. "$CASE/../../shared/policy.sh"
sed -i 's/^tags:.*/aliases: [ACM900]/' ../policy/rules/ACM001-pinned.yml
mkdir -p .bylaw/policies
printf 'bylaw: 1\npolicies: [mine]\n' >.bylaw.yml
printf 'bylaw: 1\npolicy: mine\ntitle: Mine\nowner: me\nrules: [ACM001]\n' >.bylaw/policies/mine.yml
git add -A; git commit -qm before; git branch before
