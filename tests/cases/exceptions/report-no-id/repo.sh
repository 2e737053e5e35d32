# A record without an id that two people approved.
mkdir -p .bylaw/exceptions
cat > .bylaw/exceptions/nameless.yml <<'Y'
bylaw: 1
rules: [SDL009]
scope: {paths: [Dockerfile]}
justification: The mirror of images comes in autumn, see the ticket about it.
owner: a@acme.test
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}, {by: d@acme.test, on: 2026-05-02}]
valid_from: 2026-05-01
expires: 2026-06-30
Y
git add -A; git commit -qm One
