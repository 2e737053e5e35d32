. "$CASE/../../shared/old.sh"
printf "exceptions: {non_waivable: [ACM001]}\n" >>.bylaw/policies/acme.yml
git add -A; git commit -qm never
