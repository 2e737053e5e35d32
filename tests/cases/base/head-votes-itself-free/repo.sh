. "$CASE/../../shared/governed.sh"
sed -i 's/rules: .*/rules: [ACM002]/' .bylaw/policies/acme.yml
printf '    \n      - uses: acme/build@main\n' >> .github/workflows/ci.yml
git mv .github/workflows/ci.yml .github/workflows/build.yml
mkdir -p .bylaw/exceptions
printf 'id: EXC-2026-0001\nrules: [ACM001]\nscope: {paths: [".github/workflows/*.yml"]}\njustification: The head would like to excuse itself from what it breaks, and it must not.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2026-05-01}]\nvalid_from: 2026-05-01\nexpires: 2027-01-31\n' > .bylaw/exceptions/one.yml
git add -A
git commit -qm head
