/* What workflows do that is often a weakness: each case is a file, and the rows of one
 * kind that it gives. */
#include "rows.h"

#define WORKFLOW ".github/workflows/ci.yml"
#define JOB      "on: push\njobs:\n  build:\n"
#define STEPS    JOB "    steps:\n"

static void checkouts_keep_tokens(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   STEPS "      - uses: actions/checkout@v4\n"
                         "      - uses: actions/checkout@v6.0.1\n"
                         "        with: {persist-credentials: 'TRUE'}\n"
                         "      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567"
                         " # v5\n"
                         "        with: {persist-credentials: ''}\n"
                         "      - uses: actions/checkout@main\n"
                         "        with: {persist-credentials: '${{ inputs.a }}'}\n"
                         "      - run: git push\n"
                         "      - uses: actions/upload-artifact@v4\n"
                         "        with: {path: '${{ inputs.b }}'}\n",
                   "workflow_checkout", "step persists written uploads_tree pushes major",
                   WORKFLOW ":5 1 true false unknown true 4\n" WORKFLOW
                            ":6 2 true true unknown true 6\n" WORKFLOW
                            ":8 3 false true unknown true 5\n" WORKFLOW
                            ":10 4 unknown true unknown true none\n");
}

static void conditions_are_read(void **state)
{
    (void)state;
    assert_rows_of(
        WORKFLOW,
        JOB "    if: github.actor == 'a[bot]' || github.actor_id == 49699333\n"
            "    steps:\n"
            "      - if: ${{ a }} \n        run: x\n"
            "      - if: \"${{ a }} \"\n        run: x\n"
            "      - if: ${{ a\n        run: x\n"
            "      - if: contains('a b', runner.os) && contains('a b', github.head_ref)\n"
            "        run: x\n"
            "      - if: true\n        run: x\n",
        "workflow_condition", "step constant searched chosen bot",
        WORKFLOW ":4 none false none none a[bot]\n" WORKFLOW ":6 1 false none none none\n" WORKFLOW
                 ":8 2 true none none none\n" WORKFLOW ":10 3 false none none none\n" WORKFLOW
                 ":12 4 false github.head_ref true none\n" WORKFLOW ":14 5 false none none none\n");
}

static void secrets_are_found_everywhere(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   "on: push\n"
                   "env: {A: '${{ secrets.A }}'}\n"
                   "jobs:\n"
                   "  call:\n"
                   "    uses: a/b/.github/workflows/c.yml@v1\n"
                   "    secrets: {B: '${{ secrets.B }}${{ secrets.B }}'}\n"
                   "  build:\n"
                   "    container: {image: a, credentials: {password: '${{ secrets[''C''] }}'}}\n"
                   "    steps:\n"
                   "      - run: echo\n"
                   "      - run: echo ${{ toJSON(secrets) }} ${{ secrets[inputs.x] }}\n"
                   "      - run: echo ${{ secrets }} ${{ mysecrets.A }}\n",
                   "workflow_secret", "job step name form",
                   WORKFLOW ":2 none none A named\n" WORKFLOW ":6 call none B named\n" WORKFLOW
                            ":8 build none C named\n" WORKFLOW ":11 build 2 none all\n" WORKFLOW
                            ":11 build 2 none computed\n");
}

static void logins_are_judged_without_their_passwords(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   JOB "    container: {image: a, credentials: {username: u, password: p}}\n"
                       "    services:\n"
                       "      a: {image: a, credentials: {password: '${{ secrets.P }}'}}\n"
                       "      b: {image: a, credentials: '${{ fromJSON(x) }}'}\n"
                       "      c: {image: a}\n"
                       "      d: {image: a, credentials: {username: u}}\n",
                   "workflow_login", "job service literal",
                   WORKFLOW ":4 build none true\n" WORKFLOW ":6 build a false\n" WORKFLOW
                            ":7 build b unknown\n");
}

