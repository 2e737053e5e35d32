#include "base/table.h"
#include "facts/github_reader.h"

#include <string.h>

static const struct {
    const char *key;
    int field;
} trigger_lists[] = {
    {"types", WORKFLOW_TRIGGER_TYPES},
    {"branches", WORKFLOW_TRIGGER_BRANCHES},
    {"branches-ignore", WORKFLOW_TRIGGER_BRANCHES_IGNORE},
    {"tags", WORKFLOW_TRIGGER_TAGS},
    {"tags-ignore", WORKFLOW_TRIGGER_TAGS_IGNORE},
    {"paths", WORKFLOW_TRIGGER_PATHS},
    {"paths-ignore", WORKFLOW_TRIGGER_PATHS_IGNORE},
    {"workflows", WORKFLOW_TRIGGER_WORKFLOWS},
};

static struct value schedules_of(struct github_reader *reader, const struct node *schedule)
{
    if (!schedule || schedule->kind != NODE_SEQUENCE)
        return value_text(NULL);
    size_t count = 0;
    const char **crons = ARENA_ARRAY(reader->scratch, const char *, schedule->count);
    for (size_t i = 0; i < schedule->count; i++) {
        const char *cron = node_string(schedule->items[i], "cron");
        if (cron)
            crons[count++] = cron;
    }
    return value_texts(fact_arena(reader->writer), crons, count);
}

static void read_trigger(struct github_reader *reader, const struct node *event,
                         const struct node *details)
{
    if (!github_string(event))
        return;
    struct fact_row *row =
        fact_add(reader->writer, &fact_kind_workflow_trigger, NULL, event->line, event->column);
    row->cells[WORKFLOW_TRIGGER_SYSTEM] = value_text("github");
    row->cells[WORKFLOW_TRIGGER_EVENT] = fact_text(reader->writer, event->text);
    for (size_t i = 0; i < sizeof(trigger_lists) / sizeof(trigger_lists[0]); i++)
        row->cells[trigger_lists[i].field] =
            github_texts(reader, node_find(details, trigger_lists[i].key));
    if (strcmp(event->text, "schedule") == 0)
        row->cells[WORKFLOW_TRIGGER_SCHEDULES] = schedules_of(reader, details);
}

void github_read_triggers(struct github_reader *reader)
{
    const struct node *on = node_find(reader->root, "on");
    if (!on || !fact_is_wanted(reader->writer, &fact_kind_workflow_trigger))
        return;
    if (node_is_scalar(on)) {
        read_trigger(reader, on, NULL);
        return;
    }
    for (size_t i = 0; i < on->count; i++) {
        if (on->kind == NODE_MAPPING)
            read_trigger(reader, on->keys[i], on->items[i]);
        else
            read_trigger(reader, on->items[i], NULL);
    }
}

bool github_declares_permissions(const struct node *owner)
{
    const struct node *permissions = node_find(owner, "permissions");
    return permissions && permissions->kind != NODE_NULL;
}

static struct value access_of(struct github_reader *reader, const char *access)
{
    static const char *const accesses[] = {"none", "read", "write", NULL};
    if (access && string_is_one_of(access, accesses))
        return fact_text(reader->writer, access);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNREADABLE,
                         "a permission is none, read or write");
}

static void add_permission(struct github_reader *reader, const struct node *place, const char *job,
                           const char *scope, const char *access)
{
    struct fact_row *row =
        fact_add(reader->writer, &fact_kind_workflow_permission, NULL, place->line, place->column);
    row->cells[WORKFLOW_PERMISSION_SYSTEM] = value_text("github");
    row->cells[WORKFLOW_PERMISSION_LEVEL] = value_text(job ? "job" : "workflow");
    row->cells[WORKFLOW_PERMISSION_JOB] = fact_text(reader->writer, job);
    row->cells[WORKFLOW_PERMISSION_SCOPE] = fact_text(reader->writer, scope);
    row->cells[WORKFLOW_PERMISSION_ACCESS] = access_of(reader, access);
}

