mkdir -p .github/workflows docs
printf 'on: {push: {tags: ["v*"]}}\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n' > .github/workflows/release.yml
printf 'web: ./serve\n' > Procfile
cat > catalog-info.yaml <<'C'
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: pay, labels: {acme.io/tier: tier-2}}
spec: {type: service, lifecycle: experimental, owner: team-pay}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: ledger, labels: {acme.io/tier: tier-1}}
spec: {type: library, lifecycle: production, owner: team-ledger}
C
printf '# Threat model\n\nThe trust boundary.\n\n## Threats\n- stolen, mitigated\n' > docs/threat-model.md
git add -A
git commit -qm first
git tag v1.0.0
git tag -am 'Two' web@2.0.0-rc.1
git checkout -qb work
export GIT_COMMITTER_DATE='2024-02-01T00:00:00Z' GIT_AUTHOR_DATE='2024-02-01T00:00:00Z'
printf 'int a;\n' > a.c
git add -A
git commit -qm 'Add a'
git checkout -q main
GIT_AUTHOR_NAME=B GIT_AUTHOR_EMAIL=b@example.com git merge -q --no-ff -m 'Merge pull request #7 from acme/work' work
printf '# THREAT  model\n\nThe trust boundary.\n\n## Threats\n* stolen, mitigated\n' > docs/threat-model.md
git mv docs/threat-model.md threat-model.md
GIT_COMMITTER_DATE='2024-03-01T00:00:00Z' git commit -qam 'Tidy up (#8)'
git clone -q --depth 1 "file://$PWD" "$PWD/../shallow"
