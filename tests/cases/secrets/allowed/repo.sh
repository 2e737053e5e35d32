mkdir -p conf .bylaw/exceptions
printf 'DB_PASSWORD=tr0ub4%s\n' 'dor&3' >conf/.env
cat >.bylaw/exceptions/EXC-2026-0001.yml <<'END'
bylaw: 1
id: EXC-2026-0001
rules: [SDL003]
scope:
  subjects: ['conf/.env, 882a2a3fdb665a91']
category: waiver
justification: >-
  The password was changed on the day it was found; the file leaves the tree with
  the next release of the installer, which still reads it.
risk: {level: low, statement: The password opens nothing any more.}
owner: team-pay@acme.example
requested_by: dev@acme.example
requested_on: 2026-01-01
approvals:
  - {by: cto@acme.example, on: 2026-01-01}
valid_from: 2026-01-01
expires: 2026-01-20
END
git add -A; git commit -qm "Begin"
