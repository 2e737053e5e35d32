. "$CASE/../../shared/governed.sh"
git rm -q .bylaw/rules/*
printf "bylaw: 1\npolicies: [acme, builtin:nothere]\n" > .bylaw.yml
git commit -qam head
