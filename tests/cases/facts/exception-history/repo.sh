. "$CASE/../../shared/images.sh"
mkdir other
echo 'FROM alpine:3' | tee legacy/Dockerfile > other/Dockerfile
record() { # file, id, path, from, expires, approver, day of approval, reason
    cat > ".bylaw/exceptions/$1.yml" <<EOF
bylaw: 1
id: $2
rules: [ACM001]
scope: {paths: ['$3']}
justification: $8
owner: team-pay@acme.example
requested_by: dev@acme.example
approvals: [{by: $6, on: $7}]
valid_from: $4
expires: $5
EOF
}
commit() { # day, message
    git add -A
    GIT_AUTHOR_DATE=$1T12:00:00Z GIT_COMMITTER_DATE=$1T12:00:00Z git commit -qm "$2"
}
cto=cto@acme.example
vendor='The vendor builds this service on Alpine until the migration in September.'
commit 2026-01-01 'images'
record 1 EXC-2026-0001 'legacy/**' 2026-01-05 2026-03-31 $cto 2026-01-04 "$vendor"
record short EXC-2026-0004 'other/Dockerfile' 2026-01-05 2026-01-31 to@acme.example 2026-01-04 'A demonstration of another team, whose address ends as the one that approves.'
commit 2026-01-05 $'exceptions: the vendor\'s image\n\nException-Approved-by: Carol <cto@acme.example>'
rm .bylaw/exceptions/short.yml
echo 'unrelated' > README.md
commit 2026-02-01 'readme'
record 1 EXC-2026-0001 'legacy/**' 2026-01-05 2026-05-31 $cto 2026-01-04 "$vendor"
commit 2026-03-25 'exceptions: two months more'
record 1 EXC-2026-0001 'legacy/**' 2026-01-05 2026-06-30 $cto 2026-05-20 'The vendor builds this service on Alpine; the migration slipped to the end of June.'
GIT_AUTHOR_EMAIL=$cto commit 2026-05-20 'exceptions: a month more, for the migration slipped'
# the same again, under another name and number, in another file
rm .bylaw/exceptions/1.yml
record again EXC-2026-0002 'legacy/**' 2026-07-01 2026-09-30 $cto 2026-06-28 'The vendor will build this service on our image when the contract is renewed.'
record other EXC-2026-0003 'other/Dockerfile' 2026-06-01 2026-08-31 $cto 2026-06-28 'A demonstration that is shown to nobody before its image is ours in August.'
commit 2026-06-29 'exceptions: anew'
rm .bylaw/exceptions/other.yml
commit 2026-07-01 'exceptions: the demonstration is gone'
git mv .bylaw/exceptions/again.yml .bylaw/exceptions/legacy.yml
record other EXC-2026-0003 'other/**' 2026-07-02 2026-09-30 $cto 2026-06-28 'A demonstration that is shown to nobody before its image is ours in August.'
commit 2026-07-20 'exceptions: it came back'
git clone -q --depth 3 "file://$PWD" ../shallow
