#include "rows.h"

static void an_action_runs_beside_its_files(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps: [{uses: ./tools/scan}]\n");
    world_add(&world, "tools/scan/action.yml",
              "runs:\n  using: composite\n  steps:\n"
              "    - run: cd ${{ github.action_path }}/web && npm audit\n      shell: bash\n"
              "    - run: cd \"$GITHUB_ACTION_PATH\" && snyk test\n      shell: bash\n"
              "    - run: trivy fs .\n      shell: bash\n"
              "      working-directory: ${{ github.action_path }}\n"
              "    - run: cd ${{ github.action_ref }} && grype dir:.\n      shell: bash\n");
    assert_string_equal(world_rows(&world, "invocation", "name directory variables"),
                        "tools/scan/action.yml:4 npm tools/scan/web none\n"
                        "tools/scan/action.yml:6 snyk tools/scan none\n"
                        "tools/scan/action.yml:8 trivy tools/scan none\n"
                        "tools/scan/action.yml:11 grype unknown none\n");
    world_end(&world);
}

static void sees_what_a_workflow_runs(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: {pull_request: {paths: ['web/**']}}\n"
              "env: {LEVEL: HIGH}\n"
              "jobs:\n"
              "  scan:\n"
              "    container: node:22\n"
              "    steps:\n"
              "      - uses: aquasecurity/trivy-action@v1\n"
              "        with: {scan-type: fs}\n"
              "      - run: |\n"
              "          cd web\n"
              "          trivy fs --severity $LEVEL . || true\n"
              "        working-directory: src\n"
              "  off:\n"
              "    if: false\n"
              "    steps: [{run: snyk test}]\n"
              "  lax:\n"
              "    continue-on-error: true\n"
              "    steps: [{run: npm audit}]\n");
    assert_string_equal(
        world_rows(&world, "invocation", "job sort name version words inputs directory image"),
        ".github/workflows/ci.yml:5 scan image node 22 none none . node:22\n"
        ".github/workflows/ci.yml:7 scan action aquasecurity/trivy-action v1 none"
        " scan-type=fs . node:22\n"
        ".github/workflows/ci.yml:11 scan command trivy none"
        " trivy, fs, --severity, HIGH, . none src/web node:22\n"
        ".github/workflows/ci.yml:11 scan command true none true none src/web"
        " node:22\n"
        ".github/workflows/ci.yml:15 off command snyk none snyk, test none . none\n"
        ".github/workflows/ci.yml:18 lax command npm none npm, audit none . none\n");
    assert_string_equal(
        world_rows(&world, "invocation", "name activation blocking advisory_reason events paths"),
        ".github/workflows/ci.yml:5 node automatic true none pull_request web/**\n"
        ".github/workflows/ci.yml:7 aquasecurity/trivy-action automatic true none pull_request"
        " web/**\n"
        ".github/workflows/ci.yml:11 trivy automatic false `|| true` stands behind it pull_request"
        " web/**\n"
        ".github/workflows/ci.yml:11 true automatic true none pull_request web/**\n"
        ".github/workflows/ci.yml:15 snyk disabled true none pull_request web/**\n"
        ".github/workflows/ci.yml:18 npm automatic false continue-on-error is true pull_request"
        " web/**\n");
    world_end(&world);
}

static void other_shells_have_their_own_ways(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    runs-on: windows-latest\n    steps:\n"
              "      - run: |\n          npm audit\n          npm test\n"
              "      - {shell: bash, run: npm ci}\n"
              "      - {shell: cmd, run: 'npm audit || exit /b 1'}\n"
              "      - run: foreach ($d in $all) { npm run scan }\n"
              "      - run: npm 'audit\n"
              "  b:\n    runs-on: ${{ matrix.os }}\n"
              "    strategy: {matrix: {os: [windows-latest, ubuntu-latest]}}\n    steps:\n"
              "      - run: npm audit || true\n"
              "      - {shell: pwsh, run: \"& 'npm' audit\"}\n");
    world_add(&world, "azure-pipelines.yml",
              "trigger: [main]\npool: {vmImage: windows-latest}\nsteps:\n"
              "- script: |\n    npm audit\n    npm test\n- powershell: npm audit; exit 0\n");
    assert_string_equal(world_rows(&world, "invocation", "words blocking"),
                        ".github/workflows/ci.yml:7 npm, audit false\n"
                        ".github/workflows/ci.yml:8 npm, test true\n"
                        ".github/workflows/ci.yml:9 npm, ci true\n"
                        ".github/workflows/ci.yml:10 npm, audit true\n"
                        ".github/workflows/ci.yml:11 npm, run, scan unknown\n"
                        ".github/workflows/ci.yml gap\n"
                        ".github/workflows/ci.yml:12 npm, audit true\n"
                        ".github/workflows/ci.yml:17 npm, audit false\n"
                        ".github/workflows/ci.yml:17 true true\n"
                        ".github/workflows/ci.yml:18 npm, audit true\n"
                        "azure-pipelines.yml:5 npm, audit false\n"
                        "azure-pipelines.yml:6 npm, test true\n"
                        "azure-pipelines.yml:7 npm, audit false\n");
    world_end(&world);
}

