/* What is in a workflow or an action: each case is a whole file, and the rows of
 * one kind that it gives, written out. */
#include "facts/gather.h"
#include "facts/workflow_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

extern const struct recogniser fact_github_workflow;

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 16);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

#define WORKFLOW ".github/workflows/ci.yml"

static struct fact_table rows_of(const struct fact_kind *kind, const char *path,
                                 struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    struct fact_table table;
    struct failure *failure =
        fact_recognise_memory(&fact_github_workflow, kind, &file, 1, &arena, &table);
    assert_null(failure);
    return table;
}

/* One row: "line:column value|value", of the fields that are named; an absent
 * cell is "-", an unknown one "?". Rows are parted by " / ". */
static void assert_in(const char *path, const struct fact_kind *kind, const char *fields,
                      const char *content, const char *expected)
{
    struct fact_table table = rows_of(kind, path, text_of(content));
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        buffer_printf(&found, "%s%s%u:%u ", i ? " / " : "", row->gap ? "gap " : "", row->line,
                      row->column);
        struct text rest = text_of(fields);
        for (bool first = true; rest.size > 0; first = false) {
            size_t size = 0;
            while (size < rest.size && rest.bytes[size] != ' ')
                size++;
            const char *name = arena_copy(&arena, (struct text){.bytes = rest.bytes, .size = size});
            rest.bytes += size < rest.size ? size + 1 : size;
            rest.size -= size < rest.size ? size + 1 : size;
            int index = fact_field_find(kind, name);
            assert_true(index >= 0);
            const struct value *cell = &row->cells[index];
            buffer_printf(&found, "%s%s", first ? "" : "|",
                          cell->kind == VALUE_ABSENT    ? "-"
                          : cell->kind == VALUE_UNKNOWN ? "?"
                                                        : value_format(&arena, cell));
        }
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\nfound    %s\nexpected %s", content, buffer_string(&found), expected);
    buffer_release(&found);
}

static void assert_rows(const struct fact_kind *kind, const char *fields, const char *content,
                        const char *expected)
{
    assert_in(WORKFLOW, kind, fields, content, expected);
}

#define JOBS "jobs: {a: {steps: []}}\n"

static void a_workflow_is_a_row(void **state)
{
    (void)state;
    static const char fields[] = "system name declares_permissions";
    const struct fact_kind *kind = &fact_kind_workflow;
    assert_rows(kind, fields, "on: push\n" JOBS, "1:1 github|-|false");
    assert_rows(kind, fields, "name: CI\npermissions: {}\n" JOBS, "1:1 github|CI|true");
    assert_rows(kind, fields, "permissions: read-all\n" JOBS, "1:1 github|-|true");
    assert_rows(kind, fields, "permissions:\n" JOBS, "1:1 github|-|false");
    assert_rows(kind, fields, "jobs: {a: {permissions: {}}}\n", "1:1 github|-|false");
    assert_rows(kind, fields, "\xef\xbb\xbfon: push\r\n" JOBS, "1:1 github|-|false");
}

static void only_files_directly_in_the_folder_are_workflows(void **state)
{
    (void)state;
    static const char *const yes[] = {".github/workflows/a.yaml", ".github/workflows/action.yml"};
    static const char *const no[] = {
        ".github/workflows/deep/a.yml", ".github/a.yml",   "sub/.github/workflows/a.yml",
        ".github/workflows/a.json",     "workflows/a.yml", ".github/workflows/README.md"};
    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
        assert_in(yes[i], &fact_kind_workflow, "system", JOBS, "1:1 github");
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
        assert_in(no[i], &fact_kind_workflow, "system", JOBS, "");
}

static void events_come_in_three_forms(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_trigger;
    assert_rows(kind, "event", "on: push\n" JOBS, "1:5 push");
    assert_rows(kind, "event", "'on': [push, pull_request]\n" JOBS, "1:8 push / 1:14 pull_request");
    assert_rows(kind, "event", "on:\n  push:\n  workflow_dispatch:\n" JOBS,
                "2:3 push / 3:3 workflow_dispatch");
    assert_rows(kind, "event", "on:\n" JOBS, "");
    assert_rows(kind, "event", JOBS, "");
    assert_rows(kind, "event types branches branches_ignore tags tags_ignore paths paths_ignore",
                "on:\n  push: {branches: [main, 'r/*'], tags: v*, paths: ['src/**'],\n"
                "         tags-ignore: [x], paths-ignore: [doc], branches-ignore: []}\n"
                "  issues: {types: opened}\n" JOBS,
                "2:3 push|-|main, r/*||v*|x|src/**|doc / 4:3 issues|opened|-|-|-|-|-|-");
    assert_rows(kind, "event workflows schedules",
                "on:\n  workflow_run: {workflows: [CI]}\n"
                "  schedule:\n    - cron: 0 1 * * *\n    - cron: '5 5 * * 1'\n" JOBS,
                "2:3 workflow_run|CI|- / 3:3 schedule|-|0 1 * * *, 5 5 * * 1");
}

