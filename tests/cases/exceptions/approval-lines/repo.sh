. "$CASE/../../shared/signed.sh"
sed -i 's/^for_each.*/for_each: {fact: dockerfile_stage}/; s/^require.*/require: {image: {starts_with: registry.acme.example\/}}/' .bylaw/rules/ACM001-no-images.yml
policy '{approvals: 1, separation_of_duties: [approver!=author_of_finding_lines]}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
record 2 '{by: CTO@acme.test, on: 2026-07-01}' 2026-09-30
record 3 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
record 4 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
record 5 '{by: cto@acme.test, on: 2026-07-01}, {by: ciso@acme.test, on: 2026-07-01}' 2026-09-30
record 6 '{by: "@acme/cto", on: 2026-07-01}' 2026-09-30
record 7 '{by: cto@acme.test, on: 2026-07-01}' 2026-09-30
rm legacy2/Dockerfile legacy4/Dockerfile legacy7/Dockerfile
git add -A; as dev 2026-07-01 git commit -qm 'by dev'
# his own line; the one above it is of somebody else
printf '# base\nFROM debian\n' > legacy2/Dockerfile
# his line lies beside the one that is excused
printf 'FROM alpine\nRUN true\n' > legacy3/Dockerfile
git add -A; as cto 2026-07-02 git commit -qm 'by cto'
sed -i 's/base/the base/' legacy2/Dockerfile
git add -A; as dev 2026-07-03 git commit -qm 'by dev'
# on a branch, then merged by somebody else; and moved by somebody else
git checkout -qb topic; printf 'FROM alpine\nRUN a\nRUN b\nRUN c\nRUN d\n' > legacy4/Dockerfile
printf 'FROM debian\nRUN false\n' > legacy5/Dockerfile
git add -A; as cto 2026-07-04 git commit -qm 'by cto'
git checkout -q main; as dev 2026-07-05 git commit -q --allow-empty -m 'main goes on'
as dev 2026-07-06 git merge -q --no-ff -m merge topic
git mv legacy4/Dockerfile legacy7/Dockerfile; as dev 2026-07-06 git commit -qm 'moved'
