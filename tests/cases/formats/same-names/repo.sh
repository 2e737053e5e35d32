# What is there twice, by mistake: ids of records, records without one, and a tag that
# reads as a control does.
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions
cat >.bylaw/rules/ACM001-notes.yml <<'Y'
bylaw: 1
id: ACM001
name: no-notes
title: No notes
severity: medium
tags: [ssdf-1.1-pw.4.1]
controls: [ssdf-1.1/PW.4.1, ssdf-1.1/PO.3.2]
why: Notes are not kept up.
fix: Take them out.
for_each: {files: '*.txt'}
require: {path: never}
on_empty: pass
message: "{path}"
Y
printf 'bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: Acme\nowner: acme\nrules: [ACM001]\n' >.bylaw/policies/acme.yml
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
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
