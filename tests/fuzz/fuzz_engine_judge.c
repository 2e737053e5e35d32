/* Any bytes as a rule: what can be parsed is planned, gathered and judged over a
 * small tree with good, torn and templated files. The same rule judged twice must
 * say the same. */
#include "engine/verdict.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *path, *content;
} tree[] = {
    {".github/CODEOWNERS", "* @acme/all\n/docs/\n[section\n"},
    {".github/dependabot.yml", "version: 2\nupdates:\n- {package-ecosystem: npm, directory: /, "
                               "schedule: {interval: daily}}\n"},
    {".github/workflows/ci.yml",
     "on: [push, pull_request_target]\njobs:\n  a:\n    runs-on: x\n    steps:\n"
     "    - uses: actions/checkout@v4\n    - run: echo ${{ github.head_ref }}\n"},
    {".github/workflows/torn.yml", "on: [push\n"},
    {"Dockerfile", "FROM alpine:3\nUSER root\nCMD [\"x\"]\n"},
    {"README.md", "# Title\n\nSome text with a [link](docs/a.md#b).\n\n```sh\nmake\n```\n"},
    {"SECURITY.md", "# Security\n\nWrite to security@acme.test.\n"},
    {"chart/Chart.yaml", "name: x\n"},
    {"chart/templates/a.yaml", "{{ if .x }}\nkind: Deployment\n{{ end }}\n"},
    {"docs/a.md", "# B\n\nTODO\n"},
    {"k8s/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
                     "  - {name: c, image: 'nginx:latest', ports: [{containerPort: 80}]}\n"},
    {"package.json", "{\"name\": \"x\", \"dependencies\": {\"a\": \"^1\"}}"},
    {"src/a.c", "int a; /* TODO: b */\n"},
    {"src/data.json", "{\"items\": [1, 2.5, true, null, \"x\", {\"a\": [1, [2]]}]}"},
};

enum { TREE_FILES = sizeof(tree) / sizeof(tree[0]) };

struct run {
    struct arena arena;
    struct setting setting;
    struct ruleset ruleset;
    struct snapshot snapshot;
    const struct rule *rule;
};

static void write_result(const struct judging *judging, const struct rule_result *result,
                         struct buffer *out)
{
    buffer_printf(out, "%d %s\n", (int)result->verdict, result->reason ? result->reason : "");
    for (size_t i = 0; i < judging->finding_count; i++) {
        const struct finding *finding = &judging->findings[i];
        buffer_printf(out, "%s:%u %d %s %s\n", finding->place.path, finding->place.line,
                      (int)finding->verdict, finding->fingerprint, finding->message);
        if (finding->place.line == 0 || strlen(finding->fingerprint) != FINGERPRINT_SIZE - 1)
            __builtin_trap();
    }
}

static struct failure *judge_once(struct run *run, struct buffer *out)
{
    struct plan *plan = NULL;
    TRY(plan_new(&plan, &run->ruleset, NULL, &run->arena));
    static const struct fact_label no_labels[] = {{0}};
    struct deadline deadline;
    deadline_init(&deadline, 10);
    const struct collect_options gathering = {
        .snapshot = &run->snapshot, .labels = no_labels, .jobs = 1, .deadline = &deadline};
    struct collection collection;
    struct failure *failure = collect(&collection, plan, &gathering, &run->arena);
    if (!failure) {
        const struct evaluator_options options = {
            .plan = plan, .head = &collection, .deadline = &deadline, .arena = &run->arena};
        struct evaluator *evaluator = evaluator_new(&options);
        struct judging judging;
        judging_init(&judging, evaluator, &run->snapshot, 0, &run->arena);
        struct rule_result result;
        verdict_rule(&judging, &plan->settings[0], &result);
        write_result(&judging, &result, out);
        evaluator_free(evaluator);
    }
    plan_release(plan);
    return failure;
}

static void judge_twice(struct run *run)
{
    struct memory_file files[TREE_FILES];
    for (size_t i = 0; i < TREE_FILES; i++)
        files[i] = (struct memory_file){.path = tree[i].path, .content = text_of(tree[i].content)};
    failure_free(snapshot_of_memory(&run->snapshot, files, TREE_FILES, &run->arena));
    run->setting = (struct setting){
        .rule = run->rule,
        .severity = run->rule->severity,
        .enforcement = ENFORCEMENT_BLOCK,
        .effective_from = INT32_MIN,
        .params = ARENA_ARRAY(&run->arena, struct value, run->rule->param_count + 1),
    };
    for (size_t i = 0; i < run->rule->param_count; i++)
        run->setting.params[i] = run->rule->params[i].initial;
    run->ruleset = (struct ruleset){.settings = &run->setting, .count = 1};
    struct buffer first = BUFFER_EMPTY;
    struct buffer second = BUFFER_EMPTY;
    failure_free(judge_once(run, &first));
    failure_free(judge_once(run, &second));
    if (strcmp(buffer_string(&first), buffer_string(&second)) != 0)
        __builtin_trap();
    buffer_release(&first);
    buffer_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct run run = {0};
    arena_init(&run.arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &run.arena);
    struct rule *rule = rule_parse(&run.arena, "fuzz.yml", (struct text){(const char *)data, size},
                                   true, &diagnostics);
    run.rule = rule;
    if (rule)
        judge_twice(&run);
    rule_release(rule);
    arena_release(&run.arena);
    return 0;
}
