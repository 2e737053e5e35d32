. "$CASE/../../facts/exception-history/repo.sh"
printf 'exceptions: {max_renewals: 2, max_days: {medium: 80}, budget: {per_repo: 3, per_owner: 9}}\n' >> .bylaw/policies/acme.yml
git remote add origin https://forge.test/acme/pay.git
more() { # number, path, approver, from, expires, more
    printf 'bylaw: 1\nid: EXC-2026-000%s\nrules: [ACM001]\nscope: {paths: [%s]}\njustification: "Nobody <b>knows</b> the reason of it | any more, but for =1+1 and @acme."\nowner: "@acme/pay"\nrequested_by: dev@acme.example\napprovals: [{by: %s, on: 2026-06-28}]\nvalid_from: %s\nexpires: %s\n%s\n' "$@" > .bylaw/exceptions/EXC-2026-000"$1".yml
}
more 5 legacy/Dockerfile cto@acme.example 2026-07-01 2026-08-15 'review_by: 2026-07-10'
more 6 'gone/**' cto@acme.example 2026-07-01 2026-08-15 'ticket: https://jira.test/PAY-7'
more 7 'later/**' dev@acme.example 2026-08-01 2026-08-31 'category: vendor-dependency'
more 8 'over/**' cto@acme.example 2026-06-01 2026-07-10 'tags: [old]'
commit 2026-07-20 'exceptions: more of them'
rm -r ../shallow
git clone -q --depth 2 "file://$PWD" ../shallow
