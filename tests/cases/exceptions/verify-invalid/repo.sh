mkdir -p .bylaw/exceptions
printf 'id: [\n' > .bylaw/exceptions/broken.yml
printf 'bylaw: 2\n' > '.bylaw/exceptions/new‮er.yml'
printf 'bylaw: 1\nid: EXC-2026-0001\nrules: [DOC001]\n' > .bylaw/exceptions/EXC-2026-0001.yml
git add -A; git commit -qm One