static void writes_tell_who_has_a_say(void **state)
{
    (void)state;
    assert_rows_of(
        WORKFLOW,
        "on: pull_request_target\njobs:\n  build:\n    env: {T: '${{ github.head_ref }}', N: 1}\n"
        "    steps:\n"
        "      - run: |\n"
        "          echo \"A=b\" >> $GITHUB_ENV\n"
        "          echo \"B=$N$GITHUB_SHA\" >> ${GITHUB_ENV}\n"
        "          echo \"C=$T\" | tee -a \"$GITHUB_ENV\"\n"
        "          echo \"D=$(date)$(cat f)\" >> $GITHUB_ENV\n"
        "          E=$(./x); echo \"E=$E\" >> $GITHUB_ENV\n"
        "          F=$GITHUB_REF_NAME; F=1; echo \"F=$F\" >> $GITHUB_ENV\n"
        "          cat <<X >> $GITHUB_PATH\n"
        "          $HOME/bin\n"
        "          X\n"
        "          (echo \"G=1\"; echo \"H=$1\") >> $GITHUB_ENV\n"
        "          echo \"I=1\" >> $GITHUB_OUTPUT\n"
        "          while read -r L; do echo \"$L\"; done < f >> $GITHUB_ENV\n"
        "          echo \"J=${{ github.sha }}\" >> ${{ github.env }}\n"
        "          echo \"L=$(echo \"$T\" | grep -o a)\" >> $GITHUB_ENV\n"
        "          M=$(./x | jq -r .a); echo \"M=$M\" >> $GITHUB_ENV\n"
        "          echo \"N=$(jq -r .a f)$(./x f)\" >> $GITHUB_ENV\n"
        "          if a; then O=$(cat f); else O=1; fi; echo \"O=$O\" >> $GITHUB_ENV\n"
        "      - shell: pwsh\n"
        "        run: Add-Content -Path $env:GITHUB_PATH -Value 'C:\\bin'\n"
        "      - shell: cmd\n"
        "        run: echo K=%T%>> %GITHUB_ENV%\n"
        "      - shell: python\n"
        "        run: open(os.environ['GITHUB_ENV'])\n",
        "workflow_environment_write", "step file name value control",
        WORKFLOW ":7 1 env A b fixed\n" WORKFLOW ":8 1 env B none trusted\n" WORKFLOW
                 ":9 1 env C none attacker\n" WORKFLOW ":10 1 env D none file\n" WORKFLOW
                 ":11 1 env E none output\n" WORKFLOW ":12 1 env F none structured\n" WORKFLOW
                 ":13 1 path none none trusted\n" WORKFLOW ":16 1 env G 1 fixed\n" WORKFLOW
                 ":16 1 env H none output\n" WORKFLOW ":18 1 env none none file\n" WORKFLOW
                 ":19 1 env J none fixed\n" WORKFLOW ":20 1 env L none attacker\n" WORKFLOW
                 ":21 1 env M none output\n" WORKFLOW ":22 1 env N none file\n" WORKFLOW
                 ":23 1 env O none file\n" WORKFLOW ":25 2 path none none trusted\n" WORKFLOW
                 ":27 3 env K none attacker\n");
}

static void runners_are_spelt_out(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW,
                   "on: push\njobs:\n"
                   "  a: {runs-on: ubuntu-latest}\n"
                   "  b: {runs-on: [self-hosted, x]}\n"
                   "  c: {runs-on: {group: g, labels: [y]}}\n"
                   "  d:\n    runs-on: ${{ matrix.os }}\n"
                   "    strategy: {matrix: {os: ['${{ a && ''x'' || ''y'' }}', z]}}\n"
                   "  e: {runs-on: '${{ inputs.a }}'}\n"
                   "  f: {runs-on: '${{ fromJSON(''[\"self-hosted\"]'') }}'}\n"
                   "  g: {uses: ./.github/workflows/a.yml}\n"
                   "  h:\n    runs-on: ${{ matrix.a.b }}\n"
                   "    strategy: {matrix: {include: [{a: {b: '${{ matrix.a.b }}'}}]}}\n",
                   "workflow_runner", "job labels group self_hosted",
                   WORKFLOW ":3 a ubuntu-latest none false\n" WORKFLOW
                            ":4 b self-hosted, x none true\n" WORKFLOW ":5 c y g false\n" WORKFLOW
                            ":7 d x, y, z none false\n" WORKFLOW ":9 e none none unknown\n" WORKFLOW
                            ":10 f [\"self-hosted\"] none true\n" WORKFLOW
                            ":13 h none none unknown\n");
}

static void releases_and_caches(void **state)
{
    (void)state;
    static const char content[] =
        "on: {push: {tags: [v*]}, release: {}}\njobs:\n"
        "  build:\n    steps:\n"
        "      - uses: actions/cache@v4\n        with: {lookup-only: true}\n"
        "      - uses: actions/setup-go@v5\n        with: {cache: '${{ inputs.a }}'}\n"
        "      - uses: actions/upload-artifact@v4\n"
        "  publish:\n    needs: build\n    steps:\n"
        "      - uses: docker/build-push-action@v6\n        with: {push: true}\n"
        "      - uses: docker/build-push-action@v6\n        with: {push: false}\n"
        "      - run: |\n          npm publish --dry-run\n          yarn npm publish\n"
        "      - run: gh release view\n"
        "      - run: ./mvnw -B deploy\n"
        "      - uses: actions/download-artifact@v4\n";
    assert_rows_of(WORKFLOW, content, "workflow_release", "job step sign name",
                   WORKFLOW ":1 none none trigger release\n" WORKFLOW
                            ":1 none none trigger tag\n" WORKFLOW
                            ":13 publish 1 action docker/build-push-action\n" WORKFLOW
                            ":17 publish 3 command yarn\n" WORKFLOW ":21 publish 5 command mvnw\n");
    assert_rows_of(WORKFLOW, content, "workflow_cache", "job action restores published",
                   WORKFLOW ":5 build actions/cache false true\n" WORKFLOW
                            ":7 build actions/setup-go unknown true\n" WORKFLOW
                            ":13 publish docker/build-push-action false true\n" WORKFLOW
                            ":15 publish docker/build-push-action false true\n");
}

