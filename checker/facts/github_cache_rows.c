/* Actions that restore caches, and actions that fetch the newest release of a tool. */
#include "facts/github_hygiene.h"

#include <string.h>

/* How an action's cache is switched: after each action's own action.yml. */
enum switching {
    CACHE_ALWAYS,       /* it is what the action is for */
    CACHE_IF_TRUE,      /* `input` is true */
    CACHE_IF_SET,       /* `input` is given, and not empty */
    CACHE_UNLESS_FALSE, /* on, unless `input` is false */
    CACHE_UNLESS_TRUE,  /* on, unless `input` is true */
    CACHE_IF_GHA,       /* `input` names GitHub's cache: type=gha */
};

static const struct {
    const char *action;
    enum switching switching;
    const char *input;
} caches[] = {
    {"actions/cache", CACHE_UNLESS_TRUE, "lookup-only"},
    {"actions/cache/restore", CACHE_UNLESS_TRUE, "lookup-only"},
    {"actions/setup-node", CACHE_IF_SET, "cache"},
    {"actions/setup-python", CACHE_IF_SET, "cache"},
    {"actions/setup-java", CACHE_IF_SET, "cache"},
    {"actions/setup-go", CACHE_UNLESS_FALSE, "cache"},
    {"actions/setup-dotnet", CACHE_IF_TRUE, "cache"},
    {"ruby/setup-ruby", CACHE_IF_TRUE, "bundler-cache"},
    {"swatinem/rust-cache", CACHE_UNLESS_TRUE, "lookup-only"},
    {"actions-rust-lang/setup-rust-toolchain", CACHE_UNLESS_FALSE, "cache"},
    {"gradle/actions/setup-gradle", CACHE_UNLESS_TRUE, "cache-disabled"},
    {"gradle/gradle-build-action", CACHE_UNLESS_TRUE, "cache-disabled"},
    {"astral-sh/setup-uv", CACHE_UNLESS_FALSE, "enable-cache"},
    {"pnpm/action-setup", CACHE_IF_TRUE, "cache"},
    {"golangci/golangci-lint-action", CACHE_UNLESS_TRUE, "skip-cache"},
    {"jdx/mise-action", CACHE_UNLESS_FALSE, "cache"},
    {"denoland/setup-deno", CACHE_IF_TRUE, "cache"},
    {"coursier/cache-action", CACHE_ALWAYS, NULL},
    {"julia-actions/cache", CACHE_ALWAYS, NULL},
    {"graalvm/setup-graalvm", CACHE_IF_SET, "cache"},
    {"docker/build-push-action", CACHE_IF_GHA, "cache-from"},
    {"docker/bake-action", CACHE_IF_GHA, "set"},
};

static struct value only_a_run(struct hygiene *hygiene)
{
    return value_unknown(fact_arena(hygiene->reader.writer), UNKNOWN_UNOBSERVABLE,
                         "its input is an expression: only a run tells");
}

static struct value restores(struct hygiene *hygiene, const struct node *step, size_t cache)
{
    enum switching switching = caches[cache].switching;
    if (switching == CACHE_ALWAYS)
        return value_boolean(true);
    const struct node *input = github_find_folded(node_find(step, "with"), caches[cache].input);
    bool by_default = switching == CACHE_UNLESS_FALSE || switching == CACHE_UNLESS_TRUE;
    if (!input)
        return value_boolean(by_default);
    const char *text = input->kind == NODE_NULL ? "" : hygiene_constant(hygiene, input);
    if (switching == CACHE_IF_GHA)
        return value_boolean(github_string(input) && strstr(input->text, "type=gha"));
    if (!text)
        return only_a_run(hygiene);
    bool is_true = string_equals_folded(text, "true");
    bool is_false = string_equals_folded(text, "false");
    switch ((int)switching) {
    case CACHE_IF_TRUE:
        return value_boolean(is_true);
    case CACHE_IF_SET:
        return value_boolean(*text && !is_false);
    case CACHE_UNLESS_FALSE:
        return value_boolean(!is_false);
    default:
        return value_boolean(!is_true);
    }
}

void hygiene_read_caches(struct hygiene *hygiene, const struct github_job *job)
{
    struct fact_writer *writer = hygiene->reader.writer;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_cache))
        return;
    enum truth published = TRUTH_OPEN; /* not asked yet */
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        struct github_use use = hygiene_use(hygiene, step);
        for (size_t k = 0; k < sizeof(caches) / sizeof(caches[0]); k++) {
            if (!hygiene_is_action(&use, caches[k].action))
                continue;
            if (published == TRUTH_OPEN)
                published = hygiene_reaches_release(hygiene, job) ? TRUTH_TRUE : TRUTH_FALSE;
            const struct node *uses = node_find(step, "uses");
            struct value *cells =
                fact_add(writer, &fact_kind_workflow_cache, NULL, uses->line, uses->column)->cells;
            cells[WORKFLOW_CACHE_JOB] = fact_text(writer, job->id);
            cells[WORKFLOW_CACHE_STEP] = value_integer((int64_t)i + 1);
            cells[WORKFLOW_CACHE_ACTION] = fact_text(writer, use.name);
            cells[WORKFLOW_CACHE_RESTORES] = restores(hygiene, step, k);
            cells[WORKFLOW_CACHE_PUBLISHED] = value_boolean(published == TRUTH_TRUE);
            cells[WORKFLOW_CACHE_WORKFLOW] = fact_text(writer, hygiene_workflow_name(hygiene));
            cells[WORKFLOW_CACHE_UPLOADS] = value_boolean(hygiene_uploads(hygiene, job));
        }
    }
}

/* Actions that fetch the newest release of a tool unless an input says which, after
 * each action's own action.yml. `other`: an input that may say it instead. */
static const struct {
    const char *action, *input, *other;
} tools[] = {
    {"aquasecurity/setup-trivy", "version", NULL},
    {"1password/load-secrets-action", "version", NULL},
    {"azure/setup-helm", "version", "version-file"},
    {"azure/setup-kubectl", "version", NULL},
    {"golangci/golangci-lint-action", "version", "version-file"},
    {"hashicorp/setup-terraform", "terraform_version", "terraform_version_file"},
    {"superfly/flyctl-actions/setup-flyctl", "version", NULL},
};

static bool names_newest(const char *version)
{
    return !*version || string_equals_folded(version, "latest") || strcmp(version, "*") == 0;
}

void hygiene_read_tools(struct hygiene *hygiene, const struct github_job *job)
{
    struct fact_writer *writer = hygiene->reader.writer;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_tool))
        return;
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        struct github_use use = hygiene_use(hygiene, step);
        for (size_t k = 0; k < sizeof(tools) / sizeof(tools[0]); k++) {
            if (!hygiene_is_action(&use, tools[k].action))
                continue;
            const char *version = hygiene_input(step, tools[k].input);
            if ((!version || !*version) && tools[k].other)
                version = hygiene_input(step, tools[k].other);
            const struct node *uses = node_find(step, "uses");
            struct value *cells =
                fact_add(writer, &fact_kind_workflow_tool, NULL, uses->line, uses->column)->cells;
            cells[WORKFLOW_TOOL_JOB] = fact_text(writer, job->id);
            cells[WORKFLOW_TOOL_STEP] = value_integer((int64_t)i + 1);
            cells[WORKFLOW_TOOL_ACTION] = fact_text(writer, use.name);
            cells[WORKFLOW_TOOL_INPUT] = value_text(tools[k].input);
            if (version && !names_newest(version))
                cells[WORKFLOW_TOOL_VERSION] = fact_text(writer, version);
        }
    }
}
