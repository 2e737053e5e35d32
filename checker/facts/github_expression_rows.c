#include "base/table.h"
#include "facts/github_reader.h"
#include "facts/github_scripts.h"
#include "facts/github_uses.h"

#include <string.h>

/* One text that is scanned for expressions. */
struct site {
    const struct github_job *job; /* NULL outside of jobs */
    const struct node *step;
    size_t position; /* 0: no step */
    enum github_sink sink;
    unsigned levels;    /* of env blocks that are seen */
    const char *target; /* name of the input or variable, or NULL */
};

struct cursor {
    struct github_reader *reader;
    const struct site *site;
    const struct node *node;
    size_t offset, end; /* in the file: where the next fence is looked for */
    struct table seen;  /* contexts that have their row */
    uint32_t line, column;
};

static const char *const sink_names[] = {"run", "script", "input", "condition", "environment"};
static const char *const control_names[] = {"fixed",      "trusted", "input",
                                            "structured", NULL,      "attacker"};

static struct value control_cell(struct github_reader *reader, struct github_say say,
                                 const char *problem)
{
    if (problem)
        return value_unknown(fact_arena(reader->writer), UNKNOWN_UNREADABLE, problem);
    if (say.control != GITHUB_UNKNOWN)
        return value_text(control_names[say.control]);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "who chooses the value cannot be told from the file");
}

static void add_row(struct cursor *cursor, const char *context, struct github_say say,
                    const char *problem)
{
    if (table_has(&cursor->seen, context))
        return;
    table_set(&cursor->seen, context, cursor);
    const struct site *site = cursor->site;
    struct fact_writer *writer = cursor->reader->writer;
    struct fact_row *row =
        fact_add(writer, &fact_kind_workflow_expression, NULL, cursor->line, cursor->column);
    struct value *cells = row->cells;
    cells[WORKFLOW_EXPRESSION_SYSTEM] = value_text("github");
    cells[WORKFLOW_EXPRESSION_JOB] = fact_text(writer, site->job ? site->job->id : NULL);
    if (site->position > 0)
        cells[WORKFLOW_EXPRESSION_STEP] = value_integer((int64_t)site->position);
    cells[WORKFLOW_EXPRESSION_CONTEXT] = fact_text(writer, context);
    cells[WORKFLOW_EXPRESSION_SINK] = value_text(sink_names[site->sink]);
    cells[WORKFLOW_EXPRESSION_CONTROL] = control_cell(cursor->reader, say, problem);
    if (say.origin && strcmp(say.origin, context) != 0)
        cells[WORKFLOW_EXPRESSION_ORIGIN] = fact_text(writer, say.origin);
    cells[WORKFLOW_EXPRESSION_TARGET] = fact_text(writer, site->target);
}

/* A condition is decided by all that it reads; elsewhere only what becomes a part
 * of the value counts. */
static void read_expression(struct cursor *cursor, struct text body)
{
    struct github_reader *reader = cursor->reader;
    const struct site *site = cursor->site;
    const char *written = arena_copy(reader->scratch, text_trim(body));
    const char *problem = NULL;
    const struct expression *expression = expression_parse(reader->scratch, body, &problem);
    if (!expression) {
        add_row(cursor, written, (struct github_say){.control = GITHUB_UNKNOWN}, problem);
        return;
    }
    struct context_use *uses = NULL;
    size_t count = expression_contexts(reader->scratch, expression, &uses);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!uses[i].flows && site->sink != SINK_CONDITION)
            continue;
        any = true;
        const char *context = uses[i].serialised
                                  ? arena_printf(reader->scratch, "toJSON(%s)", uses[i].path)
                                  : uses[i].path;
        if (table_has(&cursor->seen, context))
            continue;
        unsigned budget;
        struct github_scope scope = github_scope_of(reader, site->job ? site->job->node : NULL,
                                                    site->step, site->levels, &budget);
        struct github_say say = github_context_control(&scope, uses[i].path, uses[i].serialised);
        if (say.origin && strcmp(say.origin, uses[i].path) == 0)
            say.origin = NULL;
        add_row(cursor, context, say, NULL);
    }
    if (!any)
        add_row(cursor, written, (struct github_say){.control = GITHUB_FIXED}, NULL);
}

