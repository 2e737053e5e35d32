. "$CASE/../../shared/images.sh"
export GIT_COMMITTER_DATE=2026-06-01T00:00:00Z
mkdir -p docs other late long weak fine
why='reason="The vendor builds this service on Alpine until the migration in September."'
printf '# bylaw:ignore ACM001 until=2026-09-30 %s ticket=PAY-71\nFROM alpine:3\n' "$why" > legacy/Dockerfile
printf '# bylaw:ignore ACM001 until=2026-05-31 %s\nFROM alpine:3\n' "$why" > late/Dockerfile
printf '# bylaw:ignore ACM001 until=2027-05-31 %s\nFROM alpine:3\n' "$why" > long/Dockerfile
printf '# bylaw:ignore ACM001 until=2026-09-31 reason="TODO" by=me\nFROM alpine:3\n' > weak/Dockerfile
# a line between them, and words before the marker
printf '# bylaw:ignore ACM001 until=2026-09-30 %s\n\nFROM alpine:3\n# see bylaw:ignore ACM001 until=2026-09-30 %s\nFROM alpine:4\n' "$why" "$why" > other/Dockerfile
# a mistake in a file that is read, where nothing is found
printf '# bylaw:ignore ACM002 until=2026-09-30\nFROM registry.acme.example/base\n' > fine/Dockerfile
# an example
printf '# How to waive\n\n```\n# bylaw:ignore ACM001 until=2026-09-30 %s\n```\n' "$why" > docs/waive.md
printf '/legacy/ @acme/pay\n' > CODEOWNERS
git add -A
git commit -qm 'waivers in comments'
