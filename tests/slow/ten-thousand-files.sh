#!/usr/bin/env bash
# tests/slow/ten-thousand-files.sh BYLAW - one thread and eight write the same
# bytes in twenty runs, and more than one of the eight did work.
set -euo pipefail
BYLAW=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export HOME=$work LC_ALL=C GIT_CONFIG_NOSYSTEM=1
"$(dirname "$(realpath "$0")")/made-repository" "$work/repository" 10000
cd "$work/repository"

judge() { # JOBS NAME
    local status=0
    "$BYLAW" check --jobs "$1" --now 2024-06-01 --format text --format "json=$work/$2.json" \
        --format "sarif=$work/$2.sarif" --format "markdown=$work/$2.md" . >"$work/$2.txt" 2>"$work/$2.err" || status=$?
    [[ $status == 1 ]] || { cat "$work/$2.err"; echo "ended with $status"; exit 1; }
}
judge 1 one
[[ $(wc -c <"$work/one.json") -gt 100000 ]] || { echo "the report is too small to prove anything"; exit 1; }
for run in {1..20}; do
    jobs=$((run % 2 ? 8 : 1))
    judge "$jobs" again
    for form in txt json sarif md err; do
        cmp "$work/one.$form" "$work/again.$form" || { echo "run $run with $jobs jobs differs"; exit 1; }
    done
done

# The kernel counts what each thread has run; a run is looked at until two have.
workers() {
    local -A busy=()
    "$BYLAW" check --jobs 8 --now 2024-06-01 . >/dev/null 2>&1 &
    local program=$!
    while [[ -d /proc/$program/task ]] && [[ $(cut -d ' ' -f 3 "/proc/$program/stat" 2>/dev/null) != Z ]]; do
        local task nanoseconds rest
        for task in "/proc/$program/task"/*; do
            read -r nanoseconds rest <"$task/schedstat" || continue
            # Two milliseconds are more than a thread takes to begin and end.
            ((nanoseconds < 2000000)) || busy[$task]=1
        done 2>/dev/null
    done
    wait "$program" || true
    echo "${#busy[@]}"
}
most=0
for _ in {1..5}; do
    count=$(workers)
    ((count <= most)) || most=$count
done
((most > 1)) || { echo "only $most thread did work"; exit 1; }
echo "ten-thousand-files: twenty runs alike, $most threads at work"
