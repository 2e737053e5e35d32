mkdir -p .bylaw/policies .bylaw/rules
printf 'bylaw: 1\npolicies: [own]\n' > .bylaw.yml
printf 'bylaw: 1\npolicy: own\ntitle: Own\nowner: us\nrules: [ACM001]\n' > .bylaw/policies/own.yml
cat > .bylaw/rules/ACM001.yml <<'Y'
bylaw: 1
id: ACM001
name: no-todo
title: Nothing is left
severity: high
tags: [test]
why: It is forgotten.
fix: Do it.
controls: []
for_each: {text: ['*.txt'], match: 'TODO.*'}
require: {match: never}
on_empty: pass
message: "'{match}' is left."
Y
echo fine > a.txt
echo fine > b.txt
git add . && git commit -qm first
mkdir ../bin
ln -s "$BYLAW" ../bin/bylaw
cp "$CASE/../../../../ci/templates/hooks/pre-commit" .git/hooks/
