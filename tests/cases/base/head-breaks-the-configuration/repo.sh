. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolcies: [acme]\n" > .bylaw.yml
git commit -qam head
