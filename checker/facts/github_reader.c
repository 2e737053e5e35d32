#include "facts/github_reader.h"

#include <string.h>

void github_reader_init(struct github_reader *reader, struct text content)
{
    reader->content = content;
    size_t capacity = 0;
    struct text rest = content;
    struct text line;
    while (text_next_line(&rest, &line)) {
        reader->line_starts = arena_grow(reader->scratch, reader->line_starts, reader->line_count,
                                         &capacity, sizeof(size_t));
        reader->line_starts[reader->line_count++] = (size_t)(line.bytes - content.bytes);
    }
}

static const struct {
    const struct fact_kind *kind;
    enum github_gap least; /* the smallest gap that leaves this kind open */
    bool in_actions;
    int system; /* the cell that the path tells */
} gap_kinds[] = {
    {&fact_kind_workflow, GITHUB_GAP_FILE, false, WORKFLOW_SYSTEM},
    {&fact_kind_workflow_trigger, GITHUB_GAP_FILE, false, WORKFLOW_TRIGGER_SYSTEM},
    {&fact_kind_workflow_job, GITHUB_GAP_JOB, false, WORKFLOW_JOB_SYSTEM},
    {&fact_kind_workflow_permission, GITHUB_GAP_JOB, false, WORKFLOW_PERMISSION_SYSTEM},
    {&fact_kind_workflow_step, GITHUB_GAP_STEPS, true, WORKFLOW_STEP_SYSTEM},
    {&fact_kind_workflow_input, GITHUB_GAP_STEPS, true, WORKFLOW_INPUT_SYSTEM},
    {&fact_kind_workflow_use, GITHUB_GAP_STEPS, true, WORKFLOW_USE_SYSTEM},
    {&fact_kind_workflow_variable, GITHUB_GAP_STEPS, true, WORKFLOW_VARIABLE_SYSTEM},
    {&fact_kind_workflow_expression, GITHUB_GAP_STEPS, true, WORKFLOW_EXPRESSION_SYSTEM},
};

void github_add_gaps(struct github_reader *reader, enum github_gap gap, const char *reason)
{
    for (size_t i = 0; i < sizeof(gap_kinds) / sizeof(gap_kinds[0]); i++) {
        if (gap > gap_kinds[i].least || (reader->action && !gap_kinds[i].in_actions) ||
            !fact_is_wanted(reader->writer, gap_kinds[i].kind))
            continue;
        struct fact_row *row =
            fact_add_gap(reader->writer, gap_kinds[i].kind, NULL, reader->gap_class, reason);
        row->cells[gap_kinds[i].system] = value_text("github");
    }
}

size_t github_offset(const struct github_reader *reader, uint32_t line, uint32_t column)
{
    if (line == 0 || line > reader->line_count)
        return line == reader->line_count + 1 ? reader->content.size : SIZE_MAX;
    size_t at = reader->line_starts[line - 1];
    for (uint32_t i = 1; i < column && at < reader->content.size; i++) {
        uint32_t code;
        at += utf8_decode(reader->content.bytes + at, reader->content.size - at, &code);
    }
    return at;
}

