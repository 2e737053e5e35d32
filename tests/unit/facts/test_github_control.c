/* Who has a say in what an expression puts into a script: each case is a whole
 * workflow or action, and the rows of workflow_expression that it gives. */
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

static struct fact_table expressions_of(const char *path, const char *content)
{
    const struct memory_file file = {.path = path, .content = text_of(content)};
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(
        &fact_github_workflow, &fact_kind_workflow_expression, &file, 1, &arena, &table);
    assert_null(failure);
    return table;
}

/* "context=control<origin" of the rows of one sink, in order. */
static void assert_rows(const char *path, const char *content, const char *sink,
                        const char *expected)
{
    struct fact_table table = expressions_of(path, content);
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++) {
        const struct value *cells = table.rows[i].cells;
        if (table.rows[i].gap || strcmp(cells[WORKFLOW_EXPRESSION_SINK].text, sink) != 0)
            continue;
        buffer_printf(&found, "%s%s=%s", found.size ? " " : "",
                      cells[WORKFLOW_EXPRESSION_CONTEXT].text,
                      value_format(&arena, &cells[WORKFLOW_EXPRESSION_CONTROL]));
        if (cells[WORKFLOW_EXPRESSION_ORIGIN].kind == VALUE_TEXT)
            buffer_printf(&found, "<%s", cells[WORKFLOW_EXPRESSION_ORIGIN].text);
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\nfound    %s\nexpected %s", content, buffer_string(&found), expected);
    buffer_release(&found);
}

#define WORKFLOW ".github/workflows/ci.yml"

/* What one context counts as in a script, with nothing else in the workflow. */
static void assert_control(const char *context, const char *control)
{
    const char *content = arena_printf(&arena,
                                       "on: push\njobs:\n  a:\n    steps:\n"
                                       "      - run: x ${{ %s }}\n",
                                       context);
    assert_rows(WORKFLOW, content, "run", arena_printf(&arena, "%s=%s", context, control));
}

static void contexts_that_anybody_writes(void **state)
{
    (void)state;
    static const char *const contexts[] = {
        "github.head_ref",
        "github.event.issue.title",
        "github.event.issue.body",
        "github.event.issue.labels.*.name",
        "github.event.label.name",
        "github.event.pull_request.title",
        "github.event.pull_request.body",
        "github.event.pull_request.head.ref",
        "github.event.pull_request.head.label",
        "github.event.pull_request.head.repo.default_branch",
        "github.event.pull_request.head.repo.description",
        "github.event.comment.body",
        "github.event.comment.path",
        "github.event.review.body",
        "github.event.review_comment.body",
        "github.event.discussion.title",
        "github.event.discussion.body",
        "github.event.pages.*.page_name",
        "github.event.commits.*.message",
        "github.event.commits.*.author.name",
        "github.event.commits.*.author.email",
        "github.event.commits.*.modified",
        "github.event.head_commit.message",
        "github.event.head_commit.author.email",
        "github.event.head_commit.committer.name",
        "github.event.workflow_run.head_branch",
        "github.event.workflow_run.display_title",
        "github.event.workflow_run.head_commit.message",
        "github.event.workflow_run.head_commit.author.name",
        "github.event.workflow_run.head_repository.description",
        "github.event.workflow_run.pull_requests.*.head.ref",
        "github.event.check_suite.head_branch",
        "github.event.changes.title.from",
        "github.event.release.name",
        "github.event.release.body",
        "github.event.milestone.title",
        "github.event.check_run.external_id",
        "github.event.a.word.nobody.knows",
        "github.event.Issue.Title",
    };
    for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++)
        assert_control(contexts[i], "attacker");
}

