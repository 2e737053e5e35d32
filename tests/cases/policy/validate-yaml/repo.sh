printf "bylaw: 1\npolicies: [builtin:adr]\nrule: []\n" > .bylaw.yaml
