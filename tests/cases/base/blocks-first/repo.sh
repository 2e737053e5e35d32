# Two rules: one warns of a line that the change writes, one blocks where it writes none.
mkdir -p .bylaw/policies .bylaw/rules src
cat > .bylaw.yml <<'Y'
bylaw: 1
policies: [acme]
Y
cat > .bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: platform
rules: [{rule: ACM001, enforcement: warn}, ACM002]
Y
cat > .bylaw/rules/ACM001-no-todo.yml <<'Y'
bylaw: 1
id: ACM001
name: no-todo
title: Nothing is left to do
severity: high
why: Nobody does it.
fix: Do it, or write a ticket.
for_each: {text: 'src/**', match: 'TODO \w+'}
require: {path: {glob: 'old/**'}}
on_empty: pass
message: "'{match}' is left to do."
Y
cat > .bylaw/rules/ACM002-has-readme.yml <<'Y'
bylaw: 1
id: ACM002
name: has-readme
title: A README is there
severity: low
why: Somebody new wants to begin.
fix: Write a README.
for_each: repository
require: {exists: {files: README.md}}
place: README.md
message: "There is no README."
Y
echo Pay > README.md
echo '* @acme/pay' > CODEOWNERS
echo code > src/a
git add . && git commit -qm base && git branch base
git rm -q README.md
for i in $(seq 12); do echo "TODO no$i"; done > src/a
git add . && git commit -qm change
git checkout -qb same base && echo x > src/b && git add . && git commit -qm same
git checkout -qb worse base && git rm -q README.md && git commit -qm worse
git checkout -qb after worse && echo y > src/b && git add . && git commit -qm after
