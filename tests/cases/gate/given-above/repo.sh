# The folder that holds the work tree is given: what the head has below it is read, too, but for
# a folder that keeps its policies in a folder of their own.
. "$CASE/../../shared/governed.sh"
cp .bylaw/policies/acme.yml .bylaw/rules/* ..
git rm -rq .bylaw .bylaw.yml; git commit -qam base; git branch -f base
mkdir grants
cat > grants/EXC-2098-0001.yml <<'Y'
bylaw: 1
id: EXC-2098-0001
rules: [ACM001]
scope: {paths: ['**']}
justification: The vendor builds this service on Alpine until the migration in September.
owner: pay@acme.test
requested_by: dev@acme.test
approvals: [{by: cto@acme.test, on: 2098-12-01}]
valid_from: 2098-12-01
expires: 2099-02-28
Y
printf "bylaw: 1\npolicy: soft\ntitle: Soft\nowner: dev\nextends: [acme]\nrules: [{rule: ACM001, enforcement: advisory}, {rule: ACM002, enforcement: advisory}]\n" > grants/soft.yml
git add -A; git commit -qm head
