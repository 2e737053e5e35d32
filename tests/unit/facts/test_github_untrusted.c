/* The expressions that OpenSSF Scorecard's check Dangerous-Workflow calls untrusted
 * (docs/checks.md there), and their neighbours that are not: what SDL008 sees of a script. */
#include "rows.h"

static void assert_control(const char *expression, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/ci.yml",
              arena_printf(&world.arena,
                           "on: push\njobs:\n  a:\n    steps:\n      - run: echo ${{ %s }}\n",
                           expression));
    struct fact_table table = world_table(&world, "workflow_expression");
    int field = fact_field_find(table.kind, "control");
    const char *worst = "fixed";
    for (size_t i = 0; i < table.count; i++) {
        const char *control = value_format(&world.arena, &table.rows[i].cells[field]);
        if (strcmp(control, "attacker") == 0 || strcmp(worst, "fixed") == 0)
            worst = control;
    }
    if (strcmp(worst, expected) != 0)
        fail_msg("%s: %s, not %s", expression, worst, expected);
    world_end(&world);
}

static void texts_of_strangers(void **state)
{
    (void)state;
    static const char *const expressions[] = {
        "github.head_ref",
        "toJSON(github)",
        "toJson( github.event )",
        "github.event.issue.title",
        "github.event.issue.body",
        "github.event.pull_request.title",
        "github.event.pull_request.body",
        "github.event.discussion.title",
        "github.event.discussion.body",
        "github.event.comment.body",
        "github.event.review.body",
        "github.event.review_comment.body",
        "github.event.pages[0].page_name",
        "github.event.commits.*.message",
        "github.event.head_commit.message",
        "github.event.head_commit.author.email",
        "github.event.head_commit.author.name",
        "github.event.commits[1].author.email",
        "github['event'].commits.*.author['name']",
        "github.event.blocked_user.name",
        "github.event.blocked_user.email",
        "github.event.pull_request.head.ref",
        "github.event.pull_request.head.label",
        "github.event.pull_request.head.repo.default_branch",
        "format('{0}', github.event.issue.title)",
        "GitHub.Event.Issue.Title",
    };
    for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++)
        assert_control(expressions[i], "attacker");
}

static void neighbours_of_them(void **state)
{
    (void)state;
    static const char *const expressions[][2] = {
        {"github.event.issue.number", "fixed"},
        {"github.event.pull_request.head.sha", "fixed"},
        {"github.event.pull_request.user.login", "fixed"},
        {"github.event.pull_request.base.sha", "fixed"},
        {"github.event.comment.id", "fixed"},
        {"github.event_name", "fixed"},
        {"github.sha", "fixed"},
        {"github.repository", "fixed"},
        {"github.run_id", "fixed"},
        {"github.triggering_actor", "fixed"},
        {"github.event.after", "fixed"},
        {"github.token", "trusted"},
        {"github.workspace", "trusted"},
        {"github.server_url", "trusted"},
        {"runner.os", "trusted"},
        {"secrets.TOKEN", "trusted"},
        {"github.event.issue.title == 'x'", "fixed"},
        {"contains(github.event.issue.title, 'x')", "fixed"},
        {"needs.a.result", "fixed"},
        {"steps.a.outcome", "fixed"},
        {"github.ref_name", "structured"},
        {"steps.a.outputs.b", "structured"},
        {"inputs.a", "input"},
    };
    for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++)
        assert_control(expressions[i][0], expressions[i][1]);
}

static void inputs_that_are_code(void **state)
{
    (void)state;
    assert_rows_of(".github/workflows/ci.yml",
                   "on: push\njobs:\n  a:\n    steps:\n"
                   "      - uses: Actions/GitHub-Script@v7\n"
                   "        with: {Script: 'a(${{ github.head_ref }})'}\n"
                   "      - uses: nick-fields/retry@v3\n"
                   "        with: {command: '${{ github.head_ref }}',"
                   " on_retry_command: '${{ github.ref }}', timeout_minutes: '${{ github.sha }}'}\n"
                   "      - uses: acme/github-script@v1\n"
                   "        with: {script: '${{ github.head_ref }}'}\n",
                   "workflow_expression", "step sink target control",
                   ".github/workflows/ci.yml:6 1 script Script attacker\n"
                   ".github/workflows/ci.yml:8 2 script command attacker\n"
                   ".github/workflows/ci.yml:8 2 script on_retry_command structured\n"
                   ".github/workflows/ci.yml:8 2 input timeout_minutes fixed\n"
                   ".github/workflows/ci.yml:10 3 input script attacker\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_strangers),
        cmocka_unit_test(neighbours_of_them),
        cmocka_unit_test(inputs_that_are_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
