# Findings in more files than are blamed: of a record whose own are too many, and of one whose
# are too many beside those of the record before it. Two in one file, and a file of two records,
# count once.
. "$CASE/../../shared/signed.sh"
sed -i 's/^for_each.*/for_each: {fact: dockerfile_stage}/; s/^require.*/require: {image: {starts_with: registry.acme.example\/}}/' .bylaw/rules/ACM001-no-images.yml
policy '{approvals: 1, separation_of_duties: [approver!=author_of_finding_lines]}'
for number in 1 2 3 4 5; do record $number '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30; done
sed -i 's/legacy4\/\*\*/legacy1\/**/' .bylaw/exceptions/EXC-2026-0004.yml
fill() { for number in $(seq "$2"); do mkdir -p "$1/$number"; printf 'FROM alpine AS a\nFROM alpine\n' > "$1/$number/Dockerfile"; done; }
fill legacy1 18; fill legacy2 20; fill legacy3 1; fill legacy5 2
rm legacy3/Dockerfile legacy5/Dockerfile
git add -A; as dev 2026-07-01 git commit -qm 'by dev'
