# What is there twice, by mistake: ids of records, records without one, and a tag that
# reads as a control does.
keys='tags: [ssdf-1.1-pw.4.1]
controls: [ssdf-1.1/PW.4.1, ssdf-1.1/PO.3.2]'
. "$CASE/../../shared/notes.sh"
for file in a b; do
    cat >".bylaw/exceptions/$file.yml" <<Y
id: EXC-2026-0001
rules: [ACM001]
scope: {paths: ["$file.txt"]}
justification: The notes of $file are read by the customer until the migration is over.
owner: dev@acme.test
requested_by: dev@acme.test
approvals: [{by: cto@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-06-20
Y
    sed '/^id:/d' ".bylaw/exceptions/$file.yml" >".bylaw/exceptions/nameless-$file.yml"
    echo x >"$file.txt"
done
git add -A
git commit -qm first
