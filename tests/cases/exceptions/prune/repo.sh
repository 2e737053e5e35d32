. "$CASE/../../shared/images.sh"
sed -i 's/^rules: .*/rules: [ACM001, ACM002]/' .bylaw/policies/acme.yml
cat > .bylaw/rules/ACM002-readable.yml <<'EOF'
bylaw: 1
id: ACM002
name: readable
title: Every document can be read
severity: medium
why: W.
fix: F.
for_each: {document: 'data/*.yml', select: '$.a'}
require: {value: {equals: 1}}
on_empty: pass
message: "'{path}' has another."
EOF
mkdir data
printf 'a: [\n' > data/broken.yml
echo 'FROM alpine:3' > legacy/Dockerfile
one() { # id, rule, path, from, expires
    printf 'bylaw: 1\nid: %s\nrules: [%s]\nscope: {paths: [%s]}\njustification: Its base image is scanned every night by the platform team.\nowner: a@acme.example\nrequested_by: b@acme.example\napprovals: [{by: c@acme.example, on: 2026-06-29}]\nvalid_from: %s\nexpires: %s\n' "$@"
}
item() { one "$@" | sed '1d; 2s/^/- /; 3,$s/^/  /'; }
cd .bylaw/exceptions
one EXC-2026-0001 ACM001 'legacy/**' 2026-07-01 2026-09-20 > used.yml
one EXC-2026-0002 ACM001 'gone/**' 2026-07-01 2026-09-20 > unused.yml
one EXC-2026-0003 ACM001 'gone/**' 2026-01-01 2026-03-20 > 'over "ü" now.yml'
one EXC-2026-0004 ACM002 'gone/**' 2026-07-01 2026-09-20 > untried.yml
printf '# the list\n\n' > list.yml
item EXC-2026-0011 ACM001 'legacy/**' 2026-07-01 2026-09-20 >> list.yml
printf '# nobody needs this\n# any more\n' >> list.yml
item EXC-2026-0012 ACM001 'gone/**' 2026-07-01 2026-09-20 >> list.yml
item EXC-2026-0013 ACM001 'legacy/Dockerfile' 2026-07-01 2026-09-20 >> list.yml
item EXC-2026-0014 ACM001 'legacy/Dockerfile' 2026-07-01 2026-09-21 >> list.yml
printf '\n# the last, over\n' >> list.yml
item EXC-2026-0015 ACM001 'legacy/Dockerfile' 2026-01-01 2026-02-21 | head -c -1 >> list.yml
{ printf 'exceptions:\r\n'; item EXC-2026-0021 ACM001 'gone/**' 2026-07-01 2026-09-20 | sed 's/$/\r/; s/^/  /'; } > crlf.yml
printf '[{id: EXC-2026-0031, rules: [ACM001], scope: {paths: [gone/a]}, justification: Its base image is scanned every night by the platform team., owner: a, requested_by: b, approvals: [{by: c, on: 2026-06-29}], valid_from: 2026-07-01, expires: 2026-09-20}, {id: EXC-2026-0032, rules: [ACM001], scope: {paths: [legacy/Dockerfile]}, justification: Its base image is scanned every night by the platform team., owner: a, requested_by: b, approvals: [{by: c, on: 2026-06-29}], valid_from: 2026-07-01, expires: 2026-09-20}]\n' > flow.yml
{ echo '# ##[group]owned'; one EXC-2026-0041 ACM001 'gone/**' 2026-07-01 2026-09-20; } > obeyed.yml
{ # the second is unused, and the third means its anchor, not the first's
    item EXC-2026-0051 ACM001 'legacy/**' 2026-07-01 2026-09-20 | sed 's/owner: /&\&who /'
    item EXC-2026-0052 ACM001 'gone/**' 2026-07-01 2026-09-20 | sed 's/owner: .*/owner: \&who d@acme.example/'
    item EXC-2026-0053 ACM001 'legacy/**' 2026-07-01 2026-09-20 | sed 's/owner: .*/owner: *who/'
} > anchors.yml
chmod +x unused.yml
for id in 01 02 03 12 31; do # of one that stays, two files, an element, one left to somebody
    printf -- '-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n-----END SSH SIGNATURE-----\n' > EXC-2026-00$id.sig
done
cd ../..
git add -A
git commit -qm exceptions
