export GIT_AUTHOR_DATE=2026-05-01T08:00:00Z GIT_COMMITTER_DATE=2026-05-01T08:00:00Z
printf 'This is acme pay.\n' >README.md
git add -A
git commit -qm first
for day in 2 3 4 5 6 7; do
    GIT_AUTHOR_DATE=2026-05-0${day}T08:00:00Z GIT_COMMITTER_DATE=2026-05-0${day}T09:00:00Z \
        git commit -q --allow-empty -m "day $day"
done
mkdir ../given
day=1
for commit in $(git rev-list --reverse HEAD); do
    printf '{"time": "2026-05-0%dT20:00:00Z", "sha": "%s", "env": "prod-eu", "status": "%s"}\n' \
        $day "$commit" "$([ $day = 3 ] && echo failure || echo success)"
    day=$((day + 1))
done >../given/deployments.jsonl
printf '{"time": "2026-05-08T20:00:00Z", "sha": "%040d", "env": "prod-eu", "status": "success"}\n' 7 >>../given/deployments.jsonl
good='"sha": "0123456789012345678901234567890123456789", "env": "prod"'
printf '\n{"time": "2026-05-03", %s, "status": "success"}\n' "$good" >../day.jsonl
printf '{"time": "2026-05-03T14:05:00Z", %s, "status": "sucess"}\n' "$good" >../word.jsonl
printf '{"tiem": "2026-05-03T14:05:00Z", %s, "status": "success"}\n' "$good" >../key.jsonl
printf '{"time": "2026-05-03T14:05:00Z", "sha": "0123", "env": "prod", "status": "success"}\n' >../sha.jsonl
printf '{"time"\n' >../json.jsonl
printf '[]\n' >../list.jsonl
