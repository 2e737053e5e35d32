/* What scripts of CI download and run, and what they install: each case is the files of a
 * system, and the rows that they give. */
#include "rows.h"

#define WORKFLOW ".github/workflows/ci.yml"
#define JOB      "on: push\njobs:\n  build:\n"
#define STEPS    JOB "    steps:\n"
#define DIGEST   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void commands_have_their_places(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   STEPS "      - run: curl https://a.example/a | sh\n"
                         "      - run: |\n"
                         "          # first\n"
                         "          curl https://a.example/b | sh\n"
                         "      - run: >\n"
                         "          curl https://a.example/c | sh\n"
                         "      - run: \"curl https://a.example/d \\\n"
                         "          | sh\"\n"
                         "      - uses: azure/cli@v2\n"
                         "        with:\n"
                         "          inlineScript: |\n"
                         "            curl https://a.example/e | sh\n"
                         "      - shell: python\n"
                         "        run: curl https://a.example/f | sh\n",
                   "workflow_download", "step url way",
                   WORKFLOW ":5 1 https://a.example/a pipe\n" WORKFLOW
                            ":8 2 https://a.example/b pipe\n" WORKFLOW
                            ":10 3 https://a.example/c pipe\n" WORKFLOW
                            ":11 4 https://a.example/d pipe\n" WORKFLOW
                            ":16 5 https://a.example/e pipe\n");
    assert_rows_of("a/action.yml",
                   "runs:\n  using: composite\n  steps:\n"
                   "    - run: pip install -r r.txt\n      shell: bash\n"
                   "      working-directory: sub\n"
                   "    - run: pip install -r ../../r.txt -r $F -r /tmp/r.txt\n      shell: bash\n",
                   "workflow_install", "job tool pin manifest",
                   "a/action.yml:4 runs pip manifest sub/r.txt\n"
                   "a/action.yml:7 runs pip manifest none\n"
                   "a/action.yml:7 runs pip manifest none\n"
                   "a/action.yml:7 runs pip manifest none\n");
}

static void windows_runs_power_shell(void **state)
{
    (void)state;
    static const struct {
        const char *runner, *expected;
    } cases[] = {
        {"windows-latest", WORKFLOW ":6 ./a/i.ps1\n"},
        {"[Windows, self-hosted]", WORKFLOW ":6 ./a/i.ps1\n"},
        {"[self-hosted, windows]", ""},
        {"ubuntu-latest", ""},
        {"'${{ matrix.os }}'\n    strategy: {matrix: {os: [windows-latest, ubuntu-latest]}}", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text,
                      JOB "    runs-on: %s\n    steps:\n"
                          "      - run: irm https://a.example/x -outfile a\\i.ps1; .\\a\\i.ps1\n",
                      cases[i].runner);
        const char *expected = cases[i].expected;
        assert_rows_of(WORKFLOW, buffer_string(&text), "workflow_download", "runs", expected);
        buffer_release(&text);
    }
}

static void checks_count_where_they_end_the_job(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   JOB "    continue-on-error: true\n    steps:\n"
                       "      - run: curl -o a https://a.example/a\n"
                       "      - run: echo " DIGEST " a | sha256sum -c\n"
                       "      - run: sh a\n"
                       "      - run: curl -o b https://a.example/b\n"
                       "      - run: echo " DIGEST " b | sha256sum -c\n"
                       "        continue-on-error: ${{ inputs.lax }}\n"
                       "      - run: sh b\n"
                       "      - run: curl -o c https://a.example/c\n"
                       "      - run: |\n"
                       "          echo " DIGEST " c | sha256sum -c\n"
                       "          ls || true\n"
                       "      - run: sh c\n",
                   "workflow_download", "runs verified",
                   WORKFLOW ":8 a true\n" WORKFLOW ":12 b false\n" WORKFLOW ":17 c true\n");
    assert_rows_of("azure-pipelines.yml",
                   "jobs:\n- job: a\n  continueOnError: true\n  steps:\n"
                   "  - script: curl -o a https://a.example/a\n"
                   "  - script: echo " DIGEST " a | sha256sum -c\n"
                   "  - script: sh a\n"
                   "  - script: curl -o b https://a.example/b\n"
                   "  - script: echo " DIGEST " b | sha256sum -c\n"
                   "- job: b\n  steps:\n"
                   "  - script: curl -o b https://a.example/b\n"
                   "  - script: echo " DIGEST " b | sha256sum -c\n"
                   "    continueOnError: true\n"
                   "  - script: sh b\n",
                   "workflow_download", "runs verified system",
                   "azure-pipelines.yml:7 a true azure\nazure-pipelines.yml:15 b false azure\n");
}

