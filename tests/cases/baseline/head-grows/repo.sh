. "$CASE/../../shared/old.sh"
"$BYLAW" init --baseline --now 2026-06-01 .
sed -i "s/first_seen: 2026-06-01/&, until: 2099-06-30/" .bylaw/baseline.yml
git add -A; git commit -qm baseline; git branch -f base
printf "      - uses: acme/new@main\n" >>.github/workflows/ci.yml
git add -A; git commit -qm fault
"$BYLAW" init --baseline --force --now 2026-06-02 .
sed -i "0,/, until: 2099-06-30/s///" .bylaw/baseline.yml
git add -A; git commit -qm excuse
