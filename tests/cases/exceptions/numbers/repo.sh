# Every number of the report can be counted by hand: see the comments.
on() { # DAY HOUR: commits everything on it
    git add -A
    GIT_COMMITTER_DATE="$1T${2-12}:00:00Z" git commit -qm "$1"
}
rule() { # ID SEVERITY FOLDER
    cat > ".bylaw/rules/$1-own-images.yml" <<Y
bylaw: 1
id: $1
name: own-images
title: The images of $3 are our own
severity: $2
why: W.
fix: F.
for_each: {fact: dockerfile_stage}
where: {final: true, path: {matches: ^$3/}}
require: {image: {starts_with: registry.acme.example/}}
on_empty: not_applicable
message: "'{path}' ships '{image}'."
Y
    mkdir "$3"
}
record() { # ID RULES PATHS FROM EXPIRES APPROVER MORE
    cat > ".bylaw/exceptions/EXC-2024-$1.yml" <<Y
bylaw: 1
id: EXC-2024-$1
rules: [$2]
scope: {paths: [$3]}
justification: The vendor builds what number $1 is about on Alpine until the migration.
owner: pay@acme.test
requested_by: dev@acme.test
approvals: [{by: $6, on: $4}]
valid_from: $4
expires: $5
${7-}
Y
}
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions
rule ACM001 medium m
rule ACM002 critical c
rule ACM003 low l
rule ACM004 high h
cat > .bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
title: Acme
owner: platform
rules: [ACM001, ACM002, ACM003, {rule: ACM004, effective_from: 2024-03-20}]
exceptions:
  max_days: {critical: 30, high: 90, medium: 180, low: 365}
  approvals: 1
  budget: {per_repo: 10}
Y
printf 'bylaw: 1\npolicies: [acme]\n' > .bylaw.yml
for folder in m/1 m/2 m/3 c/1 l/1 h/1; do mkdir $folder; echo 'FROM alpine:3' > $folder/Dockerfile; done
# ends on a leap day
record 0001 ACM001 'm/1/**' 2023-12-01 2024-02-29 cto@acme.test
on 2023-12-01
# the first is over and excuses what the second does now: nothing fails
record 0003 ACM001 'm/2/**' 2023-12-05 2024-01-31 cto@acme.test
on 2023-12-05
# too long, and matches nothing: 180 days end on 2024-06-16
record 0009 ACM001 'm/9/**' 2023-12-20 2024-12-18 cto@acme.test
on 2023-12-20
# 30 days of the critical rule are over, 365 of the low one are not
record 0002 ACM002,ACM003 'c/**, l/**' 2024-01-01 2024-12-30 cto@acme.test
on 2024-01-01
record 0004 ACM001 'm/2/**' 2024-02-01 2024-03-31 cto@acme.test 'supersedes: EXC-2024-0003'
# lapses before its rule is in force, which is before the quarter ends
record 0008 ACM004 'h/**' 2024-02-01 2024-03-10 cto@acme.test
record 0005 ACM001 'm/3/**' 2024-02-01 2024-07-01 cto@acme.test
on 2024-02-01
# shortened: it is 10 days old on 2024-02-10 all the same; and another goes on before it ends
record 0005 ACM001 'm/3/**' 2024-02-01 2024-03-15 cto@acme.test
record 0006 ACM001 'm/3/*file' 2024-03-10 2024-05-31 cto@acme.test
on 2024-02-03
# a waiver in a comment is as old as the commit that wrote its end: 7 days
mkdir m/4
printf '# bylaw:ignore ACM001 until=2024-03-31 reason="The vendor builds this on Alpine until the migration."\nFROM alpine:3\n' > m/4/Dockerfile
on 2024-02-04
# renewed and removed on one day, in this order
record 0010 ACM001 'm/8/**' 2024-02-06 2024-02-20 cto@acme.test
on 2024-02-06 08
record 0010 ACM001 'm/8/**' 2024-02-06 2024-02-25 cto@acme.test
on 2024-02-06 09
rm .bylaw/exceptions/EXC-2024-0010.yml
on 2024-02-06 10