static void follows_scripts_of_power_shell(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    runs-on: windows-latest\n    steps:\n"
              "      - run: .\\ci\\scan.ps1 -All\n"
              "      - {shell: bash, run: pwsh -NoProfile -File ci/scan.ps1}\n");
    world_add(&world, "ci/scan.ps1", "Write-Host 'npm ci'\nnpm audit\nnpm test\n");
    world_add(&world, "azure-pipelines.yml",
              "trigger: [main]\npool: {vmImage: windows-latest}\nsteps:\n"
              "- script: |\n    set -euo pipefail\n    npm audit\n");
    assert_string_equal(world_rows(&world, "invocation", "words blocking"),
                        ".github/workflows/ci.yml:6 scan.ps1, -All true\n"
                        ".github/workflows/ci.yml:7 pwsh, -NoProfile, -File, ci/scan.ps1 true\n"
                        "ci/scan.ps1:2 npm, audit false\n"
                        "ci/scan.ps1:3 npm, test true\n");
    world_end(&world);
}

static void follows_callers(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(
        &world, ".github/workflows/scan.yml",
        "on: workflow_call\njobs:\n  scan:\n    steps:\n      - uses: ./.github/actions/scan\n");
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  call:\n    uses: ./.github/workflows/scan.yml\n");
    world_add(&world, ".github/workflows/lonely.yml",
              "on: workflow_call\njobs:\n  scan:\n    steps: [{run: snyk test}]\n");
    world_add(&world, ".github/workflows/hand.yml",
              "on: workflow_dispatch\njobs:\n  scan:\n    steps: [{run: gitleaks git}]\n");
    world_add(&world, ".github/workflows/tag.yml",
              "on: {push: {tags: ['v*']}}\njobs:\n  scan:\n    steps: [{run: grype .}]\n");
    world_add(&world, ".github/workflows/old.yml",
              "on: {push: {branches: [legacy]}}\njobs:\n  scan:\n    steps: [{run: mend dep}]\n");
    world_add(&world, ".github/actions/scan/action.yml",
              "runs:\n  using: composite\n  steps:\n    - run: trivy fs .\n      shell: bash\n");
    assert_string_equal(
        world_rows(&world, "invocation", "name activation activation_reason events releases"),
        ".github/actions/scan/action.yml:4 trivy automatic none push false\n"
        ".github/workflows/hand.yml:4 gitleaks manual only a person starts it workflow_dispatch "
        "false\n"
        ".github/workflows/lonely.yml:4 snyk disabled only other workflows start it none false\n"
        ".github/workflows/old.yml:4 mend disabled its events name other branches than the default"
        " one none false\n"
        ".github/workflows/tag.yml:4 grype automatic none tag true\n");
    world_end(&world);
}

static void follows_scripts_of_the_repository(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n      - run: make -C app scan\n"
              "      - run: npm run audit\n      - run: ./ci/scan.sh || true\n");
    world_add(&world, "app/Makefile", "scan: prepare\n\t-grype dir:.\nprepare:\n\tsyft .\n");
    world_add(&world, "package.json", "{\"scripts\":\n{\"audit\": \"npm audit --omit=dev\"}}\n");
    world_add(&world, "ci/scan.sh", "#!/bin/sh -e\n\ntrivy fs .\n./ci/scan.sh\n");
    assert_string_equal(world_rows(&world, "invocation", "words directory advisory_reason"),
                        ".github/workflows/ci.yml:5 make, -C, app, scan . none\n"
                        ".github/workflows/ci.yml:6 npm, run, audit . none\n"
                        ".github/workflows/ci.yml:7 scan.sh . `|| true` stands behind it\n"
                        ".github/workflows/ci.yml:7 true . none\n"
                        "app/Makefile:2 grype, dir:. app make ignores its failure (`-`)\n"
                        "app/Makefile:4 syft, . app none\n"
                        "ci/scan.sh:3 trivy, fs, . . `|| true` stands behind it\n"
                        "ci/scan.sh:4 scan.sh . `|| true` stands behind it\n"
                        "package.json:2 npm, audit, --omit=dev . none\n");
    world_end(&world);
}

