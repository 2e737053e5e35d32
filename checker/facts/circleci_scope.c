#include "facts/circleci_scope.h"

#include <string.h>

/* Parameters within parameters, and logic within logic: no file needs so many. */
enum { DEPTH_MAX = 20, TEXT_MAX = 1 << 17 };

static struct circleci_value resolve(struct arena *scratch, const struct node *node,
                                     const struct circleci_scope *scope, unsigned depth);
static void expand(struct arena *scratch, struct buffer *out, struct text text,
                   const struct circleci_scope *scope, unsigned depth);

/* The first `<< ... >>` at or after `from`. */
static bool find_mark(struct text text, size_t from, size_t *start, size_t *end)
{
    struct text rest = {.bytes = text.bytes + from, .size = text.size - from};
    size_t open = text_find(rest, "<<");
    while (open != SIZE_MAX && open > 0 && rest.bytes[open - 1] == '\\') {
        struct text after = {.bytes = rest.bytes + open + 2, .size = rest.size - open - 2};
        size_t next = text_find(after, "<<");
        open = next == SIZE_MAX ? SIZE_MAX : open + 2 + next;
    }
    if (open == SIZE_MAX)
        return false;
    struct text inner = {.bytes = rest.bytes + open, .size = rest.size - open};
    size_t close = text_find(inner, ">>");
    struct text line = {.bytes = inner.bytes, .size = close == SIZE_MAX ? 0 : close};
    if (close == SIZE_MAX || text_find(line, "\n") != SIZE_MAX)
        return false;
    *start = from + open;
    *end = from + open + close + 2;
    return true;
}

static const struct node *single_item(const struct node *node)
{
    if (!node || node->kind != NODE_SEQUENCE)
        return node;
    return node->count == 1 ? node->items[0] : NULL;
}

static struct circleci_value parameter(struct arena *scratch, const char *name,
                                       const struct circleci_scope *scope, unsigned depth)
{
    const struct node *matrix = node_find(scope->matrix, name);
    if (matrix)
        return resolve(scratch, single_item(matrix), scope->caller, depth + 1);
    const struct node *passed = node_find(scope->arguments, name);
    if (passed && scope->caller)
        return resolve(scratch, passed, scope->caller, depth + 1);
    const struct node *declared = node_find(node_find(scope->declared, name), "default");
    return resolve(scratch, declared, scope, depth + 1);
}

/* What a name between the marks stands for. */
static struct circleci_value named(struct arena *scratch, const char *name,
                                   const struct circleci_scope *scope, unsigned depth)
{
    static const char own[] = "parameters.";
    static const char pipeline[] = "pipeline.parameters.";
    if (depth > DEPTH_MAX || !scope)
        return (struct circleci_value){0};
    if (string_starts_with(name, own))
        return parameter(scratch, name + sizeof(own) - 1, scope, depth);
    if (!string_starts_with(name, pipeline))
        return (struct circleci_value){0};
    const struct node *declared = node_find(scope->configuration, "parameters");
    const struct node *value =
        node_find(node_find(declared, name + sizeof(pipeline) - 1), "default");
    return (struct circleci_value){.node = value, .scope = scope, .chosen = true};
}

static struct circleci_value resolve(struct arena *scratch, const struct node *node,
                                     const struct circleci_scope *scope, unsigned depth)
{
    if (!node || depth > DEPTH_MAX)
        return (struct circleci_value){0};
    size_t start;
    size_t end;
    struct text text = pipeline_string(node)
                           ? text_trim((struct text){.bytes = node->text, .size = node->size})
                           : (struct text){0};
    if (text.size > 0 && find_mark(text, 0, &start, &end) && start == 0 && end == text.size) {
        struct text name = text_trim((struct text){.bytes = text.bytes + 2, .size = text.size - 4});
        return named(scratch, arena_copy(scratch, name), scope, depth);
    }
    return (struct circleci_value){.node = node, .scope = scope};
}

struct circleci_value circleci_resolve(struct arena *scratch, const struct node *node,
                                       const struct circleci_scope *scope)
{
    return resolve(scratch, node, scope, 0);
}

static void expand_mark(struct arena *scratch, struct buffer *out, struct text mark,
                        const struct circleci_scope *scope, unsigned depth)
{
    struct text name = text_trim((struct text){.bytes = mark.bytes + 2, .size = mark.size - 4});
    struct circleci_value value = named(scratch, arena_copy(scratch, name), scope, depth + 1);
    if (value.node && node_is_scalar(value.node) && depth < DEPTH_MAX)
        expand(scratch, out, (struct text){.bytes = value.node->text, .size = value.node->size},
               value.scope, depth + 1);
    else
        buffer_add(out, mark.bytes, mark.size);
}

static void expand(struct arena *scratch, struct buffer *out, struct text text,
                   const struct circleci_scope *scope, unsigned depth)
{
    size_t at = 0;
    size_t start;
    size_t end;
    while (out->size < TEXT_MAX && at < text.size && find_mark(text, at, &start, &end)) {
        buffer_add(out, text.bytes + at, start - at);
        expand_mark(scratch, out, (struct text){.bytes = text.bytes + start, .size = end - start},
                    scope, depth);
        at = end;
    }
    buffer_add(out, text.bytes + at, text.size - at);
}

