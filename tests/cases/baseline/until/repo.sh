. "$CASE/../../shared/old.sh"
"$BYLAW" init --baseline --now 2026-06-01 .
sed -i "s/first_seen: 2026-06-01/&, until: 2026-06-30/" .bylaw/baseline.yml
git add -A; git commit -qm baseline
