. "$CASE/../inline-past/repo.sh"
cat >> .bylaw/policies/acme.yml <<'POLICY'
  non_waivable: [SDL003]
POLICY
mkdir src
# files that no rule reads, and one that is not committed
printf 'int a; // bylaw:ignore SDL003 until=2026-06-30 reason="The token opens a sandbox that holds nothing of ours."\n' > src/a.c
printf -- '-- bylaw:ignore ACM001 until=2026-06-30 reason="TODO"\n-- bylaw:ignore until=tomorrow reason=none by=me\n' > src/b.sql
printf '# bylaw:ignore ACM010 until=2026-06-30 reason="The vendor builds this service on Alpine until the migration."\n' > src/c.py
