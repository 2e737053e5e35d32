. "$CASE/../../shared/governed.sh"
echo more >> README.md
git commit -qam head
git -c advice.graftFileDeprecated=false clone -q . ../replaced
cd ../replaced
git branch -q base origin/base
new=$(git commit-tree -m x "$({ git ls-tree base | grep -v -F .bylaw; printf '100644 blob %s\t.bylaw.yml\n' "$(printf 'bylaw: 1\npolicies: []\n' | git hash-object -w --stdin)"; } | git mktree)")
git replace base "$new"
git replace main "$new"
git replace "$(git --no-replace-objects rev-parse base:.bylaw/policies/acme.yml)" "$(printf 'bylaw: 1\npolicy: acme\ntitle: x\nowner: x\nrules: [ACM002]\n' | git --no-replace-objects hash-object -w --stdin)"
git -C ../repo clone -q . ../grafted
git -C ../grafted branch -q base origin/base
git -C ../grafted rev-parse main > ../grafted/.git/info/grafts
git -C ../repo clone -q . ../cut
git -C ../cut branch -q base origin/base
git -C ../cut rev-parse main > ../cut/.git/shallow
cd ../repo
mkdir ../evil
printf '#!/bin/sh\ntouch %s/owned\n' "$(realpath ..)" > ../evil/run
chmod +x ../evil/run
evil=$(realpath ../evil)/run
git clone -q . ../configured
cd ../configured
git branch -q base origin/base
echo changed >> README.md
printf '* filter=evil diff=evil merge=evil\n' | tee .gitattributes ../evil/attributes > .git/info/attributes
for hook in pre-commit post-checkout post-index-change reference-transaction fsmonitor-watchman; do cp "$evil" .git/hooks/$hook; done
cat >> .git/config <<C
[core]
	fsmonitor = $evil
	hooksPath = ../evil
	pager = $evil
	editor = $evil
	sshCommand = $evil
	askPass = $evil
	attributesFile = ../../evil/attributes
	worktree = /etc
	alternateRefsCommand = $evil
[filter "evil"]
	clean = $evil
	smudge = $evil
	process = $evil
	required = true
[diff]
	external = $evil
[diff "evil"]
	textconv = $evil
	command = $evil
[gpg]
	program = $evil
[remote "origin"]
	url = ext::$evil
	promisor = true
	partialclonefilter = blob:none
[include]
	path = /dev/zero
[includeIf "gitdir:/"]
	path = ../../evil/more
C
