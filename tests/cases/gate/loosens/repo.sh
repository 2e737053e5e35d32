. "$CASE/../../shared/governed.sh"
policy() { printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: What acme keeps\nowner: acme\n%s\n" "$1" > .bylaw/policies/acme.yml; }
record() { printf "bylaw: 1\nid: %s\nrules: [ACM001]\nscope: {paths: [%s]}\njustification: The vendor builds this service until the migration in September.\nowner: %s\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2026-05-01}]\nvalid_from: 2026-05-01\nexpires: %s\n" "$1" "$2" "$3" "$4" > ".bylaw/exceptions/$1.yml"; }
mkdir -p .bylaw/exceptions src/pay src/web
printf "a\n" > src/pay/a.c
printf "a\n" > src/pay/b.c
printf "a\n" > src/web/c.c
cat > .bylaw/rules/ACM003-sizes.yml <<'Y'
bylaw: 1
id: ACM003
name: sizes
title: Files are small
severity: high
why: Small files are read.
fix: Split it.
params:
  largest: {type: integer, default: 1000, stricter: lower}
for_each: {fact: file}
require: {size: {at_most: $params.largest}}
on_empty: pass
message: "'{path}' is large."
Y
policy "rules: [ACM001, ACM002, ACM003]
exceptions: {max_days: {high: 90}, non_waivable: [ACM002], approvals: 1}"
record EXC-2026-0001 "src/pay/**" a@acme.test 2026-06-30
record EXC-2026-0002 "src/web/**" a@acme.test 2026-06-30
printf "* @acme/all\n/src/ @acme/pay @acme/security\n/.bylaw/ @acme/governance\n" > CODEOWNERS
printf '# who signs\ncto@acme.test namespaces="git",valid-before="20270101" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq00cto cto\nciso@acme.test ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0ciso\nlead@acme.test namespaces="git",valid-before="20270101" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0lead\n' > .bylaw/allowed_signers
git add -A
git commit -qm base
git branch -f base
policy "enforcement: warn
rules: [{rule: ACM001, severity: low}, {rule: ACM003, params: {largest: 2000}}]
exceptions: {max_days: {high: 365}, approvals: 0}"
record EXC-2026-0001 "src/**" a@acme.test 2026-12-31
record EXC-2026-0002 "src/web/**" eve@acme.test 2026-05-31
record EXC-2026-0003 ".github/**" a@acme.test 2026-06-30
printf "* @acme/all\n/src/ @acme/pay\n/src/web/\n" > CODEOWNERS
printf 'ciso@acme.test   ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0ciso another comment\ncto@acme.test,eve@acme.test ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq00cto\ncto@acme.test ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq00cto\neve@acme.test namespaces="git,bylaw" sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIEve\nca@acme.test cert-authority ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0ciso\nlead@acme.test valid-before="20270101",namespaces="git" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDq0lead\n' > .bylaw/allowed_signers
git add -A
git commit -qm head
