. "$CASE/../../shared/images.sh"
mkdir other more
reason='reason="The vendor builds this service on Alpine until the migration in September."'
printf '# bylaw:ignore ACM001 SDL009 until=2026-08-31 %s\nFROM alpine:3\n' "$reason" > legacy/Dockerfile
printf '# bylaw:ignore ACM001 until=2026-08-31 reason="The vendor\nFROM alpine:3\n' > other/Dockerfile
# a byte that ends no word, and once ended none for ever
printf '# bylaw:ignore \0 until=2026-08-31 %s\nFROM alpine:3\n' "$reason" > more/Dockerfile
git add -A
git commit -qm images