const char *circleci_text(struct arena *scratch, const char *text,
                          const struct circleci_scope *scope)
{
    if (!text || !strstr(text, "<<"))
        return text;
    struct buffer out = BUFFER_EMPTY;
    expand(scratch, &out, text_of(text), scope, 0);
    const char *copy = arena_strdup(scratch, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

const char *circleci_string(struct arena *scratch, const struct node *node,
                            const struct circleci_scope *scope)
{
    struct circleci_value value = circleci_resolve(scratch, node, scope);
    if (!value.node)
        return pipeline_string(node);
    const char *text = pipeline_string(value.node);
    return text ? circleci_text(scratch, text, value.scope) : NULL;
}

const char *circleci_string_at(struct arena *scratch, const struct node *mapping, const char *key,
                               const struct circleci_scope *scope)
{
    return circleci_string(scratch, node_find(mapping, key), scope);
}

static enum truth not(enum truth truth) {
    return truth == TRUTH_OPEN   ? TRUTH_OPEN
           : truth == TRUTH_TRUE ? TRUTH_FALSE
                                 : TRUTH_TRUE;
}

static enum truth truth(struct arena *scratch, const struct node *node,
                        const struct circleci_scope *scope, bool *chosen, unsigned depth);

static enum truth truth_of_all(struct arena *scratch, const struct node *list,
                               const struct circleci_scope *scope, bool *chosen,
                               enum truth decisive, unsigned depth)
{
    enum truth all = not(decisive);
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        enum truth one = truth(scratch, list->items[i], scope, chosen, depth + 1);
        if (one == decisive)
            return decisive;
        if (one == TRUTH_OPEN)
            all = TRUTH_OPEN;
    }
    return all;
}

static enum truth truth_of_equal(struct arena *scratch, const struct node *list,
                                 const struct circleci_scope *scope, bool *chosen)
{
    const char *first = NULL;
    bool open = false;
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        *chosen |= circleci_resolve(scratch, list->items[i], scope).chosen;
        const char *text = circleci_string(scratch, list->items[i], scope);
        if (!text || strstr(text, "<<"))
            open = true;
        else if (first && strcmp(first, text) != 0)
            return TRUTH_FALSE;
        else
            first = text;
    }
    return open ? TRUTH_OPEN : TRUTH_TRUE;
}

static enum truth truth_of_statement(struct arena *scratch, const struct node *node,
                                     const struct circleci_scope *scope, bool *chosen,
                                     unsigned depth)
{
    if (node->count != 1)
        return node->count == 0 ? TRUTH_FALSE : TRUTH_OPEN;
    const char *word = node->keys[0]->text;
    const struct node *what = node->items[0];
    if (strcmp(word, "and") == 0)
        return truth_of_all(scratch, what, scope, chosen, TRUTH_FALSE, depth);
    if (strcmp(word, "or") == 0)
        return truth_of_all(scratch, what, scope, chosen, TRUTH_TRUE, depth);
    if (strcmp(word, "not") == 0)
        return not(truth(scratch, what, scope, chosen, depth + 1));
    if (strcmp(word, "equal") == 0)
        return truth_of_equal(scratch, what, scope, chosen);
    return TRUTH_OPEN;
}

/* A value of the pipeline without the marks is an expression: `pipeline.git.branch == "x"`,
 * `not pipeline.parameters.deploy`. */
static enum truth truth_of_expression(struct arena *scratch, const char *text,
                                      const struct circleci_scope *scope, bool *chosen,
                                      unsigned depth)
{
    bool negated = string_starts_with(text, "not ");
    const char *name = negated ? text + 4 : text;
    if (strpbrk(name, " =!<>()"))
        return TRUTH_OPEN;
    struct circleci_value value = named(scratch, name, scope, depth);
    *chosen |= value.chosen;
    enum truth plain =
        value.node ? truth(scratch, value.node, value.scope, chosen, depth + 1) : TRUTH_OPEN;
    return negated ? not(plain) : plain;
}

static enum truth truth(struct arena *scratch, const struct node *node,
                        const struct circleci_scope *scope, bool *chosen, unsigned depth)
{
    struct circleci_value value = circleci_resolve(scratch, node, scope);
    *chosen |= value.chosen;
    if (!value.node || depth > DEPTH_MAX)
        return TRUTH_OPEN;
    if (value.node->kind == NODE_MAPPING)
        return truth_of_statement(scratch, value.node, value.scope, chosen, depth);
    if (value.node->kind == NODE_SEQUENCE)
        return TRUTH_TRUE;
    if (value.node->kind == NODE_NULL)
        return TRUTH_FALSE;
    const char *text = circleci_text(scratch, value.node->text, value.scope);
    if (strstr(text, "<<"))
        return TRUTH_OPEN;
    if (!value.node->quoted &&
        (string_starts_with(text, "pipeline.") || string_starts_with(text, "not pipeline.") ||
         strstr(text, " pipeline.")))
        return truth_of_expression(scratch, text, value.scope, chosen, depth);
    bool falsy =
        text[0] == '\0' ||
        (!value.node->quoted && (string_equals_folded(text, "false") || strcmp(text, "0") == 0));
    return falsy ? TRUTH_FALSE : TRUTH_TRUE;
}

enum truth circleci_truth(struct arena *scratch, const struct node *condition,
                          const struct circleci_scope *scope, bool *chosen)
{
    return truth(scratch, condition, scope, chosen, 0);
}
