. "$CASE/../../shared/governed.sh"
printf "bylaw: 1\npolicies: [acme, builtin:exceptions]\n" > .bylaw.yml
printf "* @acme/all\n/src/ @acme/pay\n" > CODEOWNERS
mkdir src
echo x > src/a.c
git add -A
git commit -qm base
git branch -f base
config="$(printf 'bylaw: 1\npolicies: []\n' | git hash-object -w --stdin)"
add() { git update-index --add --cacheinfo "100644,$config,$1"; }
add .Bylaw.yml
add .BYLAW/policies/acme.yml
add "$(printf '.bylaw\342\200\213.yml')"
add "$(printf '.bylaw.yml\342\200\256lmy.')"
add "$(printf 'src/\342\201\246b\342\200\217.c\357\273\277')"
add "$(printf '.bylaw/exceptions/\342\200\256one.yml')"
printf '/src/ @acme/other\342\200\256\n* @acme/all\342\200\213\n' > CODEOWNERS
mkdir -p .bylaw/exceptions
cat > .bylaw/exceptions/two.yml <<Y
bylaw: 1
id: EXC-2026-0002
rules: [ACM001]
scope: {paths: ["src/\u202e\u2066*.c"]}
justification: "The vendor builds this service \u202e until the migration in September."
owner: "eve\u200b\u202e@acme.test"
requested_by: b@acme.test
approvals: [{by: c@acme.test, on: 2026-05-01}]
valid_from: 2026-05-01
expires: 2026-12-31
Y
printf "bylaw: 1\npolicies: [acme]\nrules: [{rule: ACM001, severity: low, for_paths: ['\342\200\256x/**']}]\npolcy\342\200\256: x\n" > .bylaw.yml
git add CODEOWNERS .bylaw.yml .bylaw/exceptions/two.yml
git commit -qm head
git reset -q --hard
