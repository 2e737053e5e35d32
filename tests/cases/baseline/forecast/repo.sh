. "$CASE/../../shared/old.sh"
"$BYLAW" init --baseline --now 2026-06-01 .
git add -A; git commit -qm baseline
