# Sourced by repo.sh of cases: a policy whose one rule takes every text file for a fault.
# `keys`: lines that the rule has besides.
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions
cat >.bylaw/rules/ACM001-notes.yml <<Y
bylaw: 1
id: ACM001
name: no-notes
title: No notes
severity: medium
why: Notes are not kept up.
fix: Take them out.
for_each: {files: '*.txt'}
require: {path: never}
on_empty: pass
message: "{path}"
${keys-}
Y
printf 'bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Acme\nowner: acme\nrules: [ACM001]\n' >.bylaw/policies/acme.yml
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
