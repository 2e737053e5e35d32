#!/usr/bin/env bash
# tests/slow/hundred-thousand-files.sh BYLAW - the baseline judges a tree of a
# hundred thousand files to its end, in bounded memory, and misses none of them.
set -euo pipefail
BYLAW=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C GIT_CONFIG_NOSYSTEM=1
"$(dirname "$(realpath "$0")")/made-repository" "$work/repository" 100000
status=0
# 8 KB a file of address space, stacks and libraries among them.
(ulimit -v 800000; exec "$BYLAW" check --jobs 2 --now 2024-06-01 --format text --format "json=$work/report.json" \
    "$work/repository" >"$work/out" 2>"$work/err") || status=$?
[[ $status == 1 ]] || { tail -n 5 "$work/out"; cat "$work/err"; echo "ended with $status"; exit 1; }
grep -q 'in 100000 files' "$work/out" || { tail -n 5 "$work/out"; echo "not all files were seen"; exit 1; }
# Every page has one link that leads nowhere.
broken=$(grep -cE "\"message\": \"'missing[0-9]+\.md'" "$work/report.json" || true)
[[ $broken -ge 14285 ]] || { echo "only $broken of 14285 broken links were found"; exit 1; }
echo "hundred-thousand-files: judged, $broken broken links found"
