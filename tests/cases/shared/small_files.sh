# Sourced by repo.sh of cases: as governed.sh, and the policy asks that files are small that are
# neither generated nor vendored; made.c is generated.
. "$CASE/../../shared/governed.sh"
rm .bylaw/rules/*
cat > .bylaw/rules/ACM001-small-files.yml <<'Y'
bylaw: 1
id: ACM001
name: small-files
title: No file is large
severity: high
why: Large files are slow to read.
fix: Split it.
for_each: {files: '**/*.c'}
where: {generated: false, vendored: false}
require: {none: {fact: file, where: {path: $each.path, size: {more_than: 3}}}}
on_empty: not_applicable
message: "'{path}' is too large."
Y
printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: What acme keeps\nowner: acme\nenforcement: block\nrules: [ACM001]\n" > .bylaw/policies/acme.yml
echo 'made.c linguist-generated' > .gitattributes
