. "$CASE/../../shared/recorded.sh"
record EXC-2026-0001 '.github/**' 2026-09-30
git add -A
git commit -qm exceptions
