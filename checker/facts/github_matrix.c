#include "facts/github_matrix.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 16, LEGS_MAX = 256, DEPTH_MAX = 32 };

struct leg {
    const struct node *values[NAMES_MAX]; /* NULL: it has none of that name */
};

struct legs {
    struct arena *arena;
    const char *names[NAMES_MAX];
    size_t name_count, base_count; /* the first of them have lists of their own */
    struct leg *items;
    size_t count;
};

/* SIZE_MAX where there are too many. */
static size_t name_index(struct legs *legs, const char *name)
{
    for (size_t i = 0; i < legs->name_count; i++)
        if (string_equals_folded(legs->names[i], name))
            return i;
    if (legs->name_count == NAMES_MAX)
        return SIZE_MAX;
    legs->names[legs->name_count] = name;
    return legs->name_count++;
}

/* Nothing in it is for a run to tell. */
static bool is_written_out(const struct node *node, unsigned depth)
{
    if (!node || depth > DEPTH_MAX || github_has_fence(node))
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!is_written_out(node->items[i], depth + 1))
            return false;
    return true;
}

static bool is_same(const struct node *one, const struct node *other)
{
    return one && other && node_is_scalar(one) && node_is_scalar(other) &&
           strcmp(one->text ? one->text : "", other->text ? other->text : "") == 0;
}

/* Multiplies the legs by the values of one name. */
static bool add_dimension(struct legs *legs, const char *name, const struct node *values)
{
    size_t index = name_index(legs, name);
    if (index == SIZE_MAX || values->kind != NODE_SEQUENCE || values->count == 0)
        return false;
    size_t before = legs->count > 0 ? legs->count : 1;
    if (before * values->count > LEGS_MAX)
        return false;
    struct leg *items = ARENA_ARRAY(legs->arena, struct leg, before * values->count);
    for (size_t i = 0; i < before * values->count; i++) {
        if (legs->count > 0)
            items[i] = legs->items[i / values->count];
        items[i].values[index] = values->items[i % values->count];
    }
    legs->items = items;
    legs->count = before * values->count;
    legs->base_count = legs->name_count;
    return true;
}

/* Does the leg have all that the entry says of names that have lists? */
static bool agrees(struct legs *legs, const struct leg *leg, const struct node *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        size_t index = name_index(legs, entry->keys[i]->text);
        if (index < legs->base_count && !is_same(leg->values[index], entry->items[i]))
            return false;
    }
    return true;
}

static void exclude(struct legs *legs, const struct node *entry)
{
    size_t kept = 0;
    for (size_t i = 0; i < legs->count; i++)
        if (entry->count == 0 || !agrees(legs, &legs->items[i], entry))
            legs->items[kept++] = legs->items[i];
    legs->count = kept;
}

static bool set_values(struct legs *legs, struct leg *leg, const struct node *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        size_t index = name_index(legs, entry->keys[i]->text);
        if (index == SIZE_MAX)
            return false;
        leg->values[index] = entry->items[i];
    }
    return true;
}

/* `combinations`: how many legs there were before the first entry. */
static bool include(struct legs *legs, const struct node *entry, size_t combinations)
{
    bool added = false;
    for (size_t i = 0; i < combinations; i++) {
        if (!agrees(legs, &legs->items[i], entry))
            continue;
        added = true;
        if (!set_values(legs, &legs->items[i], entry))
            return false;
    }
    if (added)
        return true;
    if (legs->count == LEGS_MAX)
        return false;
    struct leg *items = ARENA_ARRAY(legs->arena, struct leg, legs->count + 1);
    if (legs->count > 0)
        memcpy(items, legs->items, legs->count * sizeof(*items));
    legs->items = items;
    return set_values(legs, &legs->items[legs->count++], entry);
}

static bool has_entries(const struct node *list)
{
    if (!list || list->kind != NODE_SEQUENCE)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind != NODE_MAPPING)
            return false;
    return true;
}

