mkdir -p .github/workflows
echo "on: push" >.github/workflows/ci.yml
git add -A; git commit -qm before; git branch before
printf 'bylaw: 1\nrules: [{rule: SDL009, enforcement: advisory}]\n' >.bylaw.yml
git add -A; git commit -qm begun
