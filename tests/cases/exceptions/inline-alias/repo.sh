# A rule that has another name now: a comment that is put off under the new one goes on.
. "$CASE/../../shared/images.sh"
printf 'exceptions: {max_days: {medium: 60}, max_renewals: 1}\n' >> .bylaw/policies/acme.yml
sed -i '/^name/a aliases: [ACM007]' .bylaw/rules/ACM001-own-base-images.yml
on() { git add -A; GIT_COMMITTER_DATE=$1T00:00:00Z git commit -qm "as of $1"; }
waive() { printf '# bylaw:ignore %s until=%s reason="The vendor builds this service on Alpine until the migration."\nFROM alpine:3\n' "$1" "$2" > Dockerfile; }
waive ACM007 2026-05-01; on 2026-04-01
waive ACM007 2026-05-20; on 2026-05-01
waive ACM001 2026-06-20; on 2026-05-10
