. "$CASE/../../shared/images.sh"
export GIT_COMMITTER_DATE=2098-12-20T00:00:00Z
mkdir -p old moved changed new twice
w='# bylaw:ignore ACM001 until=2099-03-30 reason="The vendor builds this service on Alpine until the migration."'
printf '%s\nFROM alpine:3\n' "$w" | tee old/Dockerfile twice/Dockerfile > changed/Dockerfile
printf '%s\nFROM alpine:3\nFROM registry.acme.example/base\n' "$w" > moved/Dockerfile
git add -A
git commit -qm 'waivers in comments'
git checkout -qb topic
# lines above it; the line that it is about; its end
printf '# syntax=docker\n\n%s\nFROM alpine:3\n' "$w" > old/Dockerfile
printf '%s\nFROM alpine:4\n' "$w" > changed/Dockerfile
# another stage below the same comment
printf 'FROM registry.acme.example/base\n%s\nFROM debian:12\n' "$w" > moved/Dockerfile
printf '%s\nFROM alpine:3\n' "$w" > new/Dockerfile
# a longer term for the same
printf '%s\nFROM alpine:3\n' "${w/03-30/05-30}" > twice/Dockerfile
git add -A
git commit -qm 'what the topic says'
git checkout -q main
# main took one away since
printf 'FROM registry.acme.example/base\n' > gone
git add -A
git commit -qm 'main goes on'
git checkout -q topic
