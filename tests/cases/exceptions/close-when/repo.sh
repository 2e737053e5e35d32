. "$CASE/../../shared/recorded.sh"
mkdir docs
closes() { record "$1" "$2" 2026-06-20 "close_when: $3"; }
closes EXC-2026-0001 'nothing/**' rule-passes
closes EXC-2026-0002 'nothing/**' date-only
closes EXC-2026-0003 'nothing/**' file-exists:docs/RUNBOOK.md
closes EXC-2026-0004 '.github/**' file-exists:docs/MIRROR.md
printf 'Take the actions from the mirror of the company, by their commit.\n' >docs/MIRROR.md
printf 'TODO\n' >docs/RUNBOOK.md
git add -A
git commit -qm exceptions
