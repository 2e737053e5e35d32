# What a change marks has the language that the base says, whatever it is called since, and a
# folder is for what it was: who makes Go a text and the decisions somebody else's gains nothing.
. "$CASE/../../shared/governed.sh"
rm .bylaw/rules/*
rule() { # rule ID NAME BODY MESSAGE
    printf 'bylaw: 1\nid: %s\nname: %s\ntitle: It is kept\nseverity: high\nwhy: It is kept.\nfix: Keep it.\n%s\non_empty: not_applicable\nmessage: "%s"\n' "$@" > ".bylaw/rules/$1-$2.yml"
}
rule ACM001 no-go 'for_each: {fact: language}
require: {name: {not: go}}
place: [.gitattributes]' '{name} is written here.'
rule ACM002 statuses 'for_each: {fact: adr}
require: {status: {exists: true}}' "'{path}' has no status."
printf "bylaw: 1\npolicy: acme\nversion: 1.0.0\ntitle: What acme keeps\nowner: acme\nenforcement: block\nrules: [ACM001, ACM002]\n" > .bylaw/policies/acme.yml
mkdir -p docs/adr
for line in 1 2 3 4 5 6 7 8; do echo "package main // $line"; done > main.go
printf '# 1. Use Go\n\n## Context\n\nWe write.\n\n## Decision\n\nGo.\n' > docs/adr/0001-use-go.md
git add -A; git commit -qm base; git branch -f base
mkdir cmd
git mv main.go cmd/main.go
printf '*.go linguist-language=Text\ndocs/** linguist-vendored\n' > .gitattributes
git add -A; git commit -qm head
