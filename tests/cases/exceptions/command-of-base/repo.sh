. "$CASE/../../shared/governed.sh"
git checkout -q -b change
echo "More of it." >> README.md
git commit -qam change
git checkout -q base
mkdir .bylaw/exceptions
printf 'id: EXC-2026-0001\nrules: [ACM001]\nscope: {paths: [".github/workflows/*.yml"]}\njustification: The tag is pinned when the release is out, which the team has planned.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2098-12-01}]\nvalid_from: 2098-12-01\nexpires: 2099-02-01\n' > .bylaw/exceptions/one.yml
git add -A
git commit -qm later
git checkout -q change
