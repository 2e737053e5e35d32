#include "facts/github_reader.h"
#include "facts/script_lines.h"

#include <string.h>

/* Events that only a person, or a program that a person runs, sends. */
static bool is_manual(const char *event)
{
    return strcmp(event, "workflow_dispatch") == 0 || strcmp(event, "repository_dispatch") == 0;
}

static void add_event(const struct node *event, bool *automatic, bool *called, bool *manual)
{
    const char *name = github_string(event);
    if (!name)
        return;
    bool is_call = strcmp(name, "workflow_call") == 0;
    *called |= is_call;
    *manual |= is_manual(name);
    *automatic |= !is_call && !is_manual(name);
}

void github_set_workflow_activation(struct github_reader *reader, struct value *cells)
{
    const struct node *on = node_find(reader->root, "on");
    bool automatic = false;
    bool called = false;
    bool manual = false;
    if (on && node_is_scalar(on))
        add_event(on, &automatic, &called, &manual);
    for (size_t i = 0; on && i < on->count; i++)
        add_event(on->kind == NODE_MAPPING ? on->keys[i] : on->items[i], &automatic, &called,
                  &manual);
    const char *activation = automatic ? "automatic"
                             : called  ? "called"
                             : manual  ? "manual"
                                       : "disabled";
    const char *reason = automatic ? NULL
                         : called  ? "only other workflows start it"
                         : manual  ? "only a person starts it"
                                   : "no event starts it";
    cells[WORKFLOW_ACTIVATION] = value_text(activation);
    cells[WORKFLOW_ACTIVATION_REASON] = value_text(reason);
}

struct value github_activation(bool enabled)
{
    return value_text(enabled ? "automatic" : "disabled");
}

const char *github_activation_reason(struct github_reader *reader, const struct node *owner)
{
    const char *condition = node_string(owner, "if");
    if (condition && github_truth(reader, node_find(owner, "if"), true) == TRUTH_FALSE)
        return arena_printf(fact_arena(reader->writer), "its condition is always false: '%s'",
                            condition);
    return "what it belongs to or needs never runs";
}

struct value github_script_lines(struct github_reader *reader, const struct node *run)
{
    struct buffer text = BUFFER_EMPTY;
    struct script_lines script = {.arena = fact_arena(reader->writer), .text = &text};
    script_lines_add(&script, run);
    buffer_release(&text);
    return script_lines_value(&script);
}

enum { MATRIX_VALUES_MAX = 256 };

static void add_value(struct github_reader *reader, const char **texts, size_t *count,
                      const char *name, const struct node *value)
{
    if (node_is_scalar(value) && !github_has_fence(value) && *count < MATRIX_VALUES_MAX)
        texts[(*count)++] =
            arena_printf(fact_arena(reader->writer), "%s=%s", name, value->text ? value->text : "");
}

struct value github_matrix_values(struct github_reader *reader, const struct node *job)
{
    const struct node *matrix = node_find(node_find(job, "strategy"), "matrix");
    if (!matrix || matrix->kind != NODE_MAPPING)
        return value_text(NULL);
    const char *texts[MATRIX_VALUES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < matrix->count; i++) {
        const struct node *list = matrix->items[i];
        bool included = strcmp(matrix->keys[i]->text, "include") == 0;
        for (size_t k = 0; list->kind == NODE_SEQUENCE && k < list->count; k++) {
            const struct node *item = list->items[k];
            if (!included)
                add_value(reader, texts, &count, matrix->keys[i]->text, item);
            for (size_t m = 0; included && item->kind == NODE_MAPPING && m < item->count; m++)
                add_value(reader, texts, &count, item->keys[m]->text, item->items[m]);
        }
    }
    return count > 0 ? value_texts(fact_arena(reader->writer), texts, count) : value_text(NULL);
}

void github_read_variables(struct github_reader *reader, const struct node *owner,
                           const struct github_job *job, size_t step)
{
    const struct node *env = node_find(owner, "env");
    if (!env || env->kind != NODE_MAPPING ||
        !fact_is_wanted(reader->writer, &fact_kind_workflow_variable))
        return;
    for (size_t i = 0; i < env->count; i++) {
        if (!node_is_scalar(env->items[i]))
            continue;
        struct value *cells = fact_add(reader->writer, &fact_kind_workflow_variable, NULL,
                                       env->keys[i]->line, env->keys[i]->column)
                                  ->cells;
        const char *text = github_string(env->items[i]);
        cells[WORKFLOW_VARIABLE_SYSTEM] = value_text("github");
        if (job)
            cells[WORKFLOW_VARIABLE_JOB] = fact_text(reader->writer, job->id);
        if (step > 0)
            cells[WORKFLOW_VARIABLE_STEP] = value_integer((int64_t)step);
        cells[WORKFLOW_VARIABLE_NAME] = fact_text(reader->writer, env->keys[i]->text);
        cells[WORKFLOW_VARIABLE_VALUE] = fact_text(reader->writer, text ? text : "");
    }
}
