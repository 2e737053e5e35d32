printf "bylaw: 1\npolicies: [builtin:adr]\n" > .bylaw.yaml
git add -A
git commit -qm one
