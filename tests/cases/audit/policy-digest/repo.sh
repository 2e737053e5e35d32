. "$CASE/../../shared/governed.sh"
git rm -rq .bylaw .bylaw.yml
git commit -qm plain