void github_read_permissions(struct github_reader *reader, const struct node *permissions,
                             const char *job)
{
    if (!permissions || permissions->kind == NODE_NULL ||
        !fact_is_wanted(reader->writer, &fact_kind_workflow_permission))
        return;
    if (permissions->kind == NODE_MAPPING) {
        for (size_t i = 0; i < permissions->count; i++)
            add_permission(reader, permissions->keys[i], job, permissions->keys[i]->text,
                           github_string(permissions->items[i]));
        return;
    }
    const char *all = github_string(permissions);
    bool read = all && strcmp(all, "read-all") == 0;
    bool write = all && strcmp(all, "write-all") == 0;
    add_permission(reader, permissions, job, "*", read ? "read" : write ? "write" : NULL);
}

/* Rounds in which "needs a job that never runs" spreads; a longer chain is taken
 * as running. */
enum { NEEDS_ROUNDS = 16 };

static bool needs_disabled(const struct table *indices, const bool *enabled,
                           const struct node *needs)
{
    size_t count = needs->kind == NODE_SEQUENCE ? needs->count : 1;
    for (size_t i = 0; i < count; i++) {
        const char *name = github_string(needs->kind == NODE_SEQUENCE ? needs->items[i] : needs);
        const bool *needed = name ? table_find(indices, name) : NULL;
        if (needed && !enabled[needed - enabled])
            return true;
    }
    return false;
}

/* A job that needs a job that never runs is skipped, unless its own condition
 * asks for the status of what came before. */
static const bool *find_enabled(struct github_reader *reader, const struct node *jobs)
{
    bool *enabled = ARENA_ARRAY(reader->scratch, bool, jobs->count);
    struct table indices;
    table_init(&indices, reader->scratch);
    bool any_disabled = false;
    for (size_t i = 0; i < jobs->count; i++) {
        enabled[i] = github_truth(reader, node_find(jobs->items[i], "if"), true) != TRUTH_FALSE;
        any_disabled = any_disabled || !enabled[i];
        table_set(&indices, jobs->keys[i]->text, &enabled[i]);
    }
    for (unsigned round = 0; any_disabled && round < NEEDS_ROUNDS; round++) {
        any_disabled = false;
        for (size_t i = 0; i < jobs->count; i++) {
            const struct node *needs = node_find(jobs->items[i], "needs");
            if (!enabled[i] || !needs || !needs_disabled(&indices, enabled, needs) ||
                github_asks_status(reader, node_find(jobs->items[i], "if")))
                continue;
            enabled[i] = false;
            any_disabled = true;
        }
    }
    return enabled;
}

static struct value unless_expression(struct github_reader *reader, const struct node *node)
{
    if (!github_has_fence(node))
        return fact_text(reader->writer, github_string(node));
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "an expression: only a run tells");
}

enum { LABELS_MAX = 64 };

static struct value runs_on_of(struct github_reader *reader, const struct node *job)
{
    const struct node *node = node_find(job, "runs-on");
    if (node && node->kind == NODE_MAPPING)
        node = node_find(node, "labels");
    if (!node || !github_has_fence(node)) {
        for (size_t i = 0; node && i < node->count; i++)
            if (github_has_fence(node->items[i]))
                return unless_expression(reader, node->items[i]);
        return github_texts(reader, node);
    }
    const char *labels[LABELS_MAX];
    size_t count = github_matrix_expand(reader, job, node->text, labels, LABELS_MAX);
    if (count > 0)
        return value_texts(fact_arena(reader->writer), labels, count);
    return unless_expression(reader, node);
}

static struct value timeout_of(struct github_reader *reader, const struct node *job)
{
    const struct node *node = node_find(job, "timeout-minutes");
    int64_t minutes;
    if (!github_string(node))
        return value_text(NULL);
    if (node_integer(node, &minutes))
        return value_integer(minutes);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "no whole number is written");
}