/* Fences stand in the file as in the value, in the same order, however the text
 * is quoted or folded. */
static void find_place(struct cursor *cursor)
{
    cursor->line = cursor->node->line;
    cursor->column = cursor->node->column;
    if (cursor->offset >= cursor->end)
        return;
    struct text rest = {.bytes = cursor->reader->content.bytes + cursor->offset,
                        .size = cursor->end - cursor->offset};
    size_t at = text_find(rest, "${{");
    if (at == SIZE_MAX) {
        cursor->offset = cursor->end;
        return;
    }
    github_place(cursor->reader, cursor->offset + at, &cursor->line, &cursor->column);
    cursor->offset += at + 3;
}

static void read_text(struct github_reader *reader, const struct site *site,
                      const struct node *node)
{
    if (!node || !github_string(node))
        return;
    struct text text = {.bytes = node->text, .size = node->size};
    struct cursor cursor = {
        .reader = reader,
        .site = site,
        .node = node,
        .offset = github_offset(reader, node->line, node->column),
        .end = github_offset(reader, node->end_line, node->end_column),
        .line = node->line,
        .column = node->column,
    };
    if (cursor.end == SIZE_MAX)
        cursor.end = reader->content.size;
    table_init(&cursor.seen, reader->scratch);
    struct expression_fence fence;
    if (!expression_fence_find(text, 0, &fence)) {
        if (site->sink == SINK_CONDITION)
            read_expression(&cursor, text);
        return;
    }
    for (size_t at = 0; expression_fence_find(text, at, &fence); at = fence.end) {
        find_place(&cursor);
        if (fence.closed)
            read_expression(&cursor, fence.body);
        else
            add_row(&cursor, arena_copy(reader->scratch, text_trim(fence.body)),
                    (struct github_say){.control = GITHUB_UNKNOWN},
                    "an expression without its end");
    }
}

static void read_mapping(struct github_reader *reader, struct site site, const struct node *mapping)
{
    if (node_is_scalar(mapping)) {
        read_text(reader, &site, mapping);
        return;
    }
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        site.target = mapping->keys[i]->text;
        read_text(reader, &site, mapping->items[i]);
    }
}

static void read_with(struct github_reader *reader, struct site site, const struct node *with,
                      const char *uses)
{
    if (!with || with->kind != NODE_MAPPING) {
        read_mapping(reader, site, with);
        return;
    }
    struct github_use use = {0};
    if (uses)
        use = github_use_parse(reader->scratch, uses);
    for (size_t i = 0; i < with->count; i++) {
        site.target = with->keys[i]->text;
        site.sink = use.name && github_is_script(use.name, site.target) ? SINK_SCRIPT : SINK_INPUT;
        read_text(reader, &site, with->items[i]);
    }
}

static bool is_wanted(const struct github_reader *reader)
{
    return fact_is_wanted(reader->writer, &fact_kind_workflow_expression);
}

void github_read_root_expressions(struct github_reader *reader)
{
    if (!is_wanted(reader))
        return;
    read_mapping(reader, (struct site){.sink = SINK_ENVIRONMENT}, node_find(reader->root, "env"));
}

void github_read_job_expressions(struct github_reader *reader, const struct github_job *job)
{
    if (!is_wanted(reader))
        return;
    struct site site = {.job = job, .sink = SINK_CONDITION, .levels = 1};
    read_text(reader, &site, node_find(job->node, "if"));
    site.sink = SINK_ENVIRONMENT;
    read_mapping(reader, site, node_find(job->node, "env"));
    site.sink = SINK_INPUT;
    read_with(reader, site, node_find(job->node, "with"), NULL);
}

void github_read_step_expressions(struct github_reader *reader, const struct github_job *job,
                                  const struct node *step, size_t position)
{
    if (!is_wanted(reader))
        return;
    struct site site = {
        .job = job, .step = step, .position = position, .sink = SINK_CONDITION, .levels = 3};
    read_text(reader, &site, node_find(step, "if"));
    site.sink = SINK_RUN;
    read_text(reader, &site, node_find(step, "run"));
    read_with(reader, site, node_find(step, "with"), node_string(step, "uses"));
    site.sink = SINK_ENVIRONMENT;
    site.levels = 2;
    read_mapping(reader, site, node_find(step, "env"));
}