static void permissions_of_the_workflow_and_of_jobs(void **state)
{
    (void)state;
    static const char fields[] = "system level job scope access";
    const struct fact_kind *kind = &fact_kind_workflow_permission;
    assert_rows(kind, fields, JOBS, "");
    assert_rows(kind, fields, "permissions: {}\n" JOBS, "");
    assert_rows(kind, fields, "permissions:\n" JOBS, "");
    assert_rows(kind, fields, "permissions: read-all\n" JOBS, "1:14 github|workflow|-|*|read");
    assert_rows(kind, fields, "permissions: write-all\n" JOBS, "1:14 github|workflow|-|*|write");
    assert_rows(kind, fields, "permissions: admin\n" JOBS, "1:14 github|workflow|-|*|?");
    assert_rows(kind, fields,
                "permissions:\n  contents: read\n  id-token: write\n  issues: none\n"
                "  pages: admin\n" JOBS,
                "2:3 github|workflow|-|contents|read / 3:3 github|workflow|-|id-token|write / "
                "4:3 github|workflow|-|issues|none / 5:3 github|workflow|-|pages|?");
    assert_rows(kind, fields,
                "jobs:\n  a:\n    permissions: write-all\n  b:\n    permissions:\n"
                "      contents: write\n",
                "3:18 github|job|a|*|write / 6:7 github|job|b|contents|write");
}

static void jobs_are_rows(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    assert_rows(
        kind,
        "system job name declares_permissions enabled blocking needs runs_on environment"
        " uses condition inherits_secrets timeout_minutes steps",
        "jobs:\n"
        "  a:\n    name: All\n    permissions: {}\n    needs: b\n    runs-on: ubuntu-24.04\n"
        "    environment: prod\n    if: github.ref == 'x'\n    timeout-minutes: 5\n"
        "    steps: [{run: x}, {run: y}]\n"
        "  b:\n    uses: o/r/.github/workflows/w.yml@v1\n    secrets: inherit\n",
        "2:3 github|a|All|true|true|true|b|ubuntu-24.04|prod|-|github.ref == 'x'|false|5|2"
        " / 11:3 github|b|-|false|true|true||-|-|o/r/.github/workflows/w.yml@v1|-|true|-|0");
    assert_rows(kind, "environment timeout_minutes needs",
                "jobs:\n  a: {environment: {name: prod, url: x}, needs: [b, c]}\n"
                "  b: {environment: '${{ inputs.e }}', timeout-minutes: '${{ inputs.t }}'}\n"
                "  c: {permissions: null}\n",
                "2:3 prod|-|b, c / 3:3 ?|?| / 4:3 -|-|");
    assert_rows(kind, "declares_permissions", "jobs:\n  a: {permissions: }\n", "2:3 false");
}

static void runners_of_a_matrix_are_spelt_out(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    assert_rows(kind, "runs_on",
                "jobs:\n"
                "  a: {runs-on: [self-hosted, linux]}\n"
                "  b: {runs-on: {group: g, labels: [l]}}\n"
                "  c: {runs-on: '${{ matrix.os }}', strategy: {matrix: {os: [u, w]}}}\n"
                "  d: {runs-on: '${{ matrix.os }}-x',\n"
                "      strategy: {matrix: {include: [{os: u}, {v: 1}, {os: w}]}}}\n"
                "  e: {runs-on: '${{ matrix.os }}', strategy: {matrix: '${{ fromJSON(x.y) }}'}}\n"
                "  f: {runs-on: '${{ inputs.os }}'}\n"
                "  g: {runs-on: [self-hosted, '${{ inputs.os }}']}\n"
                "  h: {runs-on: '${{ matrix.os }}',\n"
                "      strategy: {matrix: {os: [u, '${{ inputs.os }}']}}}\n"
                "  i: {runs-on: '${{ matrix.os }}', strategy: {matrix: {v: [1]}}}\n",
                "2:3 self-hosted, linux / 3:3 l / 4:3 u, w / 5:3 u-x, w-x / 7:3 ? / 8:3 ? / 9:3 ?"
                " / 10:3 ? / 12:3 ?");
}

