. "$CASE/../../shared/ladder.sh"
cat >../policy/policies/ladder.yml <<'END'
bylaw: 1
policy: ladder
title: How mature a service is
owner: platform
controls: [soc2/CC1.1, soc2-2017/CC10.1, 'iso27001-2022/B.*', 'ssdf-1.1/PW.4.1', 'ssdf-1.1/PW.4.1']
levels:
  - {level: bronze, rules: [ACM001]}
  - {level: Silver, rules: [ACM01]}
  - {level: bronze, rules: [], expect: all}
END
cat >../policy/policies/other.yml <<'END'
bylaw: 1
policy: other
title: Nothing is asked for
owner: platform
END
