. "$CASE/../../shared/images.sh"
cat >> .bylaw/policies/acme.yml <<'POLICY'
exceptions:
  max_days: {medium: 60}
  max_total_days: 150
  max_renewals: 2
POLICY
on() { GIT_COMMITTER_DATE=$1T00:00:00Z git commit -qam "as of $1"; }
# waive FILE UNTIL [IMAGE [REASON]]
waive() {
    mkdir -p "$(dirname "$1")"
    printf '# bylaw:ignore ACM001 until=%s reason="The vendor builds this service on Alpine until %s."\nFROM %s\n' \
        "$2" "${4-the migration}" "${3-alpine:3}" > "$1"
    git add -A
}
# written long ago, ended on a day that was far then
waive old/Dockerfile 2026-06-30
# put off month by month, and never for long
waive monthly/Dockerfile 2026-02-15
# shortened, then as before: put off once
waive shorter/Dockerfile 2026-06-10
on 2026-01-01
waive monthly/Dockerfile 2026-04-10
# put off three times, in few days
waive often/Dockerfile 2026-04-20
waive reworded/Dockerfile 2026-04-20
waive moved/Dockerfile 2026-04-20
# taken away with its file, and back again
waive gone/Dockerfile 2026-04-20
on 2026-03-01
waive monthly/Dockerfile 2026-06-30
waive often/Dockerfile 2026-05-10
waive reworded/Dockerfile 2026-05-10 alpine:3.1
git mv moved other
git rm -q gone/Dockerfile
waive shorter/Dockerfile 2026-04-25
on 2026-04-20
waive often/Dockerfile 2026-05-20
waive reworded/Dockerfile 2026-05-20 alpine:3.2 "the end"
waive other/Dockerfile 2026-05-10
# one beside another that is older: its own days count
waive two/Dockerfile 2026-05-30
on 2026-05-01
waive often/Dockerfile 2026-06-10
waive reworded/Dockerfile 2026-06-10 alpine:3.3 "the migration"
waive other/Dockerfile 2026-05-20
on 2026-05-10
waive gone/Dockerfile 2026-06-30
waive other/Dockerfile 2026-06-10
waive shorter/Dockerfile 2026-06-10
printf '# bylaw:ignore ACM001 until=2026-07-20 reason="The vendor builds this stage on Debian until the migration."\nFROM debian:12\n' > two/Dockerfile.web
cat two/Dockerfile.web >> two/Dockerfile
rm two/Dockerfile.web
waive fresh/Dockerfile 2026-07-20
on 2026-05-25
# a committer who claims a day to come: it counts as written with the commit before
waive forged/Dockerfile 2026-05-20
on 2026-03-01
waive forged/Dockerfile 2026-06-30
on 2099-01-01
