# A repository of tier 1 with an organisation's ladder in ../policy: bronze and silver are
# kept, silver by an exception, and gold is not.
mkdir -p ../policy/policies ../policy/rules .bylaw/exceptions
rule() { # ID CONTROLS FILE
    cat >"../policy/rules/$1.yml" <<END
bylaw: 1
id: $1
name: has-file
title: There is a $3
severity: medium
tags: []
why: People look for it.
fix: Write it.
controls: [$2]
for_each: repository
require: {exists: {files: '$3'}}
place: ['$3']
message: "There is no $3."
END
}
rule ACM001 soc2-2017/CC2.1 README.md
rule ACM002 "soc2-2017/CC2.1, soc2-2017/CC7.4" runbook.md
rule ACM003 soc2-2017/A1.2 restore.md
rule ACM004 soc2-2017/A1.3 drill.md
cat >../policy/policies/ladder.yml <<'END'
bylaw: 1
policy: ladder
title: How mature a service is
owner: platform
enforcement: warn
rules: []
controls: ['soc2-2017/CC*', soc2-2017/A1.2, soc2-2017/A1.3]
levels:
  - {level: bronze, rules: [ACM001], expected_of: {tier: {in: [1, 2, 3]}}}
  - {level: silver, rules: [ACM002], expected_of: {tier: {in: [1, 2]}}}
  - {level: gold, rules: [ACM003, ACM004], expected_of: {tier: {in: [1]}}}
END
printf 'bylaw: 1\nlabels: {tier: 1}\n' >.bylaw.yml
printf 'Pay takes payments.\n' >README.md
printf 'What was restored.\n' >restore.md
cat >.bylaw/exceptions/EXC-2026-0001.yml <<'END'
id: EXC-2026-0001
rules: [ACM002]
scope: {paths: [runbook.md]}
justification: The runbook of the old system holds until the new one is live in the summer.
owner: a@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-07-20
END
git add -A
git commit -qm first