static void files_come_from_other_workflows(void **state)
{
    (void)state;
    static const char content[] =
        "name: Ship\non: {workflow_run: {workflows: [Build, Test]}}\njobs:\n"
        "  made: {uses: ./.github/workflows/made.yml}\n"
        "  far: {uses: acme/ci/.github/workflows/far.yml@v1}\n"
        "  wait: {needs: [made, far]}\n"
        "  ship:\n    needs: wait\n    steps:\n"
        "      - uses: actions/download-artifact@v4\n"
        "      - uses: actions/download-artifact@v4\n        with: {run-id: 1}\n"
        "      - run: npm publish\n"
        "  look:\n    steps:\n"
        "      - run: gh run download 1\n"
        "      - uses: actions/download-artifact@v4\n"
        "  a: {needs: b, steps: [{uses: actions/upload-artifact@v4},"
        " {uses: actions/download-artifact@v4}, {uses: actions/cache@v4}]}\n"
        "  b: {needs: a, steps: [{uses: actions/upload-artifact@v4},"
        " {uses: actions/download-artifact@v4}]}\n";
    assert_rows_of(WORKFLOW, content, "workflow_artifact", "job step sources published",
                   WORKFLOW ":10 ship 1 .github/workflows/made.yml true\n" WORKFLOW
                            ":11 ship 2 .github/workflows/made.yml, Build, Test true\n" WORKFLOW
                            ":16 look 1 Build, Test false\n");
    assert_rows_of(WORKFLOW, content, "workflow_cache", "job workflow uploads published",
                   WORKFLOW ":18 a Ship true false\n");
}

/* Each takes the files of all before it; nobody asks a way twice. */
static void many_jobs_in_a_row(void **state)
{
    (void)state;
    struct buffer content = BUFFER_EMPTY;
    buffer_printf(&content, "on: push\njobs:\n");
    for (unsigned i = 0; i < 60; i++) {
        buffer_printf(&content, "  j%u:\n    needs: [", i);
        for (unsigned k = 0; k < i; k++)
            buffer_printf(&content, "%sj%u", k ? ", " : "", k);
        buffer_printf(&content,
                      "]\n    steps: [{uses: actions/download-artifact@v4},"
                      " {uses: actions/upload-artifact@v4}%s]\n",
                      i == 0 ? ", {uses: actions/cache@v4}" : "");
    }
    assert_rows_of(WORKFLOW, buffer_string(&content), "workflow_cache", "job uploads published",
                   WORKFLOW ":5 j0 true false\n");
    buffer_release(&content);
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    assert_rows_of(WORKFLOW, "on: [", "workflow_runner", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "on: push\n", "workflow_login", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "on: push\njobs: {a: 1}\n", "workflow_tool", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "on: push\njobs: {a: {steps: 1}}\n", "workflow_cache", "job",
                   WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "on: push\njobs: {a: {steps: [1]}}\n", "workflow_release", "job",
                   WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "a: 1\n---\nb: 2\n", "workflow_secret", "job", WORKFLOW " gap\n");
    assert_rows_of(WORKFLOW, "", "workflow_secret", "job", "");
    assert_rows_of("action.yml", "runs: {using: node20}\n", "workflow_secret", "job", "");
    assert_rows_of("action.yml", "runs: {using: composite\n", "workflow_tool", "job",
                   "action.yml gap\n");
    assert_rows_of("action.yml", "runs: {using: composite\n", "workflow_login", "job", "");
    assert_rows_of("action.yml", "a: [\n", "workflow_tool", "job", "");
}

static void a_script_longer_than_is_read_is_a_gap(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "on: push\njobs:\n  a:\n    steps:\n      - run: |\n");
    for (unsigned i = 0; i < 20001; i++)
        buffer_printf(&text, "          echo\n");
    assert_rows_of(WORKFLOW, buffer_string(&text), "workflow_login", "job", WORKFLOW " gap\n");
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_longer_than_is_read_is_a_gap),
        cmocka_unit_test(checkouts_keep_tokens),
        cmocka_unit_test(conditions_are_read),
        cmocka_unit_test(secrets_are_found_everywhere),
        cmocka_unit_test(logins_are_judged_without_their_passwords),
        cmocka_unit_test(writes_tell_who_has_a_say),
        cmocka_unit_test(runners_are_spelt_out),
        cmocka_unit_test(releases_and_caches),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(files_come_from_other_workflows),
        cmocka_unit_test(many_jobs_in_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
