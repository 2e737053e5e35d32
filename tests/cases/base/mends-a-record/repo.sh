. "$CASE/../../shared/images.sh"
echo 'FROM alpine:3' > legacy/Dockerfile
sed -i 's/^rules: .*/rules: [ACM001, EXC101, EXC103, EXC104, EXC111, EXC112, EXC113, EXC116, EXC118, SDL010, ACM002]\nenforcement: block/' .bylaw/policies/acme.yml
cat > .bylaw/rules/ACM002-quiet.yml <<'Y'
bylaw: 1
id: ACM002
name: quiet
title: What a record covers does not fail
severity: low
why: A record that is over hides nothing.
fix: Mend it.
for_each: {fact: exception}
require: {failing: 0}
on_empty: pass
message: "'{id}' does not excuse what fails: {failing}."
Y
fields() { # ID EXPIRES
    printf '%s\n' "id: EXC-2026-$1" 'rules: [ACM001]' "scope: {paths: [$1/**]}" 'owner: pay@acme.example' \
        'justification: The vendor builds this service on Alpine until the migration in September.' \
        'requested_by: dev@acme.example' 'approvals: [{by: cto@acme.example, on: 2098-12-01}]' \
        'valid_from: 2098-12-01' "expires: $2"
}
record() { # FILE ID EXPIRES
    { echo 'bylaw: 1'; fields "$2" "$3"; } > ".bylaw/exceptions/$1.yml"
}
record expired 0001 2098-12-20
sed -i 's/0001\/\*\*/legacy\/**/' .bylaw/exceptions/expired.yml
record removed 0002 2099-03-01
sed -i /owner/d .bylaw/exceptions/removed.yml
record half 0003 2099-02-31
sed -i /owner/d .bylaw/exceptions/half.yml
record one 0004 2099-03-01
record two 0004 2099-03-01
record untouched 0005 2099-03-01
sed -i /owner/d .bylaw/exceptions/untouched.yml
{ echo 'bylaw: 1'; echo 'exceptions:'
  for id in 0006 0007; do fields $id 2099-03-01 | sed -e /owner/d -e 's/^/    /' -e '1s/^   /  -/'; done
} > .bylaw/exceptions.yml
record claims 0011 2099-03-01
sed -i 's/2098-12-01}/2098-12-01, evidence: signed-commit}/' .bylaw/exceptions/claims.yml
mkdir used; echo 'FROM alpine:3' > used/Dockerfile
record used 0010 2099-03-01
sed -i 's/0010.\*\*/used\/**/' .bylaw/exceptions/used.yml
git add -A
git commit -qm 'records with mistakes'
git branch old
git commit -q --allow-empty -m 'main goes on'
git branch base
e=.bylaw/exceptions
owner='owner: pay@acme.example'
branch() { git checkout -qb "$1" base; }
commit() { git commit -qam "$(git branch --show-current)"; git checkout -q main; }
branch removed; git rm -q $e/removed.yml; commit
branch mended; echo "$owner" >> $e/removed.yml; mkdir 0002; echo 'FROM alpine:3' > 0002/Dockerfile; git add 0002; commit
branch half; sed -i s/2099-02-31/2099-02-28/ $e/half.yml; commit
branch element; sed -i "5s/.*/&\n    $owner/" .bylaw/exceptions.yml; commit
branch untouched; echo '# a word' >> $e/untouched.yml; commit
branch claims; echo '# a word' >> $e/claims.yml; git rm -q $e/removed.yml; commit
branch twice; git rm -q $e/two.yml; commit
branch over; git rm -q $e/expired.yml; commit
# Another fault in the place of the first.
branch approved; echo 'owner: cto@acme.example' >> $e/removed.yml; commit
# A finding that a proposed record would excuse fails all the same, and says so.
branch proposed; git rm -q $e/removed.yml; record more 0008 2099-03-01; sed -i 's/0008.\*\*/legacy\/**/' $e/more.yml; git add -A; commit
# What the record of the change excuses, it does not excuse before it is merged.
branch wider; git rm -q $e/removed.yml; sed -i 's/used.../&, legacy\/**/' $e/used.yml; commit
# A file that nobody can read is no record that is gone.
branch link; rm $e/removed.yml; ln -s half.yml $e/removed.yml; git add -A; commit
branch broken; echo '{' > $e/removed.yml; git add -A; commit
# It was there before main had the record, or main has changed it since.
git checkout -q old; echo 'Hello' > README; git add -A; git commit -qm old; git checkout -q main
echo '# main has a word, too' >> $e/removed.yml; record later 0009 2099-03-01; sed -i /owner/d $e/later.yml; git add -A; git commit -qm later
# What a comment waives is the head's own.
git checkout -qb comment base
printf '# bylaw:ignore ACM001 until=2098-12-20 reason="The vendor builds this service on Alpine."\nFROM alpine:3\n' > used/Dockerfile
git rm -q $e/used.yml; git commit -qam comment
git checkout -qb uncomment
sed -i 1d used/Dockerfile; git commit -qam uncomment
# All of them, and what failed: nothing is left that blocks.
git checkout -qb clean base
git rm -qr .bylaw/exceptions.yml legacy $e/{expired,removed,half,one,two,untouched,claims}.yml; git commit -qm clean
git checkout -q main
