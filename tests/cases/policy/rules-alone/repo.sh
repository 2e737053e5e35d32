echo wanted >bad
git add -A; git commit -qm one
mkdir ../rules
cat >../rule.yml <<RULE
bylaw: 1
id: ZZZ001
name: bad
title: No file is called bad
severity: high
why: It is a test.
fix: Rename the file.
for_each: {files: "**/bad*"}
require: {path: {equals: none}}
on_empty: pass
message: "'{path}' is bad."
RULE
cp ../rule.yml ../rules/
git init -q ../governance
cd ../governance
mkdir -p .bylaw/rules .bylaw/policies .github/workflows
cp ../rule.yml .bylaw/rules/
printf "bylaw: 1\npolicy: own\ntitle: Own\nowner: us\nrules: [ZZZ001]\n" >.bylaw/policies/own.yml
printf "bylaw: 1\npolicies: [own]\n" >.bylaw.yml
echo "on: push" >.github/workflows/build.yml
git add -A; git commit -qm one