static void add_job(struct github_reader *reader, const struct github_job *job,
                    const struct node *key)
{
    const struct node *node = job->node;
    const struct node *steps = node_find(node, "steps");
    const struct node *environment = node_find(node, "environment");
    const char *secrets = node_string(node, "secrets");
    const struct node *image = node_find(node, "container");
    if (image && image->kind == NODE_MAPPING)
        image = node_find(image, "image");
    if (environment && environment->kind == NODE_MAPPING)
        environment = node_find(environment, "name");
    struct value needs = github_texts(reader, node_find(node, "needs"));
    if (needs.kind == VALUE_ABSENT)
        needs = value_texts(fact_arena(reader->writer), NULL, 0);

    struct fact_row *row =
        fact_add(reader->writer, &fact_kind_workflow_job, NULL, key->line, key->column);
    struct value *cells = row->cells;
    cells[WORKFLOW_JOB_SYSTEM] = value_text("github");
    cells[WORKFLOW_JOB_JOB] = fact_text(reader->writer, job->id);
    cells[WORKFLOW_JOB_NAME] = fact_text(reader->writer, node_string(node, "name"));
    cells[WORKFLOW_JOB_DECLARES_PERMISSIONS] = value_boolean(github_declares_permissions(node));
    cells[WORKFLOW_JOB_ENABLED] = value_boolean(job->enabled);
    cells[WORKFLOW_JOB_BLOCKING] =
        github_job_blocking(reader, node, &cells[WORKFLOW_JOB_ADVISORY_WITH]);
    if (cells[WORKFLOW_JOB_BLOCKING].kind == VALUE_BOOLEAN && !cells[WORKFLOW_JOB_BLOCKING].boolean)
        cells[WORKFLOW_JOB_ADVISORY_REASON] = value_text("continue-on-error is true");
    cells[WORKFLOW_JOB_ACTIVATION] = github_activation(job->enabled);
    if (!job->enabled)
        cells[WORKFLOW_JOB_ACTIVATION_REASON] =
            fact_text(reader->writer, github_activation_reason(reader, node));
    cells[WORKFLOW_JOB_MATRIX] = github_matrix_values(reader, node);
    cells[WORKFLOW_JOB_IMAGE] = unless_expression(reader, image);
    cells[WORKFLOW_JOB_NEEDS] = needs;
    cells[WORKFLOW_JOB_RUNS_ON] = runs_on_of(reader, node);
    cells[WORKFLOW_JOB_ENVIRONMENT] = unless_expression(reader, environment);
    cells[WORKFLOW_JOB_USES] = fact_text(reader->writer, node_string(node, "uses"));
    cells[WORKFLOW_JOB_CONDITION] = fact_text(reader->writer, node_string(node, "if"));
    cells[WORKFLOW_JOB_INHERITS_SECRETS] =
        value_boolean(secrets && strcmp(secrets, "inherit") == 0);
    cells[WORKFLOW_JOB_TIMEOUT_MINUTES] = timeout_of(reader, node);
    cells[WORKFLOW_JOB_STEPS] =
        value_integer(steps && steps->kind == NODE_SEQUENCE ? (int64_t)steps->count : 0);
}

void github_read_jobs(struct github_reader *reader, const struct node *jobs)
{
    const bool *enabled = find_enabled(reader, jobs);
    for (size_t i = 0; i < jobs->count; i++) {
        struct github_job job = {
            .id = jobs->keys[i]->text, .node = jobs->items[i], .enabled = enabled[i]};
        if (job.node->kind != NODE_MAPPING) {
            github_add_gaps(reader, GITHUB_GAP_JOB, "a job is no mapping");
            continue;
        }
        add_job(reader, &job, jobs->keys[i]);
        github_read_permissions(reader, node_find(job.node, "permissions"), job.id);
        github_read_use(reader, &job, 0, node_find(job.node, "uses"));
        github_read_images(reader, &job);
        github_read_inputs(reader, &job, NULL, 0);
        github_read_job_expressions(reader, &job);
        github_read_variables(reader, job.node, &job, 0);
        github_read_steps(reader, &job);
    }
}
