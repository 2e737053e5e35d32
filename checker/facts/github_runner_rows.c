#include "facts/github_hygiene.h"

#include <string.h>

enum { LABELS_MAX = 64, DEPTH_MAX = 8 };

struct labels {
    struct hygiene *hygiene;
    const struct github_job *job;
    const char *items[LABELS_MAX];
    size_t count;
    bool open; /* there may be others */
};

static void add_label(struct labels *labels, const char *label)
{
    for (size_t i = 0; i < labels->count; i++)
        if (strcmp(labels->items[i], label) == 0)
            return;
    if (labels->count == LABELS_MAX)
        labels->open = true;
    else
        labels->items[labels->count++] = label;
}

static void add_text(struct labels *labels, const struct node *node, unsigned depth);

/* `matrix.name` and `matrix.name.part`, where the matrix is written out and holds
 * expressions itself. */
static void add_matrix(struct labels *labels, const char *path, unsigned depth)
{
    const struct node *matrix = node_find(node_find(labels->job->node, "strategy"), "matrix");
    const char *name = path + strlen("matrix.");
    const char *dot = strchr(name, '.');
    struct arena *scratch = labels->hygiene->reader.scratch;
    const char *first =
        dot ? arena_copy(scratch, (struct text){.bytes = name, .size = (size_t)(dot - name)})
            : name;
    const struct node *lists[2] = {github_find_folded(matrix, first),
                                   github_find_folded(matrix, "include")};
    bool any = false;
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; lists[k] && lists[k]->kind == NODE_SEQUENCE && i < lists[k]->count;
             i++) {
            const struct node *item = lists[k]->items[i];
            if (k == 1)
                item = github_find_folded(item, first);
            if (item && dot)
                item = github_find_folded(item, dot + 1);
            if (!item)
                continue;
            any = true;
            add_text(labels, item, depth + 1);
        }
        labels->open = labels->open || (lists[k] && lists[k]->kind != NODE_SEQUENCE);
    }
    labels->open = labels->open || !any;
}

/* The texts that an expression may give: `a && 'x' || 'y'`, fromJSON('["x"]'). */
static void add_outcomes(struct labels *labels, const struct expression *expression, unsigned depth)
{
    struct context_use *uses = NULL;
    if (!expression || depth > DEPTH_MAX) {
        labels->open = true;
        return;
    }
    if (expression->kind == EXPRESSION_TEXT) {
        add_label(labels, expression->name);
    } else if (expression->kind == EXPRESSION_OR || expression->kind == EXPRESSION_AND) {
        if (expression->kind == EXPRESSION_OR)
            add_outcomes(labels, expression->left, depth + 1);
        add_outcomes(labels, expression->right, depth + 1);
    } else if (expression->kind == EXPRESSION_CALL && expression->count == 1 &&
               string_equals_folded(expression->name, "fromJSON")) {
        add_outcomes(labels, expression->arguments[0], depth + 1);
    } else if (expression->kind == EXPRESSION_PROPERTY &&
               expression_contexts(labels->hygiene->reader.scratch, expression, &uses) == 1 &&
               text_find_folded(text_of(uses[0].path), "matrix.") == 0) {
        add_matrix(labels, uses[0].path, depth);
    } else {
        labels->open = true;
    }
}

static void add_text(struct labels *labels, const struct node *node, unsigned depth)
{
    const char *text = github_string(node);
    if (!text || !github_has_fence(node)) {
        if (text)
            add_label(labels, text);
        return;
    }
    struct github_reader *reader = &labels->hygiene->reader;
    const char *expanded[LABELS_MAX];
    size_t count = github_matrix_expand(reader, labels->job->node, text, expanded, LABELS_MAX);
    for (size_t i = 0; i < count; i++)
        add_label(labels, expanded[i]);
    if (count > 0)
        return;
    struct text whole = {.bytes = node->text, .size = node->size};
    struct expression_fence fence;
    if (!expression_fence_find(whole, 0, &fence) || !fence.closed)
        return;
    if (fence.start == 0 && fence.end == whole.size)
        add_outcomes(labels, expression_parse(reader->scratch, fence.body, NULL), depth);
    /* `ubuntu-${{ ... }}` is none of one's own */
    else if (fence.start == 0 || text_find(whole, "self-hosted") != SIZE_MAX)
        labels->open = true;
}

static bool names_self_hosted(const struct labels *labels)
{
    for (size_t i = 0; i < labels->count; i++)
        if (text_find_folded(text_of(labels->items[i]), "self-hosted") != SIZE_MAX)
            return true;
    return false;
}

void hygiene_read_runner(struct hygiene *hygiene, const struct github_job *job)
{
    struct fact_writer *writer = hygiene->reader.writer;
    const struct node *runs_on = node_find(job->node, "runs-on");
    if (!runs_on || !hygiene_wants(hygiene, &fact_kind_workflow_runner))
        return;
    struct labels labels = {.hygiene = hygiene, .job = job};
    const struct node *asked =
        runs_on->kind == NODE_MAPPING ? node_find(runs_on, "labels") : runs_on;
    const char *group = runs_on->kind == NODE_MAPPING ? node_string(runs_on, "group") : NULL;
    if (asked && asked->kind == NODE_SEQUENCE)
        for (size_t i = 0; i < asked->count; i++)
            add_text(&labels, asked->items[i], 0);
    else if (asked)
        add_text(&labels, asked, 0);
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_runner, NULL, runs_on->line, runs_on->column)->cells;
    cells[WORKFLOW_RUNNER_JOB] = fact_text(writer, job->id);
    if (labels.count > 0)
        cells[WORKFLOW_RUNNER_LABELS] = value_texts(fact_arena(writer), labels.items, labels.count);
    cells[WORKFLOW_RUNNER_GROUP] = fact_text(writer, group);
    bool own = names_self_hosted(&labels);
    cells[WORKFLOW_RUNNER_SELF_HOSTED] =
        own || !labels.open ? value_boolean(own)
                            : value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                            "an expression: only a run tells");
}
