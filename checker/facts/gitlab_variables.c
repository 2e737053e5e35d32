#include "facts/gitlab_reader.h"

#include <string.h>

/* Values within values: GitLab follows any number, nobody writes more. */
enum { DEPTH_MAX = 5, EXPANDED_MAX = 4096 };

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_of_matrix(const struct gitlab_job *job, const char *name)
{
    const struct node *matrix = node_find(node_find(job->node, "parallel"), "matrix");
    for (size_t i = 0; matrix && matrix->kind == NODE_SEQUENCE && i < matrix->count; i++)
        if (node_find(matrix->items[i], name))
            return true;
    return false;
}

/* `inherit:variables` is a boolean, or the list of the names that are inherited. */
static bool inherits_variable(const struct gitlab_job *job, const char *name)
{
    const struct node *inherit = node_find(node_find(job->node, "inherit"), "variables");
    if (!inherit || inherit->kind == NODE_NULL)
        return true;
    if (inherit->kind != NODE_SEQUENCE)
        return strcmp(inherit->text, "false") != 0;
    for (size_t i = 0; i < inherit->count; i++)
        if (node_is_scalar(inherit->items[i]) && strcmp(inherit->items[i]->text, name) == 0)
            return true;
    return false;
}

/* A matrix gives a variable another value in each job of it. */
static const char *constant_of(const struct gitlab_job *job, const char *name)
{
    if (is_of_matrix(job, name))
        return NULL;
    const char *own = gitlab_variable_text(node_find(node_find(job->node, "variables"), name));
    if (own || !inherits_variable(job, name))
        return own;
    return gitlab_variable_text(node_find(node_find(job->config->root, "variables"), name));
}

static void expand(const struct gitlab_job *job, const char *text, unsigned depth,
                   struct buffer *out)
{
    for (const char *at = text; *at && out->size < EXPANDED_MAX;) {
        if (*at != '$') {
            buffer_add_byte(out, *at++);
            continue;
        }
        bool braces = at[1] == '{';
        const char *start = at + 1 + braces;
        const char *end = start;
        while (is_name_byte(*end))
            end++;
        const char *name =
            arena_copy(job->config->scratch, (struct text){start, (size_t)(end - start)});
        bool whole = end > start && (!braces || *end == '}');
        const char *value = whole && depth < DEPTH_MAX ? constant_of(job, name) : NULL;
        const char *next = whole ? end + braces : at + 1;
        if (value)
            expand(job, value, depth + 1, out);
        else
            buffer_add(out, at, (size_t)(next - at));
        at = next;
    }
}

const char *gitlab_expand(const struct gitlab_job *job, const char *text)
{
    if (!strchr(text, '$'))
        return text;
    struct buffer out = BUFFER_EMPTY;
    expand(job, text, 0, &out);
    const char *copy =
        arena_copy(job->config->scratch, (struct text){buffer_string(&out), out.size});
    buffer_release(&out);
    return copy;
}

static void add_variable(struct gitlab_config *config, const struct gitlab_job *job,
                         const struct node *key, struct value value)
{
    struct value *cells = fact_add(config->writer, &fact_kind_workflow_variable,
                                   gitlab_path_of(config, key), key->line, key->column)
                              ->cells;
    cells[WORKFLOW_VARIABLE_SYSTEM] = value_text("gitlab");
    if (job)
        cells[WORKFLOW_VARIABLE_JOB] = fact_text(config->writer, job->entry->name);
    cells[WORKFLOW_VARIABLE_NAME] = fact_text(config->writer, key->text);
    cells[WORKFLOW_VARIABLE_VALUE] = value;
    cells[WORKFLOW_VARIABLE_WORKFLOW] = fact_text(config->writer, config->start);
}

/* A variable of a matrix that has one value has it in every job of the matrix. */
static struct value matrix_value(struct gitlab_config *config, const struct node *node)
{
    if (node->kind == NODE_SEQUENCE && node->count == 1)
        node = node->items[0];
    if (node_is_scalar(node))
        return fact_text(config->writer, node->text);
    return value_unknown(fact_arena(config->writer), UNKNOWN_UNOBSERVABLE,
                         "each job of the matrix has another value");
}

static void read_matrix(struct gitlab_config *config, const struct gitlab_job *job)
{
    const struct node *matrix = node_find(node_find(job->node, "parallel"), "matrix");
    struct table names;
    table_init(&names, config->scratch);
    for (size_t i = 0; matrix && matrix->kind == NODE_SEQUENCE && i < matrix->count; i++) {
        const struct node *one = matrix->items[i];
        for (size_t k = 0; one->kind == NODE_MAPPING && k < one->count; k++) {
            if (table_set(&names, one->keys[k]->text, one->items[k]))
                continue;
            add_variable(config, job, one->keys[k],
                         matrix->count == 1
                             ? matrix_value(config, one->items[k])
                             : value_unknown(fact_arena(config->writer), UNKNOWN_UNOBSERVABLE,
                                             "each job of the matrix has another value"));
        }
    }
}

void gitlab_read_variables(struct gitlab_config *config, const struct gitlab_job *job,
                           const struct node *variables)
{
    if (!fact_is_wanted(config->writer, &fact_kind_workflow_variable))
        return;
    for (size_t i = 0; variables && variables->kind == NODE_MAPPING && i < variables->count; i++) {
        const char *text = gitlab_variable_text(variables->items[i]);
        if (text)
            add_variable(config, job, variables->keys[i], fact_text(config->writer, text));
    }
    if (job)
        read_matrix(config, job);
}

enum { MATRIX_VALUES_MAX = 256 };

static void add_value(const struct gitlab_job *job, const char **texts, size_t *count,
                      const char *name, const struct node *value)
{
    if (node_is_scalar(value) && !strchr(value->text, '$') && *count < MATRIX_VALUES_MAX)
        texts[(*count)++] = arena_printf(job->config->scratch, "%s=%s", name, value->text);
}

struct value gitlab_matrix_values(const struct gitlab_job *job)
{
    const struct node *matrix = node_find(node_find(job->node, "parallel"), "matrix");
    const char *texts[MATRIX_VALUES_MAX];
    size_t count = 0;
    for (size_t i = 0; matrix && matrix->kind == NODE_SEQUENCE && i < matrix->count; i++) {
        const struct node *one = matrix->items[i];
        for (size_t k = 0; one->kind == NODE_MAPPING && k < one->count; k++) {
            const struct node *values = one->items[k];
            add_value(job, texts, &count, one->keys[k]->text, values);
            for (size_t v = 0; values->kind == NODE_SEQUENCE && v < values->count; v++)
                add_value(job, texts, &count, one->keys[k]->text, values->items[v]);
        }
    }
    return count > 0 ? value_texts(fact_arena(job->config->writer), texts, count)
                     : value_text(NULL);
}