static void files_are_seen_from_the_checkout(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   "on: push\nenv: {SOURCES: src}\n"
                   "jobs:\n  build:\n    steps:\n"
                   "      - uses: actions/checkout@v4\n        with: {path: '${{ env.SOURCES }}'}\n"
                   "      - run: |\n"
                   "          pip install -r r.txt\n"
                   "          cd sub; pip install -r r.txt; cd -\n"
                   "          cd $HOME; pip install -r r.txt\n"
                   "        working-directory: ${{ env.SOURCES }}\n",
                   "workflow_install", "manifest",
                   WORKFLOW ":9 r.txt\n" WORKFLOW ":10 sub/r.txt\n" WORKFLOW ":11 none\n");
}

static void what_jobs_share_is_said_once(void **state)
{
    (void)state;
    assert_rows_of(".gitlab-ci.yml",
                   "default: {before_script: [curl https://a.example/a | sh, npm i -g b]}\n"
                   "one: {script: [pip install c]}\n"
                   "two: {script: [pip install c]}\n",
                   "workflow_download", "job step system", ".gitlab-ci.yml:1 one 1 gitlab\n");
    /* the script of the job stands in another project */
    assert_rows_of(".gitlab-ci.yml",
                   "include: {project: a/b, file: c.yml}\n"
                   ".own: {before_script: [curl https://a.example/a | sh]}\n"
                   "one: {extends: .theirs, before_script: [curl https://a.example/b | sh]}\n"
                   "two: {extends: .theirs}\n",
                   "workflow_download", "job url", ".gitlab-ci.yml:3 one https://a.example/b\n");
    assert_rows_of(".gitlab-ci.yml",
                   "default: {before_script: [npm i -g b, npm i -g b]}\n"
                   "one: {script: [pip install c]}\n"
                   "two: {script: [pip install c]}\n",
                   "workflow_install", "job package",
                   ".gitlab-ci.yml:1 one b\n.gitlab-ci.yml:2 one c\n.gitlab-ci.yml:3 two c\n");
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW, "on: [", "workflow_download", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "on: push\njobs: {a: {steps: [1]}}\n", "workflow_install", "job",
                   WORKFLOW " gap\n");
    assert_rows_of("action.yml", "runs: {using: composite\n", "workflow_download", "job",
                   "action.yml gap\n");
    assert_rows_of("action.yml", "a: [\n", "workflow_download", "job", "");
    assert_rows_of(".gitlab-ci.yml", "a: [", "workflow_download", "job", ".gitlab-ci.yml gap\n");
    /* what is elsewhere is judged there */
    assert_rows_of(".gitlab-ci.yml", "include: {project: a/b, file: c.yml}\n", "workflow_download",
                   "job", "");
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, STEPS "      - run: |\n");
    for (size_t i = 0; i < 20001; i++)
        buffer_add_string(&text, "          a\n");
    assert_rows_of(WORKFLOW, buffer_string(&text), "workflow_download", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, buffer_string(&text), "workflow_install", "job", WORKFLOW " gap\n");
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_have_their_places),
        cmocka_unit_test(windows_runs_power_shell),
        cmocka_unit_test(checks_count_where_they_end_the_job),
        cmocka_unit_test(files_are_seen_from_the_checkout),
        cmocka_unit_test(what_jobs_share_is_said_once),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
