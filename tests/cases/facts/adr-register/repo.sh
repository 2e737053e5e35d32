mkdir -p docs/adr web/docs/adr
record() { printf '# %s\n\n## Status\n\n%b\n\n## Decision\n\nIt is so.\n' "$1" "$2"; }
record '1. Use "the" broker \ or not' 'Superseded by [2](0002-cache.md)' > docs/adr/0001-broker.md
record '2. Keep a cache of everything that anybody ever asked for, and of what nobody asked for' 'Accepted\n\nSupersedes [1](0001-broker.md)\n\nAmends ADR-3' > docs/adr/0002-cache.md
record "3. $(printf 'A\033[31mred')" 'Odd word' > docs/adr/0003-red.md
printf '# Nothing\n\n## Decision Outcome\n\nIt is so, as [2](0002-cache.md) says.\n' > docs/adr/free.md
record 'ADR-007: Eine schöne Oberfläche' 'Proposed' > web/docs/adr/adr-007.md
git add -A && git commit -qm records
printf 'a\0b' > docs/adr/0004-broken.md && git add -A && git commit -qm broken
