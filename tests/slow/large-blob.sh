#!/usr/bin/env bash
# tests/slow/large-blob.sh BYLAW - a blob of 2 GB is unknown to the rules that
# would read it, and is never read whole: the address space is too small for it.
set -euo pipefail
BYLAW=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C GIT_CONFIG_NOSYSTEM=1

cd "$work"
git init -q -b main repository
cd repository
truncate -s 2147483648 zeros.txt
mkdir -p .github/workflows
printf 'on: push\n' >.github/workflows/build.yml
git config core.compression 1
git config core.bigFileThreshold 1m # straight into a pack, a piece at a time
git add -A
# The same blob under names that only some recognisers want.
blob=$(git rev-parse :zeros.txt)
for name in .github/workflows/large.yml .github/dependabot.yml README.md CODEOWNERS .bylaw/exceptions.yml package-lock.json; do
    git update-index --add --cacheinfo "100644,$blob,$name"
done
git -c user.name=A -c user.email=a@example.com commit -qm large
cat >"$work/rule.yml" <<'RULE'
bylaw: 1
id: ZZZ001
name: no-word
title: No file holds the word
severity: high
why: It is a test.
fix: Remove the word.
for_each: {text: '**', match: 'wanted'}
require: {path: {equals: none}}
on_empty: pass
message: "'{path}' holds it."
RULE
cat >"$work/policy.yml" <<'POLICY'
bylaw: 1
policy: slow
version: 1.0.0
title: Slow
owner: tests
enforcement: block
rules: [ZZZ001]
POLICY

judge() {
    local status=0
    (ulimit -v 400000; exec "$BYLAW" check --jobs 2 --now 2024-06-01 -q "$@" . >"$work/out" 2>"$work/err") || status=$?
    echo "$status" >"$work/status"
}
expect() {
    [[ $(cat "$work/status") == "$1" ]] || { cat "$work/out" "$work/err"; echo "ended with $(cat "$work/status"), not $1"; exit 1; }
}
for snapshot in --rev=HEAD --index; do
    judge "$snapshot" --policy "$work/policy.yml" --policy "$work/rule.yml"
    expect 4
    grep -q 'zeros.txt.*unknown' "$work/out" || { cat "$work/out"; echo "the blob is not unknown"; exit 1; }
    grep -q 'larger than the limit' "$work/out" || { cat "$work/out"; echo "no reason is given"; exit 1; }
    judge "$snapshot"
    expect 4
    # By its first bytes zeros.txt is neither a program nor a text; a workflow is not told by these.
    for path in .github/workflows/large.yml README.md .github/dependabot.yml; do
        grep -q "$path.*unknown" "$work/out" || { cat "$work/out"; echo "$path is not unknown"; exit 1; }
    done
done
# The work tree holds only the sparse file; the others lie in the index alone.
judge --worktree --policy "$work/policy.yml" --policy "$work/rule.yml"
expect 4
grep -q 'zeros.txt.*unknown' "$work/out" || { cat "$work/out"; echo "the file is not unknown"; exit 1; }
echo "large-blob: unknown, in 400 MB of address space"
