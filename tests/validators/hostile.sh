# A repository whose names and values try to be more than text: commands of runners,
# ends of tags, formulas, mentions, escape sequences, marks of direction, bytes that
# are no UTF-8.
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions hostile
put() { mkdir -p "hostile/$(dirname -- "$1")"; printf 'x\n' >"hostile/$1"; }
put "$(printf 'a\n::error::owned\n##vso[task.complete result=Failed;]owned')"
put "$(printf '\r::set-output name=a::b')"
put '=cmd|calc!A1 @everyone #1 !1 GH-1 www.owned.test <b>'
put "$(printf ']]><')/failure><owned a=\"b'c\">&amp;"
put "$(printf '\033[2J\033[31m\342\200\256txt.owned\033]0;owned\007')"
put '%0A::error::owned%0D%AZP250A;a=b],c:d'
put "$(printf 'no\377utf8')"
put '::stop-commands::owned'
put "$(printf 'x%.0s' {1..200})/$(printf '@%.0s' {1..200})"
cat >values.yml <<'Y'
- "=cmd|' /C calc'!A0"
- "+1"
- "-1"
- "@user @acme/team"
- "\t=1"
- "\r\n::error file=a::owned"
- "##[error]owned ##vso[task.setvariable variable=a]b"
- "]]></failure><owned/>"
- "\e[2J\e[31m\u202eowned\u2066"
- "\0\u0085\u2028\ufeff"
- "a\"b,c;d|e`f<g>&lt;"
- "%0A::error::owned%0A##vso[task.complete]"
- "\\n\\u0000{owned}"
- "[owned](javascript:alert(1)) ![x](https://owned.test/x)"
- "owned 7\n# HELP owned x\nowned 1"
- "acme/pay#12 acme/pay@b763cabe4929 ~label %1 $1 &1 ^1 [vulnerability:1] @{0a1b2c3d} @\"Jane\""
- "</td></tr></table><!-- owned <![CDATA[ <details><summary>&#64;user &commat;user &lt;b&gt;"
- "${{ owned }} {{ owned }} {% owned %} $(owned) `owned` %SYSTEMROOT%"
Y
cat >.bylaw/rules/ACM001-names.yml <<'Y'
bylaw: 1
id: ACM001
name: no-hostile-names
title: "::error:: ##vso[task.complete] ]]> =cmd @user"
severity: high
tags: [security]
controls: [ssdf-1.1/PW.4.1]
why: "::error:: ##vso[task.complete] ]]> =cmd @user"
fix: "##vso[task.complete] ::error:: ]]> =cmd @user"
for_each: {files: 'hostile/**'}
require: {path: never}
on_empty: pass
message: "{path}"
Y
cat >.bylaw/rules/ACM002-values.yml <<'Y'
bylaw: 1
id: ACM002
name: no-hostile-values
title: No hostile values
severity: medium
tags: [security]
why: They hurt writers that do not escape.
fix: Remove them.
for_each: {document: values.yml, select: '$[*]'}
require: {value: never}
on_empty: pass
message: "{value}"
Y
cat >.bylaw/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.2.3
title: What acme keeps
owner: acme
rules: [ACM001, {rule: ACM002, enforcement: warn}]
Y
printf 'bylaw: 1\npolicies: [acme]\n' >.bylaw.yml
cat >.bylaw/exceptions/one.yml <<'Y'
- id: EXC-2026-0001
  rules: [ACM001]
  scope: {paths: ["hostile/=cmd*"]}
  justification: "::error::owned ##vso[task.complete] ]]> =cmd @user \e[2J \u202e and more, until it is renamed."
  owner: "=cmd @user ]]> ##vso[task.complete]"
  requested_by: dev@acme.test
  approvals: [{by: cto@acme.test, on: 2026-05-01}]
  valid_from: 2026-05-01
  expires: 2026-06-20
Y
git add -A
GIT_AUTHOR_DATE=2026-01-01T00:00:00Z GIT_COMMITTER_DATE=2026-01-01T00:00:00Z git commit -qm first
git remote add origin https://forge.test/acme/hostile.git
