. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw/exceptions
printf 'bylaw: 1\nid: EXC-2026-0001\nrules: [ACM001]\nscope: {paths: [".github/workflows/*.yml"]}\njustification: The head would like to excuse itself from what it breaks, and says so.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2098-12-31}]\nvalid_from: 2098-12-31\nexpires: 2099-01-31\n' > .bylaw/exceptions/one.yml
git add -A
git commit -qm head
