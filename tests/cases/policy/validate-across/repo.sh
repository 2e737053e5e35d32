# Mistakes that take more than one file.
rule() { # FILE ID
    mkdir -p "$(dirname "$1")"
    printf 'bylaw: 1\nid: %s\nname: example\ntitle: An example\nseverity: low\nwhy: It is good for us.\nfix: Mend what is told.\nparams: {label: {type: text, default: a}}\nfor_each: repository\nrequire: {lifecycle: $params.label}\nplace: [README.md]\nmessage: It is not.\n' "$2" >"$1"
}
policy() { # FILE NAME RULES
    mkdir -p "$(dirname "$1")"
    printf 'bylaw: 1\npolicy: %s\ntitle: T\nowner: o\nrules: %s\n' "$2" "$3" >"$1"
}
record() { # FILE ID RULE
    mkdir -p "$(dirname "$1")"
    printf 'bylaw: 1\nid: %s\nrules: [%s]\ncategory: waiver\njustification: The vendor signs its images from release 4 on, in spring.\nscope: {paths: [a]}\nowner: o\nrequested_by: o\nvalid_from: 2026-03-02\nexpires: 2026-06-01\n' "$2" "$3" >"$1"
}
rule ids/rules/one.yml ACM001; rule ids/rules/two.yml ACM001
policy names/policies/one.yml same '[SDL001]'; policy names/policies/two.yml same '[SDL001]'
rule values/rules/one.yml ACM001
policy values/policies/one.yml one '[{rule: ACM001, params: {label: b}}]'
policy values/policies/two.yml two '[{rule: ACM001, params: {label: c}}]'
rule unused/rules/one.yml ACM001; rule unused/rules/two.yml ACM002; policy unused/policies/one.yml one '[ACM001]'
policy locked/policies/one.yml one '[{rule: SDL009, severity: high, lock: severity}]'
mkdir -p nearer; printf 'bylaw: 1\nrules: [{rule: SDL009, severity: low}]\n' >nearer/.bylaw.yml
mkdir -p empty/rules; echo '# later' >empty/rules/one.yml
record twice/.bylaw/exceptions/one.yml EXC-2026-0001 SDL009; record twice/.bylaw/exceptions/two.yml EXC-2026-0001 SDL009
policy kept/.bylaw/policies/one.yml one '[SDL003]'; echo 'exceptions: {non_waivable: [SDL003]}' >>kept/.bylaw/policies/one.yml
record kept/.bylaw/exceptions/one.yml EXC-2026-0001 SDL003
