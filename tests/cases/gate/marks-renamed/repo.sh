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
for file in large larger; do for line in 1 2 3 4 5 6 7 8; do echo "$file $line"; done > $file.c; done
for file in b kept made; do echo ab > $file.c; done
git add -A; git commit -qm base; git branch -f base
mkdir made third_party
git mv large.c made/large.c
git mv larger.c third_party/larger.c
echo 9 >> third_party/larger.c
echo '*.c linguist-generated' > .gitattributes
echo "too large" > new.c
git add -A; git commit -qm head