static const char hooks[] =
    "repos:\n"
    "  - repo: https://github.com/gitleaks/gitleaks\n"
    "    rev: v8.18.0\n"
    "    hooks: [{id: gitleaks}, {id: gitleaks-docker, stages: [manual]}]\n"
    "  - repo: local\n"
    "    hooks: [{id: mine, name: x, entry: npx audit-ci --high, language: system}]\n";

static void reads_hooks(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".pre-commit-config.yaml", hooks);
    assert_string_equal(
        world_rows(&world, "invocation", "sort name words version activation"),
        ".pre-commit-config.yaml:4 hook https://github.com/gitleaks/gitleaks#gitleaks none v8.18.0"
        " manual\n"
        ".pre-commit-config.yaml:4 hook https://github.com/gitleaks/gitleaks#gitleaks-docker none"
        " v8.18.0 disabled\n"
        ".pre-commit-config.yaml:6 command audit-ci audit-ci, --high none manual\n"
        ".pre-commit-config.yaml:6 hook local#mine none none manual\n");
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n"
              "      - run: SKIP=mine pre-commit run --all-files\n");
    assert_string_equal(
        world_rows(&world, "invocation", "name system job activation"),
        ".github/workflows/ci.yml:5 pre-commit github a automatic\n"
        ".pre-commit-config.yaml:4 https://github.com/gitleaks/gitleaks#gitleaks pre_commit a"
        " automatic\n"
        ".pre-commit-config.yaml:4 https://github.com/gitleaks/gitleaks#gitleaks-docker pre_commit"
        " a disabled\n"
        ".pre-commit-config.yaml:6 audit-ci pre_commit none manual\n"
        ".pre-commit-config.yaml:6 local#mine pre_commit none manual\n");
    world_end(&world);
    world_start(&world);
    world_add(&world, ".pre-commit-config.yaml", hooks);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n"
              "      - run: prek run --color always --skip gitleaks --all-files\n");
    assert_string_equal(
        world_rows(&world, "invocation", "name job activation"),
        ".github/workflows/ci.yml:5 prek a automatic\n"
        ".pre-commit-config.yaml:4 https://github.com/gitleaks/gitleaks#gitleaks none manual\n"
        ".pre-commit-config.yaml:4 https://github.com/gitleaks/gitleaks#gitleaks-docker a"
        " disabled\n"
        ".pre-commit-config.yaml:6 audit-ci a automatic\n"
        ".pre-commit-config.yaml:6 local#mine a automatic\n");
    world_end(&world);
}

static void puts_the_matrix_in(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\n"
              "jobs:\n"
              "  scan:\n"
              "    strategy: {matrix: {dir: [api, web], include: [{dir: ops, os: linux}]}}\n"
              "    steps:\n"
              "      - run: trivy fs .\n"
              "        working-directory: ${{ matrix.dir }}\n"
              "      - run: grype dir:${{matrix.dir}}\n"
              "      - uses: aquasecurity/trivy-action@v1\n"
              "        with: {scan-ref: '${{ matrix.os }}'}\n"
              "      - run: snyk test ${{ matrix.none }}\n"
              "      - run: |\n"
              "          echo ${{ matrix.dir }}\n"
              "          grype .\n");
    assert_string_equal(
        world_rows(&world, "invocation", "name words inputs directory"),
        ".github/workflows/ci.yml:6 trivy trivy, fs, . none api\n"
        ".github/workflows/ci.yml:6 trivy trivy, fs, . none web\n"
        ".github/workflows/ci.yml:6 trivy trivy, fs, . none ops\n"
        ".github/workflows/ci.yml:8 grype grype, dir:api none .\n"
        ".github/workflows/ci.yml:8 grype grype, dir:web none .\n"
        ".github/workflows/ci.yml:8 grype grype, dir:ops none .\n"
        ".github/workflows/ci.yml:9 aquasecurity/trivy-action none scan-ref=linux .\n"
        ".github/workflows/ci.yml:11 snyk snyk, test, ${{ matrix.none }} none .\n"
        ".github/workflows/ci.yml:13 echo echo, api none .\n"
        ".github/workflows/ci.yml:13 echo echo, web none .\n"
        ".github/workflows/ci.yml:13 echo echo, ops none .\n"
        ".github/workflows/ci.yml:14 grype grype, . none .\n");
    world_end(&world);
}

