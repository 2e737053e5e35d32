printf "This is acme pay.\n" > README.md
git add -A
git commit -qm base
git branch base
mkdir -p .bylaw/policies
printf "bylaw: 1\npolicies: [acme]\n" > .bylaw.yml
printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Nothing\nowner: nobody\nrules: [DOC002]\nenforcement: advisory\n" > .bylaw/policies/acme.yml
git add -A
git commit -qm head
