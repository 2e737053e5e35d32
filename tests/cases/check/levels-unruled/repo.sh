. "$CASE/../../shared/ladder.sh"
cat >../policy/policies/ladder.yml <<'END'
bylaw: 1
policy: ladder
title: How mature a service is
owner: platform
rules: [ACM001, ACM002]
levels:
  - {level: bronze, rules: [ACM001]}
  - {level: gold, rules: [ACM003, ACM009, ACM002]}
END
