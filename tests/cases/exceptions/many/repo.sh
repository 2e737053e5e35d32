mkdir -p .bylaw/exceptions
for i in $(seq 10 33); do printf 'bylaw: 1\nid: EXC-2026-00%s\nrules: [DOC001]\nscope: {paths: [a%s/b]}\njustification: The vendor keeps these files as they are until the migration is done.\nowner: o\nrequested_by: d\napprovals: [{by: c, on: 2026-05-01}]\nvalid_from: 2026-05-01\nexpires: 2026-06-20\n' "$i" "$i" >.bylaw/exceptions/EXC-2026-00$i.yml; done
git add -A; git commit -qm One
