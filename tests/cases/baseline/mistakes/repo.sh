. "$CASE/../../shared/old.sh"
printf "bylaw: 1\ncommit: main\nfindings:\n  - {rule: ACM001, fingerprint: abc, first_seen: 2026-02-30}\n  - {rule: acm, first_seen: 2026-01-02, until: 2026-01-01, ends: never}\n  - {rule: ACM001, fingerprint: \"0123456789abcdef0123456789abcdef\", first_seen: 2026-01-02, verdict: pass}\n" >.bylaw/baseline.yml
git add -A; git commit -qm wrong
