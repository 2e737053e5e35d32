# Sourced by templates.sh: the hooks, put where git runs them.
server=$work/server.git
git clone -q --bare "$repository" "$server"
git -C "$server" update-ref -d refs/heads/change
cp "$templates/hooks/pre-receive" "$server/hooks/"
clone=$work/clone
git clone -q "$server" "$clone"
cd "$clone"
push() { git push -q origin "$@"; }
refused() { ! git push -q origin "$@"; }
head_of() { git -C "$server" rev-parse "$1"; }
touch fine; git add -A; git commit -qm fine
held 'pre-receive: what is well is taken' push main
touch bad; git add -A; git commit -qm bad
held 'pre-receive: what is not is refused' refused main
told() { ! git push origin main >"$work/told" 2>&1 && cat "$work/told" && grep -q "'bad' is bad" "$work/told" && grep -q 'the push is not taken' "$work/told"; }
held 'pre-receive: it says why' told
untouched() { [[ $(head_of main) == $(git rev-parse HEAD~1) ]]; }
held 'pre-receive: the branch stays' untouched
sed -i 's/bad\*/good*/' .bylaw/rules/ZZZ001-bad.yml; git commit -qam weaker
held 'pre-receive: a weaker policy does not judge the push that brings it' refused main
held 'pre-receive: another branch is not judged' push main:refs/heads/other
held 'pre-receive: a tag is not judged' push main:refs/tags/main
held 'pre-receive: a branch is removed' push :other
git -C "$server" config --add bylaw.branch main; git -C "$server" config --add bylaw.branch release
held 'pre-receive: a branch that is named is judged' refused 'HEAD~1:refs/heads/release'
held 'pre-receive: a first push brings its own policy' push 'HEAD:refs/heads/release'
held 'pre-receive: a branch that is judged is not removed' refused ':refs/heads/release'
git -C "$server" config bylaw.program "$work/nothing"
held 'pre-receive: without a program nothing is taken' refused 'HEAD~2:refs/heads/release' --force

git -C "$server" config bylaw.program "$work/bin/bylaw"
rm "$server/hooks/pre-receive"
git reset -q --hard origin/main
cp "$templates/hooks/pre-push" .git/hooks/
touch well; git add -A; git commit -qm well
held 'pre-push: what is well goes' push main
touch bad; git add -A; git commit -qm bad
held 'pre-push: what is not stays' refused main
sed -i 's/bad\*/good*/' .bylaw/rules/ZZZ001-bad.yml; git commit -qam weaker
held 'pre-push: the base is what the remote has' refused main
held 'pre-push: a branch is removed' push :release
rm .git/hooks/pre-push; git reset -q --hard origin/main

cp "$templates/hooks/pre-commit" .git/hooks/
touch bad; git add -A
commit() { git commit -qm "$1"; }
not_committed() { ! commit "$1"; }
held 'pre-commit: what is not well stays' not_committed bad
git rm -q --cached bad
held 'pre-commit: only what is staged is judged' git commit -qm staged --allow-empty
rm .git/hooks/pre-commit bad

# pre-commit, the framework: it reads the list of hooks and runs them. Debian's is
# older than the names of stages that 3.2 brought, and knows them by others.
mkdir "$work/hooks"
sed 's/^\(  minimum_pre_commit_version:\) 3\.2\.0$/\1 3.0.0/; s/stages: \[pre-/stages: [/' "$top/.pre-commit-hooks.yaml" >"$work/hooks/.pre-commit-hooks.yaml"
held '.pre-commit-hooks.yaml: validate-manifest' pre-commit validate-manifest "$work/hooks/.pre-commit-hooks.yaml"
(cd "$work/hooks" && git init -q && git add -A && git commit -qm hooks)
framework() { pre-commit try-repo "$work/hooks" "$1" --all-files --verbose --hook-stage "${2:-commit}"; }
broken() { ! framework "$@"; }
held 'pre-commit bylaw: what is well passes' framework bylaw
held 'pre-commit bylaw-push: what is well passes' framework bylaw-push push
held 'pre-commit bylaw-policy: what is well passes' framework bylaw-policy
touch bad; git add -A
held 'pre-commit bylaw: what is not does not' broken bylaw
git commit -qm bad
held 'pre-commit bylaw-push: what is not does not' broken bylaw-push push
echo 'rules: {' >>.bylaw/policies/mine.yml; git add -A
held 'pre-commit bylaw-policy: what is not does not' broken bylaw-policy
