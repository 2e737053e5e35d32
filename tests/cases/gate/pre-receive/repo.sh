mkdir -p .bylaw/policies .bylaw/rules
printf 'bylaw: 1\npolicies: [own]\n' > .bylaw.yml
printf 'bylaw: 1\npolicy: own\ntitle: Own\nowner: us\nrules: [ACM001]\n' > .bylaw/policies/own.yml
cat > .bylaw/rules/ACM001.yml <<'Y'
bylaw: 1
id: ACM001
name: no-todo
title: No TODO
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
git add . && git commit -qm first
git init -q --bare ../server
git remote add origin ../server
git push -q origin main
cat > ../server/hooks/pre-receive <<'H'
#!/bin/sh
while read -r old new ref; do
    "$BYLAW" check . --rev "$new" --base "$old" --now 2099-01-01 -q || exit 1
done
H
chmod +x ../server/hooks/pre-receive
echo 'TODO later' > b.txt
git add . && git commit -qm second
