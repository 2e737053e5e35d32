printf "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n" > ci.yml; mkdir -p .github/workflows services/pay; mv ci.yml .github/workflows/; echo pay >services/pay/main.c; echo "This is acme pay." > README.md
git add -A; git commit -qm first
mkdir -p .bylaw/exceptions
printf 'id: EXC-2026-0001\nrules: [ACM900]\nscope: {paths: [".github/workflows/*.yml"]}\njustification: The vendor pins it for us until the end of the year, see the ticket.\nowner: a@acme.test\nrequested_by: b@acme.test\napprovals: [{by: c@acme.test, on: 2026-05-01}]\nvalid_from: 2026-05-01\nexpires: 2026-07-31\n' > .bylaw/exceptions/one.yml
git add -A; git commit -qm exception
