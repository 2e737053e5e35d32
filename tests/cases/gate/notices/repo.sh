. "$CASE/../../shared/governed.sh"
cat >.bylaw/rules/ACM009-odd.yml <<'RULE'
{bylaw: 1, id: ACM009, name: no-odd, title: Nothing is odd, severity: low, why: W., fix: Rename it., for_each: {files: 'odd*'},
 require: {path: never}, on_empty: pass, message: "'{path}' is odd."}
RULE
sed -i 's/^rules: .*/rules: [ACM009]/' .bylaw/policies/acme.yml
git add -A
git commit -qm low
git branch -f base
mkdir -p .bylaw/exceptions
printf 'bylaw: 1\nid: EXC-2026-0001\nrules: [ACM009]\nscope: {paths: [odd12]}\njustification: The head would like to excuse itself from what it breaks, and says so.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2098-12-31}]\nvalid_from: 2098-12-31\nexpires: 2099-01-31\n' >.bylaw/exceptions/one.yml
for i in $(seq 12); do echo x >odd$i; done
git add -A
git commit -qm head