static void contexts_that_keep_a_form(void **state)
{
    (void)state;
    static const char *const contexts[] = {
        "github.ref",
        "github.ref_name",
        "github.base_ref",
        "github.workflow_ref",
        "github.event.ref",
        "github.event.pull_request.base.ref",
        "github.event.release.html_url",
        "github.event.compare_url",
        "github.event.release.tag_name",
        "github.event.release.target_commitish",
        "github.event.deployment.environment",
        "github.event.repository.description",
        "github.event.merge_group.head_ref",
        "github.what_comes_next",
        "steps.a.outputs.b",
        "needs.a.outputs.b",
        "env.SET_WHILE_RUNNING",
    };
    for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++)
        assert_control(contexts[i], "structured");
}

static void contexts_that_cannot_carry_a_script(void **state)
{
    (void)state;
    static const char *const contexts[] = {
        "github.event.pull_request.html_url",
        "github.event.issue.html_url",
        "github.event.repository.html_url",
        "github.event.repository.clone_url",
        "github.sha",
        "github.run_id",
        "github.run_number",
        "github.actor",
        "github.repository",
        "github.repository_owner",
        "github.event_name",
        "github.event.number",
        "github.event.action",
        "github.event.after",
        "github.event.issue.number",
        "github.event.issue.user.login",
        "github.event.issue.created_at",
        "github.event.issue.state",
        "github.event.sender.login",
        "github.event.pull_request",
        "github.event.pull_request.number",
        "github.event.pull_request.draft",
        "github.event.pull_request.commits",
        "github.event.pull_request.head.sha",
        "github.event.pull_request.head.repo.full_name",
        "github.event.pull_request.head.repo.fork",
        "github.event.pull_request.base.sha",
        "github.event.pull_request.merge_commit_sha",
        "github.event.pull_request.head",
        "github.event.commits",
        "github.event.label",
        "github.event.workflow_run.id",
        "github.event.workflow_run.conclusion",
        "github.event.workflow_run.head_sha",
        "github.event.comment.author_association",
        "github.event.repository.full_name",
        "github.event.release.id",
        "strategy.job-index",
        "steps.a.outcome",
        "steps.a.conclusion",
        "needs.a.result",
        "github",
        "inputs",
        "env",
    };
    for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++)
        assert_control(contexts[i], "fixed");
}

static void contexts_of_settings_and_of_the_runner(void **state)
{
    (void)state;
    static const char *const contexts[] = {
        "secrets.TOKEN",
        "vars.REGION",
        "runner.temp",
        "job.status",
        "github.token",
        "github.workspace",
        "github.workflow",
        "github.server_url",
        "github.event.repository.default_branch",
        "github.event.schedule",
        "github.action_path",
        "github.event.pull_request.base.repo.default_branch",
    };
    for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++)
        assert_control(contexts[i], "trusted");
}

static void what_is_no_context_is_unknown(void **state)
{
    (void)state;
    assert_control("typo.x", "unknown");
    assert_control("env.*", "unknown");
}

#define STEP(run) "on: push\njobs:\n  a:\n    steps:\n      - run: " run "\n"

static void only_what_flows_is_a_row(void **state)
{
    (void)state;
    assert_rows(WORKFLOW, STEP("x ${{ github.event.issue.title == 'a' && 'b' || 'c' }}"), "run",
                "github.event.issue.title == 'a' && 'b' || 'c'=fixed");
    assert_rows(WORKFLOW, STEP("x ${{ contains(github.event.issue.title, 'a') }}"), "run",
                "contains(github.event.issue.title, 'a')=fixed");
    assert_rows(WORKFLOW, STEP("x ${{ github.event.issue.title || github.sha }}"), "run",
                "github.event.issue.title=attacker github.sha=fixed");
    assert_rows(WORKFLOW, STEP("x ${{ format('{0}', github.head_ref) }}"), "run",
                "github.head_ref=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ join(github.event.commits.*.message) }}"), "run",
                "github.event.commits.*.message=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ github.event.commits[0].message }}"), "run",
                "github.event.commits.*.message=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ github['event']['issue'].title }}"), "run",
                "github.event.issue.title=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ hashFiles('a') }} ${{ 'y' }}"), "run",
                "hashFiles('a')=fixed 'y'=fixed");
    assert_rows(WORKFLOW, STEP("echo no expression"), "run", "");
    assert_rows(WORKFLOW, STEP("x ${{ github.sha }} ${{ github.sha }}"), "run", "github.sha=fixed");
}

