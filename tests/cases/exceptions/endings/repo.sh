. "$CASE/../../shared/recorded.sh"
for number in 1 2 3 4 5; do
    mkdir -p .github/workflows
    cp .github/workflows/ci.yml .github/workflows/$number.yml
    record EXC-2026-000$number .github/workflows/$number.yml 2026-07-15
done
sed -i 's/^expires: .*/expires: 2026-05-10/' .bylaw/exceptions/EXC-2026-0002.yml
sed -i 's/ACM001/SDL010/' .bylaw/exceptions/EXC-2026-0005.yml
git add -A
git commit -qm granted
git rm -q .github/workflows/1.yml .bylaw/exceptions/*
mkdir -p .bylaw/exceptions
record EXC-2026-0006 .github/workflows/3.yml 2026-07-20 'supersedes: EXC-2026-0003'
git add -A
GIT_COMMITTER_DATE=2026-05-20T09:00:00Z git commit -qm 'all but one are gone'
