mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions clean/rules
cat >.bylaw.yml <<'END'
bylaw: 1
labels: {tier: [1]}
END
cat >.bylaw/policies/own.yml <<'END'
bylaw: 1
policy: own
title: What we demand
owner: platform
rules: [ACM001, ACM001, ACM009]
END
cat >.bylaw/rules/ACM001-pinned.yml <<'END'
bylaw: 1
id: ACM001
name: pinned
title: Actions are pinned
severity: low
why: A tag can be moved.
fix: Pin the action to its full commit id.
params:
  owners: {type: text, default: acme}
for_each: {fact: workflow_use}
where: {owner: {not: {in: $params.owners}}}
require: {ref: {mathces: '[0-9a-f]{40}'}}
on_empty: pass
message: "'{usse}' can be moved."
END
cat >.bylaw/rules/ACM001-pinned.test.yml <<'END'
bylaw: 1
rule: ACM001
worlds: [{name: pinned, kind: pases, expect: {verdict: pass}}]
END
cat >.bylaw/rules/ACM002-twice.yml <<'END'
bylaw: 1
id: ACM002
id: ACM003
END
cat >.bylaw/exceptions/one.yml <<'END'
bylaw: 1
id: EXC-2026-0001
rules: [SDL909]
category: waiver
justification: TBD
scope: {paths: ['deploy/**']}
owner: anna@acme.test
requested_by: anna@acme.test
approvals: [{by: anna@acme.test, on: 2026-03-02}]
valid_from: 2026-03-02
expires: 2026-02-01
END
cat >clean/rules/ACM004-owner.yml <<'END'
bylaw: 1
id: ACM004
name: owner
title: Actions are ours
severity: low
why: Others may change what they run.
fix: Take an action of ours instead.
for_each: {fact: workflow_use}
require: {all: [{owner: {matches: acme}}, {exists: {fact: workflow, as: flow}}]}
on_empty: pass
message: "Use ours."
END
