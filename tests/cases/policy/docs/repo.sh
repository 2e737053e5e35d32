mkdir -p ../governance/rules ../governance/policies
cat >../governance/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: platform
enforcement: warn
rules: [ACM001, {rule: ACM002, severity: info, enforcement: block}]
exceptions: {max_days: {high: 14}, approvals: 2, non_waivable: [ACM002]}
Y
cat >../governance/policies/strict.yml <<'Y'
bylaw: 1
policy: strict
version: 1.0.0
title: What acme keeps where it is careful
owner: platform
extends: [acme]
enforcement: block
rules: [{rule: ACM001, severity: critical}]
exceptions: {max_days: {critical: 7}}
Y
# Texts that a careless page would take for markup.
cat >../governance/rules/ACM001-own-guide.yml <<'Y'
bylaw: 1
id: ACM001
name: own-guide
title: "a guide is *ours* | not <b>theirs</b>, see [x](https://evil.test)"
severity: high
tags: [own-guide]
why: |
  # no heading
  Use `a|b` and "$HOME", not <script>alert(1)</script>.
fix: "1. write `docs/guide.md`; 2. ask @acme/docs"
controls: [soc2-2017/CC8.1, ssdf-1.1/PW.9.1]
references: ["https://acme.test/guide", "javascript:alert(1)"]
params:
  words: {type: regex, default: 'ours|acme', why: "What | it says."}
  ignore: {type: list of glob, default: ['vendor/**', 'third_party/**', 'node_modules/**', 'examples/**'], stricter: shorter, why: Nobody's.}
for_each: {files: 'docs/*.md'}
where: {path: {not: {glob: $params.ignore}}}
require: {exists: {text: 'docs/*.md', match: $params.words}}
on_empty: not_applicable
message: "'{path}' is | of nobody."
Y
cat >../governance/rules/ACM001-own-guide.test.yml <<'Y'
bylaw: 1
rule: ACM001
worlds:
  - name: ours
    kind: passes
    files: {docs/guide.md: "ours\n"}
    expect: {verdict: pass}
  - name: a *guide* with a fence
    kind: fails
    files:
      docs/guide.md: |
        ```sh
        make
        ```
    expect: {verdict: fail, findings: [{path: docs/guide.md, line: 1}]}
  - name: the word stands elsewhere
    kind: near_miss
    files: {README.md: ours, docs/guide.md: "x\n"}
    expect: {verdict: fail, findings: [{path: docs/guide.md, line: 1}]}
  - name: nobody's
    kind: near_miss
    files: {vendor/docs/guide.md: "x\n", docs/a.md: "acme\n"}
    expect: {verdict: pass}
  - name: words of a template
    kind: theatre
    summary: It reads well | and says nothing.
    files: {docs/guide.md: "# Guide\n\nWrite here what is yours.\n"}
    expect: {verdict: fail, findings: [{path: docs/guide.md, line: 1}]}
  - name: no guide
    kind: not_applicable
    files: {README.md: x}
    expect: {verdict: not_applicable}
Y
cat >../governance/rules/ACM002-untested.yml <<'Y'
bylaw: 1
id: ACM002
name: untested
title: There is a notice
severity: low
why: It is asked for.
fix: Write one.
stability: deprecated
deprecated_on: 2999-01-01
removed_on: 2999-12-31
replaced_by: ACM001
for_each: repository
require: {exists: {files: NOTICE}}
place: [NOTICE]
message: There is no notice.
Y