static void serialised_objects_carry_all_that_they_hold(void **state)
{
    (void)state;
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github) }}"), "run", "toJSON(github)=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github.event) }}"), "run",
                "toJSON(github.event)=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github.event.pull_request.head) }}"), "run",
                "toJSON(github.event.pull_request.head)=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github.event.commits) }}"), "run",
                "toJSON(github.event.commits)=attacker");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github.event.issue.number) }}"), "run",
                "toJSON(github.event.issue.number)=fixed");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(inputs) }}"), "run", "toJSON(inputs)=input");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(github.event.inputs) }}"), "run",
                "toJSON(github.event.inputs)=input");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(env) }}"), "run", "toJSON(env)=unknown");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(secrets) }}"), "run", "toJSON(secrets)=trusted");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(matrix) }}"), "run", "toJSON(matrix)=fixed");
    assert_rows(WORKFLOW, STEP("x ${{ toJSON(steps) }}"), "run", "toJSON(steps)=structured");
}

static void what_is_no_expression_is_unknown(void **state)
{
    (void)state;
    assert_rows(WORKFLOW, STEP("x ${{ a b }}"), "run", "a b=unknown");
    assert_rows(WORKFLOW, STEP("x ${{ github.sha"), "run", "github.sha=unknown");
    struct fact_table table = expressions_of(WORKFLOW, STEP("x ${{ a b }}"));
    assert_int_equal(table.rows[0].cells[WORKFLOW_EXPRESSION_CONTROL].unknown->class,
                     UNKNOWN_UNREADABLE);
}

static void variables_are_followed_to_what_they_hold(void **state)
{
    (void)state;
    assert_rows(WORKFLOW,
                "on: push\nenv: {W: '${{ github.head_ref }}', L: literal}\njobs:\n  a:\n"
                "    env: {J: '${{ env.W }}', S: '${{ github.sha }}', W2: '${{ env.W2 }}'}\n"
                "    steps:\n"
                "      - env: {T: '${{ github.event.issue.title }}', S: x}\n"
                "        run: ${{ env.W }} ${{ env.L }} ${{ env.J }} ${{ env.S }} ${{ env.t }}"
                " ${{ env.W2 }}\n",
                "run",
                "env.W=attacker<github.head_ref env.L=fixed env.J=attacker<github.head_ref"
                " env.S=fixed env.t=attacker<github.event.issue.title env.W2=structured");
    assert_rows(WORKFLOW,
                "on: push\njobs:\n  a:\n    env: ${{ fromJSON(inputs.x) }}\n    steps:\n"
                "      - run: ${{ env.X }}\n",
                "run", "env.X=unknown");
    /* The variables of another step are not seen. */
    assert_rows(WORKFLOW,
                "on: push\njobs:\n  a:\n    steps:\n"
                "      - {run: x, env: {T: '${{ github.head_ref }}'}}\n"
                "      - run: ${{ env.T }}\n",
                "run", "env.T=structured");
}

static void inputs_count_by_their_type(void **state)
{
    (void)state;
    static const char content[] =
        "on:\n"
        "  workflow_dispatch:\n"
        "    inputs: {b: {type: boolean}, n: {type: number}, c: {type: choice, options: [a]},\n"
        "             e: {type: environment}, s: {type: string}, u: {}, both: {type: boolean}}\n"
        "  workflow_call:\n"
        "    inputs: {both: {type: string}}\n"
        "jobs:\n  a:\n    steps:\n"
        "      - run: ${{ inputs.b }} ${{ inputs.n }} ${{ inputs.c }} ${{ inputs.e }}"
        " ${{ inputs.s }} ${{ inputs.u }} ${{ inputs.both }} ${{ inputs.none }}"
        " ${{ github.event.inputs.b }} ${{ github.event.inputs.s }} ${{ inputs.* }}\n";
    assert_rows(WORKFLOW, content, "run",
                "inputs.b=fixed inputs.n=fixed inputs.c=fixed inputs.e=fixed inputs.s=input"
                " inputs.u=input inputs.both=input inputs.none=input github.event.inputs.b=fixed"
                " github.event.inputs.s=input inputs.*=input");
}

