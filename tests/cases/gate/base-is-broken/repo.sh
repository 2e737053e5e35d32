. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolcies: [acme]\n" > .bylaw.yml
git commit -qam broken
git branch -f base
printf "bylaw: 1\npolicies: [acme]\n" > .bylaw.yml
git commit -qam mended
