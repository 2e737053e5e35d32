. "$CASE/../../shared/own.sh"
mkdir .bylaw/exceptions
: >.bylaw/exceptions/EXC-2026-0001.yml
printf '# it will stand here\n' >.bylaw/exceptions/EXC-2026-0002.yml
printf 'null\n' >.bylaw/exceptions.yml
git add -A && git commit -qm 'records that are cut off'
