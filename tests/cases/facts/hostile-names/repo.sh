mkdir -p .github/workflows .bylaw/rules
printf '"a\\e[31m\\n::error::": 1\n"a\\e[31m\\n::error::": 2\n' >.github/workflows/x.yml
cat >.bylaw/rules/rule.yml <<'RULE'
bylaw: 1
id: ZZZ001
name: odd
title: "a\e[2Jb"
severity: high
why: "a\e[2Jb"
fix: "a\e[2Jb"
tags: [odd]
for_each: {files: 'nothing'}
require: {path: x}
on_empty: pass
message: bad
RULE
mkdir .bylaw/policies
printf "bylaw: 1\npolicy: own\ntitle: Own\nowner: us\nrules: [ZZZ001]\n" >.bylaw/policies/own.yml
git add -A; git commit -qm one
