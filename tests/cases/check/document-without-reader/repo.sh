printf 'replicas = 1\n' >a.toml
printf '[package]\nreplicas = 1\n' >b.toml
printf 'just words\n' >c.conf
printf 'replicas: 1\n' >d.conf
: >e.conf
printf 'just words\n' >f.yml
git add -A; git commit -qm one
cat >../rule.yml <<'RULE'
bylaw: 1
id: ZZZ001
name: replicas
title: More than one replica
severity: high
why: It is a test.
fix: Add a replica.
for_each: {document: '*', select: $.replicas}
require: {value: {at_least: 2}}
on_empty: pass
message: "'{path}' has {value}."
RULE
