. "$CASE/../../shared/governed.sh"
cat > .bylaw/rules/ACM009-quiet.yml <<'Y'
bylaw: 1
id: ACM009
name: no-later-words
title: Nothing is left for later
severity: medium
why: W.
fix: F.
for_each: {files: '*.later'}
require: {path: never}
on_empty: pass
message: "'{path}' is left for later."
Y
cat > .bylaw/policies/later.yml <<'Y'
bylaw: 1
policy: later
title: Later
owner: us
rules:
  - {rule: ACM009, enforcement: block, effective_from: 2026-10-05}
exceptions: {max_days: {high: 60, medium: 365}}
Y
printf "bylaw: 1\npolicies: [acme, later]\n" > .bylaw.yml
touch one.later two.later
mkdir -p .bylaw/exceptions
record() { # ID RULE PATH FROM EXPIRES
    printf 'bylaw: 1\nid: EXC-2026-%s\nrules: [%s]\nscope: {paths: [%s]}\njustification: The mirror of actions comes in autumn, see the ticket about it.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2026-05-01}]\nvalid_from: %s\nexpires: %s\n' "$@" > .bylaw/exceptions/EXC-2026-"$1".yml
}
record 0001 ACM001 .github/workflows/ci.yml 2026-05-01 2026-06-20
# follows on at once, and says more days than the policy gives: 60
record 0002 ACM001 .github/workflows/ci.yml 2026-06-21 2026-09-30
# leaves a gap of a day: it returns in between
record 0003 ACM001 .github/workflows/ci.yml 2026-08-21 2026-09-30
record 0004 ACM009 one.later 2026-05-01 2026-07-01
git add -A
git commit -qm exceptions