void github_place(const struct github_reader *reader, size_t offset, uint32_t *line,
                  uint32_t *column)
{
    size_t low = 0;
    size_t high = reader->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (reader->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    *line = (uint32_t)low + 1;
    *column = 1;
    for (size_t at = reader->line_count ? reader->line_starts[low] : offset; at < offset;) {
        uint32_t code;
        at += utf8_decode(reader->content.bytes + at, reader->content.size - at, &code);
        ++*column;
    }
}

struct github_scope github_scope_of(const struct github_reader *reader, const struct node *job,
                                    const struct node *step, unsigned levels, unsigned *budget)
{
    *budget = GITHUB_BUDGET;
    return (struct github_scope){
        .scratch = reader->scratch,
        .root = reader->root,
        .job = job,
        .step = step,
        .action = reader->action,
        .levels = levels,
        .budget = budget,
    };
}

const char *github_string(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

bool github_has_fence(const struct node *scalar)
{
    const char *text = github_string(scalar);
    return text && strstr(text, "${{") != NULL;
}

struct value github_texts(struct github_reader *reader, const struct node *node)
{
    const char *single = github_string(node);
    if (single)
        return value_texts(fact_arena(reader->writer), &single, 1);
    if (!node || node->kind != NODE_SEQUENCE)
        return value_text(NULL);
    size_t count = 0;
    const char **texts = ARENA_ARRAY(reader->scratch, const char *, node->count);
    for (size_t i = 0; i < node->count; i++)
        if (github_string(node->items[i]))
            texts[count++] = github_string(node->items[i]);
    return value_texts(fact_arena(reader->writer), texts, count);
}

static const struct expression *parse_condition(struct github_reader *reader,
                                                const struct node *node, bool bare, bool *constant)
{
    *constant = false;
    struct text text = {.bytes = node->text, .size = node->size};
    struct expression_fence fence;
    if (!expression_fence_find(text, 0, &fence)) {
        *constant = !bare;
        return bare ? expression_parse(reader->scratch, text, NULL) : NULL;
    }
    if (fence.closed && fence.start == 0 && fence.end == text.size)
        return expression_parse(reader->scratch, fence.body, NULL);
    /* Anything beside the fence, a line's end too, makes a text that is not
     * empty, which is true. */
    *constant = true;
    return NULL;
}

enum truth github_truth(struct github_reader *reader, const struct node *node, bool bare)
{
    if (!github_string(node))
        return TRUTH_OPEN;
    bool constant;
    const struct expression *expression = parse_condition(reader, node, bare, &constant);
    if (expression)
        return expression_truth(expression);
    if (!constant)
        return TRUTH_OPEN;
    return strcmp(node->text, "false") == 0 ? TRUTH_FALSE : TRUTH_TRUE;
}

bool github_asks_status(struct github_reader *reader, const struct node *condition)
{
    if (!github_string(condition))
        return false;
    bool constant;
    return expression_asks_status(parse_condition(reader, condition, true, &constant));
}

enum { MATRIX_NAMES_MAX = 8 };

/* The names behind a lone `matrix.NAME`, or `matrix.NAME.PART`; 0 for anything else. */
static size_t matrix_names(struct github_reader *reader, struct text body,
                           const char *names[MATRIX_NAMES_MAX])
{
    const struct expression *expression = expression_parse(reader->scratch, body, NULL);
    size_t count = 0;
    for (const struct expression *at = expression; at; at = at->left) {
        if (at->kind == EXPRESSION_CONTEXT && string_equals_folded(at->name, "matrix"))
            break;
        if (at->kind != EXPRESSION_PROPERTY || count == MATRIX_NAMES_MAX)
            return 0;
        names[count++] = at->name;
    }
    for (size_t i = 0; i < count / 2; i++) {
        const char *swapped = names[i];
        names[i] = names[count - 1 - i];
        names[count - 1 - i] = swapped;
    }
    return count;
}

/* The text that the names lead to from one entry; "" where a part is not there,
 * as in an expression; NULL where only a run tells. */
static const char *matrix_text(const struct node *entry, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (github_has_fence(entry))
            return NULL;
        entry = github_find_folded(entry, names[i]);
    }
    if (!entry || entry->kind == NODE_NULL)
        return "";
    return github_has_fence(entry) ? NULL : github_string(entry);
}

size_t github_matrix_expand(struct github_reader *reader, const struct node *job, const char *text,
                            const char **out, size_t most)
{
    struct text whole = text_of(text);
    struct expression_fence fence;
    struct expression_fence second;
    if (!expression_fence_find(whole, 0, &fence) || !fence.closed ||
        expression_fence_find(whole, fence.end, &second))
        return 0;
    const char *names[MATRIX_NAMES_MAX];
    size_t depth = matrix_names(reader, fence.body, names);
    const struct node *matrix = node_find(node_find(job, "strategy"), "matrix");
    if (depth == 0 || !matrix || matrix->kind != NODE_MAPPING)
        return 0;

    const struct node *values = github_find_folded(matrix, names[0]);
    const struct node *include = node_find(matrix, "include");
    if ((values && values->kind != NODE_SEQUENCE) || (include && include->kind != NODE_SEQUENCE))
        return 0;
    size_t count = 0;
    size_t from_values = values ? values->count : 0;
    size_t total = from_values + (include ? include->count : 0);
    for (size_t i = 0; i < total; i++) {
        const struct node *item =
            i < from_values ? values->items[i] : include->items[i - from_values];
        if (i >= from_values && !github_has_fence(item)) {
            item = github_find_folded(item, names[0]);
            if (!item)
                continue;
        }
        const char *value = matrix_text(item, names + 1, depth - 1);
        if (!value || count == most)
            return 0;
        out[count++] = arena_printf(reader->scratch, "%.*s%s%s", (int)fence.start, text, value,
                                    text + fence.end);
    }
    return count;
}