static void is_the_same_for_every_system(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".gitlab-ci.yml",
              "scan:\n  image: aquasec/trivy:1\n  allow_failure: true\n"
              "  rules: [{if: $CI_PIPELINE_SOURCE == 'merge_request_event'}]\n"
              "  script:\n    - cd web\n    - trivy fs .\n"
              "by-hand:\n  when: manual\n  script: [snyk test]\n");
    world_add(&world, "bitbucket-pipelines.yml",
              "pipelines:\n  default:\n    - step: {script: [cd web, npm audit]}\n");
    world_add(&world, "azure-pipelines.yml",
              "trigger: [main]\nsteps:\n- script: npm audit\n- task: SnykSecurityScan@1\n"
              "  inputs: {testType: app}\n");
    world_add(&world, ".circleci/config.yml",
              "version: 2.1\norbs: {snyk: snyk/snyk@1.2.3}\njobs:\n  scan:\n"
              "    docker: [{image: node:22}]\n    steps: [snyk/scan, {run: npm audit}]\n"
              "workflows: {all: {jobs: [scan]}}\n");
    world_add(&world, "Jenkinsfile",
              "pipeline { agent any\n stages { stage('a') { steps {\n sh 'npm audit || true'\n"
              " snykSecurity(failOnIssues: false)\n } } } }\n");
    const char *rows = world_rows(&world, "invocation", "system sort name directory activation");
    static const char *const expected[] = {
        ".circleci/config.yml:6 circleci orb snyk/snyk/scan . automatic\n",
        ".circleci/config.yml:6 circleci command npm . automatic\n",
        ".gitlab-ci.yml:7 gitlab command trivy web automatic\n",
        ".gitlab-ci.yml:10 gitlab command snyk . manual\n",
        "Jenkinsfile:3 jenkins command npm . automatic\n",
        "Jenkinsfile:4 jenkins plugin snykSecurity . automatic\n",
        "azure-pipelines.yml:3 azure command npm . automatic\n",
        "azure-pipelines.yml:4 azure task SnykSecurityScan . automatic\n",
        "bitbucket-pipelines.yml:3 bitbucket command npm web automatic\n",
    };
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
        if (!strstr(rows, expected[i]))
            fail_msg("'%s' is not in\n%s", expected[i], rows);
    world_end(&world);
}

static void says_what_it_cannot_know(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml", "on: push\njobs: [\n");
    world_add(&world, ".github/workflows/other.yml",
              "on: push\njobs:\n  a:\n    steps: [{run: cd $X && trivy fs .}]\n");
    world_add(&world, ".pre-commit-config.yaml", "repos: 1\n");
    assert_string_equal(world_rows(&world, "invocation", "system name directory"),
                        ".github/workflows/ci.yml gap system=github\n"
                        ".github/workflows/other.yml:4 github trivy unknown\n");
    assert_string_equal(world_rows(&world, "hook", "id"), ".pre-commit-config.yaml gap\n");
    world_end(&world);
}

static void what_a_job_runs_again_has_one_row(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "ci/scan.sh", "ci/inner.sh\ntrivy fs $WHERE\n");
    world_add(&world, "ci/inner.sh", "snyk test\n");
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n"
              "      - run: ci/scan.sh one\n"
              "      - run: ci/scan.sh two\n"
              "      - {run: ci/scan.sh, env: {WHERE: web}}\n"
              "      - run: ci/scan.sh || true\n"
              "  b:\n    steps:\n      - run: ci/scan.sh\n");
    assert_string_equal(world_rows(&world, "invocation", "name job step words blocking"),
                        ".github/workflows/ci.yml:5 scan.sh a 1 scan.sh, one true\n"
                        ".github/workflows/ci.yml:6 scan.sh a 2 scan.sh, two true\n"
                        ".github/workflows/ci.yml:7 scan.sh a 3 scan.sh true\n"
                        ".github/workflows/ci.yml:8 scan.sh a 4 scan.sh false\n"
                        ".github/workflows/ci.yml:8 true a 4 true true\n"
                        ".github/workflows/ci.yml:11 scan.sh b 1 scan.sh true\n"
                        "ci/inner.sh:1 snyk a 1 snyk, test false\n"
                        "ci/inner.sh:1 snyk a 3 snyk, test false\n"
                        "ci/inner.sh:1 snyk b 1 snyk, test false\n"
                        "ci/scan.sh:1 inner.sh a 1 inner.sh false\n"
                        "ci/scan.sh:1 inner.sh a 3 inner.sh false\n"
                        "ci/scan.sh:1 inner.sh b 1 inner.sh false\n"
                        "ci/scan.sh:2 trivy a 1 trivy, fs, $WHERE true\n"
                        "ci/scan.sh:2 trivy a 3 trivy, fs, web true\n"
                        "ci/scan.sh:2 trivy a 4 trivy, fs, $WHERE false\n"
                        "ci/scan.sh:2 trivy b 1 trivy, fs, $WHERE true\n");
    world_end(&world);
}