/* False when the matrix is not written out, or is larger than is read. */
static bool read_legs(struct legs *legs, const struct node *matrix)
{
    const struct node *included = node_find(matrix, "include");
    const struct node *excluded = node_find(matrix, "exclude");
    if (!matrix || matrix->kind != NODE_MAPPING || !is_written_out(matrix, 0) ||
        (included && !has_entries(included)) || (excluded && !has_entries(excluded)))
        return false;
    for (size_t i = 0; i < matrix->count; i++)
        if (matrix->items[i] != included && matrix->items[i] != excluded &&
            !add_dimension(legs, matrix->keys[i]->text, matrix->items[i]))
            return false;
    for (size_t i = 0; excluded && i < excluded->count; i++)
        exclude(legs, excluded->items[i]);
    size_t combinations = legs->count;
    for (size_t i = 0; included && i < included->count; i++)
        if (!include(legs, included->items[i], combinations))
            return false;
    return legs->count > 0;
}

static const struct node *value_of(const struct legs *legs, const struct leg *leg, const char *name)
{
    for (size_t i = 0; i < legs->name_count; i++)
        if (string_equals_folded(legs->names[i], name))
            return leg->values[i];
    return NULL;
}

/* The node that `matrix.NAME.PART` leads to; false where the chain begins elsewhere. */
static bool find_node(const struct legs *legs, const struct leg *leg,
                      const struct expression *expression, const struct node **out)
{
    if (expression->kind != EXPRESSION_PROPERTY)
        return false;
    const struct expression *left = expression->left;
    if (left->kind == EXPRESSION_CONTEXT) {
        *out = value_of(legs, leg, expression->name);
        return string_equals_folded(left->name, "matrix");
    }
    const struct node *within = NULL;
    if (!find_node(legs, leg, left, &within))
        return false;
    *out = within ? github_find_folded(within, expression->name) : NULL;
    return true;
}

static const struct expression *literal_of(struct arena *arena, const struct node *node)
{
    struct expression *literal = ARENA_NEW(arena, struct expression);
    literal->kind = EXPRESSION_NULL;
    if (!node || !node->text || !node_is_scalar(node) || node->kind == NODE_NULL)
        return literal;
    literal->kind = node->kind == NODE_BOOLEAN  ? EXPRESSION_BOOLEAN
                    : node->kind == NODE_NUMBER ? EXPRESSION_NUMBER
                                                : EXPRESSION_TEXT;
    literal->name = node->text;
    literal->boolean = strcmp(node->text, "true") == 0;
    if (node->kind == NODE_NUMBER)
        literal->number = strtod(node->text, NULL);
    return literal;
}

/* The expression with the values of one leg in it. */
static const struct expression *put_in(const struct legs *legs, const struct leg *leg,
                                       const struct expression *expression, unsigned depth)
{
    const struct node *found = NULL;
    if (!expression || depth > DEPTH_MAX)
        return expression;
    if (find_node(legs, leg, expression, &found))
        return literal_of(legs->arena, found);
    struct expression *copy = ARENA_NEW(legs->arena, struct expression);
    *copy = *expression;
    copy->left = put_in(legs, leg, expression->left, depth + 1);
    copy->right = put_in(legs, leg, expression->right, depth + 1);
    if (copy->count > 0)
        copy->arguments = ARENA_ARRAY(legs->arena, const struct expression *, copy->count);
    for (size_t i = 0; i < copy->count; i++)
        copy->arguments[i] = put_in(legs, leg, expression->arguments[i], depth + 1);
    return copy;
}

enum truth github_matrix_truth(struct github_reader *reader, const struct node *job,
                               const struct node *node)
{
    const char *written = github_string(node);
    struct text text = text_of(written ? written : "");
    struct expression_fence fence;
    if (!expression_fence_find(text, 0, &fence) || !fence.closed || fence.start > 0 ||
        fence.end < text.size)
        return TRUTH_OPEN;
    const struct expression *expression = expression_parse(reader->scratch, fence.body, NULL);
    struct legs legs = {.arena = reader->scratch};
    if (!expression || !read_legs(&legs, node_find(node_find(job, "strategy"), "matrix")))
        return TRUTH_OPEN;
    enum truth result = TRUTH_TRUE;
    for (size_t i = 0; i < legs.count; i++) {
        const struct expression *of_leg = put_in(&legs, &legs.items[i], expression, 0);
        enum truth truth = expression_truth(of_leg);
        /* The value is read as a boolean once more: 'false' of a list is false. */
        if (of_leg->kind == EXPRESSION_TEXT && strcmp(of_leg->name, "false") == 0)
            truth = TRUTH_FALSE;
        if (truth == TRUTH_FALSE)
            return TRUTH_FALSE;
        if (truth == TRUTH_OPEN)
            result = TRUTH_OPEN;
    }
    return result;
}