static void what_never_runs_is_disabled(void **state)
{
    (void)state;
    static const struct {
        const char *condition;
        const char *enabled;
    } cases[] = {
        {"false", "false"},
        {"'false'", "false"},
        {"${{ false }}", "false"},
        {"${{false}}", "false"},
        {"'${{ false && github.sha }}'", "false"},
        {"1 == 2", "false"},
        {"0", "false"},
        {"''''''", "false"},
        {"true", "true"},
        {"\"${{ 'false' }}\"", "true"},
        {"'false '", "false"},
        {"' ${{ false }}'", "true"},
        {"'${{ false }} '", "true"},
        {"|\n          ${{ false }}", "true"},
        {"|-\n          ${{ false }}", "false"},
        {"|\n          false", "false"},
        {"'${{ false }}${{ false }}'", "true"},
        {"github.ref == 'refs/heads/main'", "true"},
        {"always()", "true"},
        {"always() && false", "false"},
        {"a b", "true"},
        {"", "true"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_rows(&fact_kind_workflow_step, "enabled",
                    arena_printf(&arena,
                                 "jobs:\n  a:\n    steps:\n      - run: x\n        if: %s\n",
                                 cases[i].condition),
                    arena_printf(&arena, "4:9 %s", cases[i].enabled));
        assert_rows(
            &fact_kind_workflow_job, "enabled",
            arena_printf(&arena, "jobs:\n  a:\n    steps: []\n    if: %s\n", cases[i].condition),
            arena_printf(&arena, "2:3 %s", cases[i].enabled));
    }
}

static void what_needs_a_disabled_job_is_disabled(void **state)
{
    (void)state;
    static const char content[] =
        "jobs:\n"
        "  last: {needs: [next, on], steps: [{run: x}]}\n"
        "  next: {needs: off, steps: [{run: x}]}\n"
        "  off: {if: false, steps: [{run: x}]}\n"
        "  on: {needs: gone, steps: [{run: x}]}\n"
        "  anyway: {needs: off, if: always(), steps: [{run: x}]}\n"
        "  also: {needs: off, if: \"${{ !cancelled() && github.x }}\", steps: [{run: x}]}\n"
        "  loop: {needs: loop, steps: [{run: x}]}\n";
    assert_rows(&fact_kind_workflow_job, "job enabled", content,
                "2:3 last|false / 3:3 next|false / 4:3 off|false / 5:3 on|true / 6:3 anyway|true / "
                "7:3 also|true / 8:3 loop|true");
    assert_rows(&fact_kind_workflow_step, "job enabled", content,
                "2:37 last|false / 3:30 next|false / 4:28 off|false / 5:29 on|true / "
                "6:46 anyway|true / 7:69 also|true / 8:31 loop|true");
}

static void what_may_fail_does_not_block(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *blocking;
    } cases[] = {
        {"true", "false"}, {"'true'", "false"},      {"${{ true }}", "false"},
        {"false", "true"}, {"${{ false }}", "true"}, {"'${{ matrix.experimental }}'", "?"},
        {"", "true"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_rows(
            &fact_kind_workflow_job, "blocking",
            arena_printf(&arena, "jobs:\n  a:\n    continue-on-error: %s\n", cases[i].value),
            arena_printf(&arena, "2:3 %s", cases[i].blocking));
        assert_rows(&fact_kind_workflow_step, "blocking",
                    arena_printf(&arena,
                                 "jobs:\n  a:\n    steps:\n      - run: x\n"
                                 "        continue-on-error: %s\n",
                                 cases[i].value),
                    arena_printf(&arena, "4:9 %s", cases[i].blocking));
    }
    static const char scripts[] = "jobs:\n  a:\n    steps:\n"
                                  "      - run: x || true\n"
                                  "      - {run: x || true, shell: pwsh}\n"
                                  "      - {run: x || true, shell: 'bash -x {0}'}\n"
                                  "      - {run: x || true, continue-on-error: '${{ inputs.x }}'}\n"
                                  "      - run: |\n          x || true\n          y\n"
                                  "  b:\n    defaults: {run: {shell: pwsh}}\n    steps:\n"
                                  "      - run: x || true\n";
    assert_rows(&fact_kind_workflow_step, "blocking", scripts,
                "4:9 false / 5:9 true / 6:9 false / 7:9 false / 8:9 true / 14:9 true");
}

/* `continue-on-error` of a job that asks its matrix: some leg must block. */
static void legs_of_a_matrix_are_forgiven_one_by_one(void **state)
{
    (void)state;
    static const struct {
        const char *value, *matrix, *expected;
    } cases[] = {
        {"matrix.a == 'x'", "{a: [x, y]}", "true|a=x"},
        {"'X' == matrix.a", "{a: [x, y]}", "true|a=x"},
        {"matrix.a != 'x'", "{a: [x, y, z]}", "true|a=y, a=z"},
        {"matrix.a == 'x'", "{a: [x]}", "false|-"},
        {"matrix.a == 'z'", "{a: [x, y]}", "true|-"},
        {"matrix.a == true", "{a: [true, false]}", "true|a=true"},
        {"matrix.a", "{a: [true, false]}", "true|a=true"},
        {"matrix.a", "{b: [1], include: [{b: 2, a: true}]}", "true|a=true"},
        {"matrix.a", "{include: [{a: true}, {b: 1}]}", "true|a=true"},
        {"matrix.a", "{include: [{a: true}, {a: true}]}", "false|-"},
        {"matrix.a", "{b: [1]}", "true|-"},
        {"!matrix.a", "{a: [true, false]}", "true|-"},
        {"matrix.a == 1", "{a: [1, 2]}", "true|-"},
        {"matrix.a == github.ref", "{a: [x]}", "?|-"},
        {"matrix.a == matrix.b", "{a: [x], b: [x]}", "false|-"},
        {"matrix.a.b", "{a: [x]}", "true|-"},
        {"env.a", "{a: [true]}", "?|-"},
        {"matrix.a", "'${{ fromJSON(x) }}'", "?|-"},
        {"matrix.a", "{a: '${{ fromJSON(x) }}'}", "?|-"},
        {"matrix.a", "{a: ['${{ x }}']}", "?|-"},
        {"matrix.a", "{include: [1]}", "?|-"},
        {"matrix.a", "{include: {a: true}}", "?|-"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_rows(&fact_kind_workflow_job, "blocking advisory_with",
                    arena_printf(&arena,
                                 "jobs:\n  a:\n    strategy: {matrix: %s}\n"
                                 "    continue-on-error: ${{ %s }}\n",
                                 cases[i].matrix, cases[i].value),
                    arena_printf(&arena, "2:3 %s", cases[i].expected));
    assert_rows(&fact_kind_workflow_job, "blocking advisory_with",
                "jobs:\n  a:\n    strategy: {matrix: {a: [true]}}\n"
                "    continue-on-error: x${{ matrix.a }}\n",
                "2:3 false|-");
}

/* A step that may fail in every leg of the matrix blocks nothing; in some, the others block. */
static void what_may_fail_in_a_leg_of_the_matrix(void **state)
{
    (void)state;
    static const struct {
        const char *matrix, *value, *blocking;
    } cases[] = {
        {"{x: [true, false]}", "matrix.x", "true"},
        {"{x: [true]}", "matrix.x", "false"},
        {"{x: ['true', 'false']}", "matrix.x", "true"},
        {"{x: [true], y: [1, 2]}", "matrix.x && matrix.y > 1", "true"},
        {"{x: [true], y: [1, 2]}", "matrix.x && matrix.y > 0", "false"},
        {"{os: [a, b], include: [{os: a, x: true}]}", "matrix.x", "true"},
        {"{os: [a], include: [{os: a, x: true}]}", "matrix.x", "false"},
        {"{os: [a], include: [{os: b, x: true}]}", "matrix.x", "true"},
        {"{os: [a], include: [{x: true}, {os: b, x: true}]}", "matrix.x", "false"},
        {"{os: [a, b], exclude: [{os: b}], include: [{os: a, x: true}]}", "matrix.x", "false"},
        {"{include: [{x: true}, {x: true, os: a}]}", "matrix.x", "false"},
        {"{include: [{x: true}, {os: a}]}", "matrix.x", "true"},
        {"{v: ['2.1', '3.1']}", "startsWith(matrix.v, '2.')", "true"},
        {"{v: ['2.1', '2.2']}", "startsWith(matrix.v, '2.')", "false"},
        {"{row: [{lax: true}, {lax: true, a: 1}]}", "matrix.row.lax", "false"},
        {"{row: [{lax: true}, {a: 1}]}", "matrix.row.lax", "true"},
        {"{x: [true]}", "matrix.x || github.event_name == 'push'", "false"},
        {"{x: [false]}", "matrix.x || github.event_name == 'push'", "?"},
        {"'${{ fromJSON(needs.a.outputs.b) }}'", "matrix.x", "?"},
        {"{x: '${{ fromJSON(needs.a.outputs.b) }}'}", "matrix.x", "?"},
        {"{x: [true], os: []}", "matrix.x", "?"},
        {"{x: true}", "matrix.x", "?"},
        {"{include: [a]}", "matrix.x", "?"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *content =
            arena_printf(&arena,
                         "jobs:\n  a:\n    strategy:\n      matrix: %s\n"
                         "    continue-on-error: ${{ %s }}\n    steps:\n      - run: x\n"
                         "        continue-on-error: ${{ %s }}\n",
                         cases[i].matrix, cases[i].value, cases[i].value);
        assert_rows(&fact_kind_workflow_job, "blocking", content,
                    arena_printf(&arena, "2:3 %s", cases[i].blocking));
        assert_rows(&fact_kind_workflow_step, "blocking", content,
                    arena_printf(&arena, "7:9 %s", cases[i].blocking));
    }
}

static void steps_are_rows(void **state)
{
    (void)state;
    assert_rows(&fact_kind_workflow_step,
                "job position id name uses run shell working_directory"
                " condition",
                "defaults: {run: {shell: sh, working-directory: src}}\n"
                "jobs:\n  a:\n    steps:\n"
                "      - {id: i, name: N, run: make, if: x.y}\n"
                "      - {uses: a/b@v1}\n"
                "      - {run: make, shell: bash, working-directory: .}\n"
                "  b:\n    defaults: {run: {shell: bash}}\n    steps:\n"
                "      - run: make\n",
                "5:9 a|1|i|N|-|make|sh|src|x.y / 6:9 a|2|-|-|a/b@v1|-|-|-|- / "
                "7:9 a|3|-|-|-|make|bash|.|- / 11:9 b|1|-|-|-|make|bash|src|-");
    assert_rows(&fact_kind_workflow_step, "job", "jobs: {a: {steps: }, b: {}}\n", "");
}

static void inputs_are_rows(void **state)
{
    (void)state;
    assert_rows(&fact_kind_workflow_input, "job step name value",
                "jobs:\n"
                "  a:\n    steps:\n"
                "      - uses: a/b@v1\n"
                "        with:\n          persist-credentials: false\n          empty:\n"
                "          list: [1]\n"
                "  b:\n    uses: ./.github/workflows/x.yml\n    with: {x: '${{ y.z }}'}\n",
                "6:11 a|1|persist-credentials|false / 7:11 a|1|empty| / 11:12 b|-|x|${{ y.z }}");
    assert_rows(&fact_kind_workflow_input, "name", "jobs: {a: {with: x, steps: [{with: y}]}}\n",
                "");
}

static void uses_are_rows(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_use;
    assert_rows(kind, "kind uses owner name ref version_comment job step",
                "jobs:\n"
                "  a:\n    steps:\n"
                "      - uses: actions/checkout@0123456789012345678901234567890123456789 # v4.1.2\n"
                "      - uses: \"a/b/c@v1\" # see issue 3\n"
                "      - uses: ./local\n"
                "      - uses: docker://alpine:3.20\n"
                "      - run: x\n"
                "  b:\n    uses: o/r/.github/workflows/w.yml@main   # v2\n",
                "4:15 action|actions/checkout@0123456789012345678901234567890123456789|actions|"
                "actions/checkout|0123456789012345678901234567890123456789|v4.1.2|a|1 / "
                "5:15 action|a/b/c@v1|a|a/b/c|v1|-|a|2 / "
                "6:15 local|./local|-|./local|-|-|a|3 / "
                "7:15 image|docker://alpine:3.20|-|alpine|3.20|-|a|4 / "
                "10:11 workflow|o/r/.github/workflows/w.yml@main|o|o/r/.github/workflows/w.yml|main"
                "|v2|b|-");
    assert_rows(kind, "kind uses owner ref",
                "jobs:\n  a:\n    steps:\n"
                "      - uses: a/b\n"
                "      - uses: ${{ x.y }}\n"
                "      - uses: a/b@${{ x.y }}\n"
                "      - uses: ''\n"
                "      - uses:\n",
                "4:15 action|a/b|a|- / 5:15 ?|${{ x.y }}|?|? / 6:15 action|a/b@${{ x.y }}|a|?");
}

static void images_are_uses_too(void **state)
{
    (void)state;
    assert_rows(&fact_kind_workflow_use, "kind uses owner name ref job",
                "jobs:\n"
                "  a: {container: 'node:20'}\n"
                "  b: {container: {image: 'h:5000/n@sha256:ff'}}\n"
                "  c: {container: '', services: {db: {image: postgres}, x: , y: {image: ''}}}\n"
                "  d: {container: 'node:${{ matrix.v }}', strategy: {matrix: {v: [18, 20]}}}\n"
                "  e: {container: '${{ inputs.image }}'}\n"
                "  f: {container: '${{ inputs.image }}@sha256:ff'}\n"
                "  g: {container: 'node:${{ inputs.tag }}'}\n"
                "  h: {container: '${{ matrix.i }}', strategy: {matrix: {i: ['', 'a:1']}}}\n"
                "  i: {container: '${{ matrix.b.Image }}',\n"
                "      strategy: {matrix: {b: [{image: 'b:1'}, {name: x}], include: [{c: 1}]}}}\n"
                "  j: {container: '${{ matrix.b.i }}', strategy: {matrix: {b: ['${{ x.y }}']}}}\n"
                "  k: {container: '${{ matrix.b.i }}',\n"
                "      strategy: {matrix: {b: [{i: 'c:1'}, {i: '${{ inputs.x }}'}]}}}\n",
                "2:18 image|node:20|-|node|20|a / "
                "3:26 image|h:5000/n@sha256:ff|-|h:5000/n|sha256:ff|b / "
                "4:45 image|postgres|-|postgres|-|c / "
                "5:18 image|node:18|-|node|18|d / 5:18 image|node:20|-|node|20|d / "
                "6:18 image|${{ inputs.image }}|-|?|?|e / "
                "7:18 image|${{ inputs.image }}@sha256:ff|-|?|sha256:ff|f / "
                "8:18 image|node:${{ inputs.tag }}|-|node|?|g / "
                "9:18 image|a:1|-|a|1|h / 10:18 image|b:1|-|b|1|i / "
                "12:18 image|${{ matrix.b.i }}|-|?|?|j / 13:18 image|${{ matrix.b.i }}|-|?|?|k");
}

static void assert_head(const char *step, const char *expected)
{
    assert_rows(&fact_kind_workflow_step, "checks_out_head",
                arena_printf(&arena,
                             "on: push\nenv: {HEAD: '${{ github.head_ref }}', BASE: main}\n"
                             "jobs:\n  a:\n    steps:\n      - %s\n",
                             step),
                arena_printf(&arena, "6:9 %s", expected));
}

static void the_head_is_asked_for_by_name(void **state)
{
    (void)state;
#define CHECKOUT(with) "{uses: actions/checkout@v4, with: " with "}"
    assert_head("uses: actions/checkout@v4", "false");
    assert_head(CHECKOUT("{ref: '${{ github.event.pull_request.head.sha }}'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ github.event.pull_request.head.ref }}'}"), "true");
    assert_head(CHECKOUT("{Ref: '${{ github.head_ref || github.ref }}'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ github.event.workflow_run.head_sha }}'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ github.event.workflow_run.head_branch }}'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ github.event.pull_request.merge_commit_sha }}'}"), "true");
    assert_head(CHECKOUT("{ref: 'refs/pull/${{ github.event.number }}/merge'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ format(''refs/pull/{0}/head'', github.event.number) }}'}"),
                "true");
    assert_head(CHECKOUT("{repository: '${{ github.event.pull_request.head.repo.full_name }}'}"),
                "true");
    assert_head(CHECKOUT("{ref: '${{ env.HEAD }}'}"), "true");
    assert_head(CHECKOUT("{ref: '${{ env.BASE }}'}"), "false");
    assert_head(CHECKOUT("{ref: '${{ github.event.pull_request.base.sha }}'}"), "false");
    assert_head(CHECKOUT("{ref: '${{ github.sha }}'}"), "false");
    assert_head(CHECKOUT("{ref: main}"), "false");
    assert_head(CHECKOUT("{path: '${{ github.head_ref }}'}"), "false");
    assert_head(CHECKOUT("{ref: '${{ github.head_ref == ''x'' && ''a'' || ''b'' }}'}"), "false");
    assert_head(CHECKOUT("{ref: '${{ inputs.ref }}'}"), "false");
    assert_head(CHECKOUT("{ref: '${{ steps.x.outputs.sha }}'}"), "?");
    assert_head(CHECKOUT("{ref: '${{ needs.x.outputs.head_sha }}'}"), "true");
    assert_head("{uses: Actions/Checkout@v4, with: {ref: '${{ github.head_ref }}'}}", "true");
    assert_head("{uses: other/checkout@v4, with: {ref: '${{ github.head_ref }}'}}", "false");
#undef CHECKOUT
}

static void the_head_is_fetched_by_a_script(void **state)
{
    (void)state;
    assert_head("run: gh pr checkout 1", "true");
    assert_head("run: 'gh -R a/b pr checkout 1'", "true");
    assert_head("run: gh pr view 1", "false");
    assert_head("run: echo gh pr checkout 1", "false");
    assert_head("run: 'true # gh pr checkout 1'", "false");
    assert_head("run: git fetch origin pull/${{ github.event.number }}/head", "true");
    assert_head("run: git fetch origin 'refs/pull/1/merge:pr'", "true");
    assert_head("run: git fetch origin ${{ github.base_ref }}", "false");
    assert_head("run: git checkout ${{ github.event.pull_request.head.sha }}", "true");
    assert_head("run: 'sudo git -C x checkout \"${{ github.head_ref }}\"'", "true");
    assert_head("run: git push origin HEAD:${{ github.head_ref }}", "false");
    assert_head("run: git diff ${{ github.event.pull_request.head.sha }}", "false");
    assert_head("run: git checkout \"$HEAD\"", "true");
    assert_head("run: git checkout ${HEAD}", "true");
    assert_head("run: git checkout $env:HEAD", "true");
    assert_head("run: git checkout $BASE $", "false");
    assert_head("run: git checkout $GITHUB_SHA", "false");
    assert_head("{run: git checkout $PR, env: {PR: 'refs/pull/1/head'}}", "true");
    assert_head("{run: git checkout $X, env: {X: '${{ steps.a.outputs.b }}'}}", "?");
    assert_head("run: x=$(git fetch origin pull/1/head)", "true");
}

static void composite_actions_have_steps_and_uses(void **state)
{
    (void)state;
    static const char content[] = "name: A\nruns:\n  using: composite\n  steps:\n"
                                  "    - uses: a/b@v1 # v1\n      if: false\n"
                                  "    - {run: x, shell: bash}\n";
    static const char *const paths[] = {"action.yml", "action.yaml", "x/y/action.yml",
                                        ".github/actions/a/action.yml",
                                        ".github/workflows/x/action.yml"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        assert_in(paths[i], &fact_kind_workflow_step, "job position uses shell enabled", content,
                  "5:7 runs|1|a/b@v1|-|false / 7:7 runs|2|-|bash|true");
        assert_in(paths[i], &fact_kind_workflow_use, "kind uses version_comment job step", content,
                  "5:13 action|a/b@v1|v1|runs|1");
        assert_in(paths[i], &fact_kind_workflow, "name", content, "");
        assert_in(paths[i], &fact_kind_workflow_job, "job", content, "");
    }
    assert_in("action.yml", &fact_kind_workflow_use, "kind uses ref",
              "runs: {using: docker, image: 'docker://alpine:3'}\n",
              "1:30 image|docker://alpine:3|3");
    assert_in("action.yml", &fact_kind_workflow_use, "kind",
              "runs: {using: docker, image: Dockerfile}\n", "");
    assert_in("action.yml", &fact_kind_workflow_step, "job",
              "runs: {using: node20, main: x.js, steps: [{run: x}]}\n", "");
    assert_in("action.yml", &fact_kind_workflow_step, "job", "runs: {steps: [{run: x}]}\n", "");
    assert_in("action.yml", &fact_kind_workflow_step, "job", "- a\n", "");
}

static const struct fact_kind *const all_kinds[] = {
    &fact_kind_workflow,      &fact_kind_workflow_trigger,
    &fact_kind_workflow_job,  &fact_kind_workflow_permission,
    &fact_kind_workflow_step, &fact_kind_workflow_input,
    &fact_kind_workflow_use,  &fact_kind_workflow_expression,
};

/* How many of the kinds, in the order above, have a gap: the last `open` ones. */
static void assert_gaps(const char *path, struct text content, size_t open,
                        enum unknown_class class)
{
    for (size_t i = 0; i < 8; i++) {
        struct fact_table table = rows_of(all_kinds[i], path, content);
        size_t gaps = 0;
        for (size_t k = 0; k < table.count; k++) {
            if (!table.rows[k].gap)
                continue;
            gaps++;
            int system = fact_field_find(all_kinds[i], "system");
            if (system >= 0)
                assert_string_equal(table.rows[k].cells[system].text, "github");
            const struct value *cell = &table.rows[k].cells[system == 0 ? 1 : 0];
            assert_int_equal(cell->kind, VALUE_UNKNOWN);
            assert_int_equal(cell->unknown->class, class);
        }
        if (gaps != (i + open >= 8 ? 1U : 0U))
            fail_msg("%s: %zu gaps of %s", content.bytes, gaps, all_kinds[i]->name);
    }
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    static const char *const broken[] = {"jobs: [\n",  "a: 1\na: 2\n" JOBS, "- a\n",
                                         "on: push\n", "jobs: x\n",         "jobs:\n",
                                         "text\n",     JOBS "---\n" JOBS,   "jobs: *none\n"};
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
        assert_gaps(WORKFLOW, text_of(broken[i]), 8, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of("jobs:\n{% if x %}\n  a: {}\n{% endif %}\n"), 8,
                UNKNOWN_UNOBSERVABLE);
    assert_gaps(WORKFLOW, (struct text){.bytes = "a\0b", .size = 3}, 8, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of("jobs: {a: x}\n"), 6, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of("jobs: {a: {steps: {}}}\n"), 4, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of("jobs: {a: {steps: [x]}}\n"), 4, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of(""), 0, UNKNOWN_UNREADABLE);
    assert_gaps(WORKFLOW, text_of("# nothing yet\n"), 0, UNKNOWN_UNREADABLE);
    assert_gaps("action.yml", text_of("runs: {using: composite, steps: [\n"), 4,
                UNKNOWN_UNREADABLE);
    assert_gaps("action.yml", text_of("something: [else\n"), 0, UNKNOWN_UNREADABLE);
    assert_gaps("action.yml", text_of("runs: {using: composite, steps: x}\n"), 4,
                UNKNOWN_UNREADABLE);
}

static void a_link_is_not_followed(void **state)
{
    (void)state;
    const struct memory_file file = {
        .path = WORKFLOW, .content = text_of("../ci.yml"), .kind = ENTRY_LINK};
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(&fact_github_workflow, &fact_kind_workflow_job,
                                                    &file, 1, &arena, &table);
    assert_null(failure);
    assert_int_equal(table.count, 1);
    assert_true(table.rows[0].gap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workflow_is_a_row),
        cmocka_unit_test(only_files_directly_in_the_folder_are_workflows),
        cmocka_unit_test(events_come_in_three_forms),
        cmocka_unit_test(permissions_of_the_workflow_and_of_jobs),
        cmocka_unit_test(jobs_are_rows),
        cmocka_unit_test(runners_of_a_matrix_are_spelt_out),
        cmocka_unit_test(what_never_runs_is_disabled),
        cmocka_unit_test(what_needs_a_disabled_job_is_disabled),
        cmocka_unit_test(what_may_fail_does_not_block),
        cmocka_unit_test(legs_of_a_matrix_are_forgiven_one_by_one),
        cmocka_unit_test(what_may_fail_in_a_leg_of_the_matrix),
        cmocka_unit_test(steps_are_rows),
        cmocka_unit_test(inputs_are_rows),
        cmocka_unit_test(uses_are_rows),
        cmocka_unit_test(images_are_uses_too),
        cmocka_unit_test(the_head_is_asked_for_by_name),
        cmocka_unit_test(the_head_is_fetched_by_a_script),
        cmocka_unit_test(composite_actions_have_steps_and_uses),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(a_link_is_not_followed),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