static void dispatches_count_as_input(void **state)
{
    (void)state;
    static const char format[] = "on: %s\njobs:\n  a:\n    steps:\n"
                                 "      - run: ${{ github.event.client_payload.x }}"
                                 " ${{ github.event.action }}"
                                 " ${{ toJSON(github.event.client_payload) }}\n";
    static const char *const dispatch[] = {"repository_dispatch", "[push, repository_dispatch]",
                                           "{repository_dispatch: {types: [x]}}"};
    for (size_t i = 0; i < 3; i++)
        assert_rows(WORKFLOW, arena_printf(&arena, format, dispatch[i]), "run",
                    "github.event.client_payload.x=input github.event.action=input"
                    " toJSON(github.event.client_payload)=input");
    assert_rows(WORKFLOW, arena_printf(&arena, format, "push"), "run",
                "github.event.client_payload.x=input github.event.action=fixed"
                " toJSON(github.event.client_payload)=input");
}

static void the_matrix_counts_by_what_is_written_in_it(void **state)
{
    (void)state;
    static const char format[] =
        "on: push\njobs:\n  a:\n    strategy:\n      matrix: %s\n    steps:\n"
        "      - run: ${{ matrix.x }}\n";
    static const struct {
        const char *matrix;
        const char *expected;
    } cases[] = {
        {"{x: [1, b]}", "matrix.x=fixed"},
        {"{y: [1]}", "matrix.x=fixed"},
        {"{X: [1]}", "matrix.x=fixed"},
        {"{x: ['${{ github.head_ref }}', b]}", "matrix.x=attacker<github.head_ref"},
        {"{x: [{d: ['${{ inputs.s }}']}]}", "matrix.x=input<inputs.s"},
        {"{x: '${{ fromJSON(needs.j.outputs.m) }}'}", "matrix.x=structured<needs.j.outputs.m"},
        {"'${{ fromJSON(inputs.m) }}'", "matrix.x=input<inputs.m"},
        {"{y: [1], include: [{y: 1, x: '${{ github.ref }}'}]}", "matrix.x=structured<github.ref"},
        {"{y: ['${{ github.head_ref }}'], include: [{y: 1, x: 2}]}", "matrix.x=fixed"},
        {"{y: [1], include: '${{ fromJSON(inputs.m) }}'}", "matrix.x=input<inputs.m"},
        {"{y: [1], include: ['${{ fromJSON(inputs.m) }}']}", "matrix.x=input<inputs.m"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_rows(WORKFLOW, arena_printf(&arena, format, cases[i].matrix), "run",
                    cases[i].expected);
}

static void outputs_are_followed_as_far_as_the_file_tells(void **state)
{
    (void)state;
    static const char content[] =
        "on: push\njobs:\n"
        "  one:\n"
        "    outputs:\n"
        "      title: ${{ github.event.issue.title }}\n"
        "      step: ${{ steps.f.outputs.all_changed_files }}\n"
        "      hit: ${{ steps.C.outputs.cache-hit }}\n"
        "      fixed: literal\n"
        "      chain: ${{ needs.zero.outputs.x }}\n"
        "    steps:\n"
        "      - {id: f, uses: tj-actions/changed-files@v1}\n"
        "      - {id: c, uses: Actions/Cache@v1}\n"
        "  zero: {outputs: {x: '${{ github.head_ref }}'}, steps: []}\n"
        "  loop: {outputs: {x: '${{ needs.loop.outputs.x }}'}, steps: []}\n"
        "  two:\n    needs: one\n    steps:\n"
        "      - run: ${{ needs.one.outputs.title }} ${{ needs.one.outputs.step }}"
        " ${{ needs.one.outputs.hit }} ${{ needs.one.outputs.fixed }}"
        " ${{ needs.one.outputs.chain }} ${{ needs.one.outputs.none }}"
        " ${{ needs.loop.outputs.x }}\n";
    assert_rows(WORKFLOW, content, "run",
                "needs.one.outputs.title=attacker<github.event.issue.title"
                " needs.one.outputs.step=attacker<steps.f.outputs.all_changed_files"
                " needs.one.outputs.hit=fixed"
                " needs.one.outputs.fixed=fixed"
                " needs.one.outputs.chain=attacker<github.head_ref"
                " needs.one.outputs.none=structured needs.loop.outputs.x=unknown");
    static const char known[] =
        "on: push\njobs:\n  a:\n    steps:\n"
        "      - {id: p, uses: dorny/paths-filter@v3}\n"
        "      - {id: b, uses: tj-actions/branch-names@v8}\n"
        "      - {id: r, run: x}\n"
        "      - run: ${{ steps.p.outputs.src }} ${{ steps.p.outputs.src_files }}"
        " ${{ steps.b.outputs.tag }} ${{ steps.r.outputs.x }}\n";
    assert_rows(WORKFLOW, known, "run",
                "steps.p.outputs.src=fixed steps.p.outputs.src_files=attacker"
                " steps.b.outputs.tag=attacker steps.r.outputs.x=structured");
}

static void a_file_that_would_cost_without_end_is_given_up(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "on: push\njobs:\n");
    for (int i = 0; i < 12; i++) {
        buffer_printf(&text, "  j%d: {steps: [], outputs: {x: '", i);
        for (int k = 0; k < 12; k++)
            buffer_printf(&text, "${{ needs.j%d.outputs.x }}", i + 1);
        buffer_add_string(&text, "'}}\n");
    }
    buffer_add_string(&text, "  a: {steps: [{run: '${{ needs.j0.outputs.x }}'}]}\n");
    assert_rows(WORKFLOW, buffer_string(&text), "run", "needs.j0.outputs.x=unknown");
    buffer_release(&text);
}

static void each_place_of_an_expression_is_its_sink(void **state)
{
    (void)state;
    static const char content[] =
        "on: push\n"
        "env: {A: '${{ github.head_ref }}'}\n"
        "jobs:\n"
        "  a:\n"
        "    if: github.event.issue.title == 'x'\n"
        "    env: {B: '${{ github.base_ref }}'}\n"
        "    steps:\n"
        "      - uses: actions/github-script@v7\n"
        "        if: ${{ github.actor != 'x' && env.B }}\n"
        "        env: {C: '${{ github.sha }}'}\n"
        "        with: {script: 'x(${{ github.ref }})', result-encoding: '${{ inputs.y }}'}\n"
        "      - uses: Azure/CLI@v2\n"
        "        with: {inlinescript: '${{ inputs.z }}'}\n"
        "  call:\n"
        "    uses: ./.github/workflows/x.yml\n"
        "    with: {q: '${{ github.event.number }}', script: '${{ github.ref }}'}\n";
    assert_rows(WORKFLOW, content, "environment",
                "github.head_ref=attacker github.base_ref=structured github.sha=fixed");
    assert_rows(WORKFLOW, content, "condition",
                "github.event.issue.title=attacker env.B=structured<github.base_ref"
                " github.actor=fixed");
    assert_rows(WORKFLOW, content, "script", "github.ref=structured inputs.z=input");
    assert_rows(WORKFLOW, content, "input",
                "inputs.y=input github.event.number=fixed github.ref=structured");
    struct fact_table table = expressions_of(WORKFLOW, content);
    const struct value *cells = table.rows[0].cells;
    assert_int_equal(cells[WORKFLOW_EXPRESSION_JOB].kind, VALUE_ABSENT);
    assert_int_equal(cells[WORKFLOW_EXPRESSION_STEP].kind, VALUE_ABSENT);
    assert_string_equal(cells[WORKFLOW_EXPRESSION_TARGET].text, "A");
    cells = table.rows[1].cells;
    assert_string_equal(cells[WORKFLOW_EXPRESSION_JOB].text, "a");
    assert_int_equal(cells[WORKFLOW_EXPRESSION_STEP].kind, VALUE_ABSENT);
    assert_int_equal(cells[WORKFLOW_EXPRESSION_TARGET].kind, VALUE_ABSENT);
}

static void composite_actions_take_input_from_their_callers(void **state)
{
    (void)state;
    static const char content[] =
        "inputs: {x: {default: ''}}\n"
        "runs:\n  using: composite\n  steps:\n"
        "    - {id: f, uses: tj-actions/changed-files@v1}\n"
        "    - run: ${{ inputs.x }} ${{ github.event.issue.title }} ${{ github.action_path }}"
        " ${{ steps.f.outputs.all }} ${{ env.X }}\n"
        "      shell: bash\n";
    assert_rows("action.yml", content, "run",
                "inputs.x=input github.event.issue.title=attacker github.action_path=trusted"
                " steps.f.outputs.all=attacker env.X=structured");
    assert_rows("deep/er/action.yaml", content, "run",
                "inputs.x=input github.event.issue.title=attacker github.action_path=trusted"
                " steps.f.outputs.all=attacker env.X=structured");
}

static void assert_place(const char *content, uint32_t line, uint32_t column)
{
    struct fact_table table = expressions_of(WORKFLOW, content);
    assert_true(table.count > 0);
    const struct fact_row *row = &table.rows[table.count - 1];
    if (row->line != line || row->column != column)
        fail_msg("%s: at %u:%u, not %u:%u", content, row->line, row->column, line, column);
}

static void rows_stand_where_the_expression_stands(void **state)
{
    (void)state;
#define HEAD "on: push\njobs:\n  a:\n    steps:\n"
    assert_place(HEAD "      - run: x ${{ github.sha }}\n", 5, 16);
    assert_place(HEAD "      - run: 'é ${{ github.sha }}'\n", 5, 17);
    assert_place(HEAD "      - run: |\n          one\n\n          two ${{ github.sha }}\n", 8, 15);
    assert_place(HEAD "      - run: |\r\n          one\r\n          two ${{ github.sha }}\r\n", 7,
                 15);
    assert_place(HEAD "      - run: >-\n          one\n          two ${{ github.sha }}\n", 7, 15);
    assert_place(HEAD "      - run: |\n          ${{ github.ref }}\n          ${{ github.sha }}\n",
                 7, 11);
    assert_place(HEAD "      - run: \"a\\n\\\n          ${{ github.sha }}\"\n", 6, 11);
    assert_place(HEAD "      - if: github.sha\n", 5, 13);
    assert_place("on: push\nx: &r\n  run: ${{ github.sha }}\njobs:\n  a:\n    steps:\n      - *r\n",
                 3, 8);
#undef HEAD
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts_that_anybody_writes),
        cmocka_unit_test(contexts_that_keep_a_form),
        cmocka_unit_test(contexts_that_cannot_carry_a_script),
        cmocka_unit_test(contexts_of_settings_and_of_the_runner),
        cmocka_unit_test(what_is_no_context_is_unknown),
        cmocka_unit_test(only_what_flows_is_a_row),
        cmocka_unit_test(serialised_objects_carry_all_that_they_hold),
        cmocka_unit_test(what_is_no_expression_is_unknown),
        cmocka_unit_test(variables_are_followed_to_what_they_hold),
        cmocka_unit_test(inputs_count_by_their_type),
        cmocka_unit_test(dispatches_count_as_input),
        cmocka_unit_test(the_matrix_counts_by_what_is_written_in_it),
        cmocka_unit_test(outputs_are_followed_as_far_as_the_file_tells),
        cmocka_unit_test(a_file_that_would_cost_without_end_is_given_up),
        cmocka_unit_test(each_place_of_an_expression_is_its_sink),
        cmocka_unit_test(composite_actions_take_input_from_their_callers),
        cmocka_unit_test(rows_stand_where_the_expression_stands),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