/* Whichever value of the matrix comes first. */
static void a_forgiven_leg_does_not_speak_for_the_others(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n"
              "    continue-on-error: ${{ matrix.go == 'tip' }}\n"
              "    strategy: {matrix: {go: [tip, '1.25']}}\n"
              "    steps: [{run: 'echo ${{ matrix.go }}\n\n          snyk test'}]\n");
    assert_string_equal(world_rows(&world, "invocation", "words blocking"),
                        ".github/workflows/ci.yml:6 echo, tip false\n"
                        ".github/workflows/ci.yml:6 echo, 1.25 true\n"
                        ".github/workflows/ci.yml:6 snyk, test false\n"
                        ".github/workflows/ci.yml:6 snyk, test true\n");
    world_end(&world);
}

static void more_scripts_than_are_followed(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    struct buffer makefile = BUFFER_EMPTY;
    buffer_printf(&makefile, "all:\n");
    for (unsigned i = 0; i < 5001; i++)
        buffer_printf(&makefile, "\tls %u\n", i);
    world_add(&world, "Makefile", buffer_string(&makefile));
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps: [{run: make}, {run: make clean all}]\n");
    const char *rows = world_rows(&world, "invocation", "name");
    assert_non_null(strstr(rows, "Makefile:5001 ls\n"));
    assert_null(strstr(rows, "Makefile:5002 ls\n"));
    assert_non_null(strstr(rows, "Makefile gap\n"));
    world_end(&world);
    buffer_release(&makefile);
}

/* What is called more deeply, and targets beyond the limit, are not passed over in silence. */
static void what_is_not_followed_is_a_gap(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    char paths[6][20], texts[6][60];
    for (unsigned i = 1; i <= 5; i++) {
        snprintf(paths[i], sizeof(paths[i]), "s%u.sh", i);
        snprintf(texts[i], sizeof(texts[i]), "#!/bin/sh\nls %u\n./s%u.sh\n", i, i + 1);
        world_add(&world, paths[i], texts[i]);
    }
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps: [{run: ./s1.sh}]\n");
    const char *rows = world_rows(&world, "invocation", "name");
    assert_non_null(strstr(rows, "s4.sh:2 ls\n"));
    assert_null(strstr(rows, "s5.sh:2 ls\n"));
    assert_non_null(strstr(rows, "s5.sh gap\n"));
    world_end(&world);

    world_start(&world);
    struct buffer makefile = BUFFER_EMPTY;
    buffer_printf(&makefile, "all:");
    for (unsigned i = 0; i < 1001; i++)
        buffer_printf(&makefile, " t%u", i);
    for (unsigned i = 0; i < 1001; i++)
        buffer_printf(&makefile, "\nt%u:\n\tls %u\n", i, i);
    world_add(&world, "Makefile", buffer_string(&makefile));
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps: [{run: make}]\n");
    assert_non_null(strstr(world_rows(&world, "invocation", "name"), "Makefile gap\n"));
    world_end(&world);
    buffer_release(&makefile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_what_a_workflow_runs),
        cmocka_unit_test(an_action_runs_beside_its_files),
        cmocka_unit_test(other_shells_have_their_own_ways),
        cmocka_unit_test(follows_scripts_of_power_shell),
        cmocka_unit_test(follows_callers),
        cmocka_unit_test(follows_scripts_of_the_repository),
        cmocka_unit_test(reads_hooks),
        cmocka_unit_test(puts_the_matrix_in),
        cmocka_unit_test(is_the_same_for_every_system),
        cmocka_unit_test(says_what_it_cannot_know),
        cmocka_unit_test(what_a_job_runs_again_has_one_row),
        cmocka_unit_test(a_forgiven_leg_does_not_speak_for_the_others),
        cmocka_unit_test(more_scripts_than_are_followed),
        cmocka_unit_test(what_is_not_followed_is_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
