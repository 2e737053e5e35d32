# Sourced by repo.sh of cases: a repository with a policy of its own that nothing breaks.
mkdir -p .bylaw/rules .bylaw/policies
cat >.bylaw.yml <<'YAML'
bylaw: 1
policies: [own]
YAML
cat >.bylaw/policies/own.yml <<'YAML'
bylaw: 1
policy: own
title: Own
owner: us
rules: [ACM001]
YAML
cat >.bylaw/rules/ACM001-x.yml <<'YAML'
bylaw: 1
id: ACM001
name: x
title: X
severity: low
why: W.
fix: F.
for_each: {files: '*.txt'}
require: {path: never}
on_empty: pass
message: M.
YAML
git add -A && git commit -qm start
