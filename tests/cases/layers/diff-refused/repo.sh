. "$CASE/../../shared/policy.sh"
printf 'bylaw: 1\nrules:\n  - {rule: ACM001, enforcement: warn}\n' >.bylaw.yml
git add -A; git commit -qm one
