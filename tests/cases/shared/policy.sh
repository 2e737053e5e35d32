# Sourced by cases: a company's policy folder beside the repository, ../policy,
# that depends on no built-in rule.
mkdir -p ../policy/policies ../policy/rules
cat > ../policy/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: acme
rules: [ACM001, ACM002]
Y
cat > ../policy/rules/ACM001-pinned.yml <<'Y'
bylaw: 1
id: ACM001
name: actions-pinned
title: Actions are pinned to a full commit id
severity: high
tags: [security]
why: A tag can be moved to other code after it was reviewed.
fix: Pin the reference to its full commit id.
applies_when: {exists: {fact: workflow, where: {path: {exists: true}}}}
for_each: {fact: workflow_use}
where: {kind: action}
require: {ref: {matches: '^[0-9a-f]{40}$'}}
on_empty: pass
message: "'{uses}' can be moved."
Y
cat > ../policy/rules/ACM002-readme.yml <<'Y'
bylaw: 1
id: ACM002
name: readme
title: The README says what the repository is
severity: medium
why: Newcomers look there first.
fix: Write a sentence.
for_each: repository
require: {exists: {text: 'README*', match: '\w+ \w+ \w+'}}
place: [README.md]
message: The README says nothing.
Y
