#include "document/jsonpath_run.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_OF_A_STEP = 64 };

struct number {
    bool is_known, is_integer;
    int64_t integer;
    double number;
};

static struct number number_of(const struct jsonpath_result *result)
{
    struct number out = {.is_known = true, .is_integer = true};
    if (result->kind == RESULT_COUNT)
        out.integer = (int64_t)result->count;
    else if (!node_integer(result->node, &out.integer)) {
        out.is_integer = false;
        out.is_known = node_number(result->node, &out.number);
        return out;
    }
    out.number = (double)out.integer;
    return out;
}

static enum node_kind kind_of(const struct jsonpath_result *result)
{
    return result->kind == RESULT_COUNT ? NODE_NUMBER : result->node->kind;
}

static bool same_bytes(struct jsonpath_run *run, const struct node *a, const struct node *b,
                       bool *out)
{
    *out = a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
    return a->size != b->size || jsonpath_take_steps(run, a->size / BYTES_OF_A_STEP);
}

static bool numbers_equal(struct jsonpath_run *run, const struct jsonpath_result *a,
                          const struct jsonpath_result *b, bool *out)
{
    struct number left = number_of(a), right = number_of(b);
    /* Numbers that no double holds are equal when they are written alike. */
    if (!left.is_known || !right.is_known) {
        *out = false;
        return left.is_known || right.is_known || same_bytes(run, a->node, b->node, out);
    }
    *out = left.is_integer && right.is_integer
               ? left.integer == right.integer
               : left.number <= right.number && left.number >= right.number;
    return true;
}

static bool nodes_equal(struct jsonpath_run *run, const struct node *a, const struct node *b,
                        bool *out);

static bool sequences_equal(struct jsonpath_run *run, const struct node *a, const struct node *b,
                            bool *out)
{
    *out = a->count == b->count;
    for (size_t i = 0; i < a->count && *out; i++)
        if (!nodes_equal(run, a->items[i], b->items[i], out))
            return false;
    return true;
}

struct pair {
    const struct node *key, *value;
};

static int order_keys(const struct node *a, const struct node *b)
{
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    return memcmp(a->text, b->text, a->size);
}

static int order_pairs(const void *left, const void *right)
{
    return order_keys(((const struct pair *)left)->key, ((const struct pair *)right)->key);
}

static struct pair *sorted_pairs(struct arena *arena, const struct node *mapping)
{
    struct pair *pairs = ARENA_ARRAY(arena, struct pair, mapping->count);
    for (size_t i = 0; i < mapping->count; i++)
        pairs[i] = (struct pair){.key = mapping->keys[i], .value = mapping->items[i]};
    qsort(pairs, mapping->count, sizeof(*pairs), order_pairs);
    return pairs;
}

static bool sorted_equal(struct jsonpath_run *run, const struct node *a, const struct node *b,
                         bool *out)
{
    struct arena arena;
    arena_init(&arena, 2 * a->count * sizeof(struct pair) + 64);
    const struct pair *left = sorted_pairs(&arena, a);
    const struct pair *right = sorted_pairs(&arena, b);
    bool good = true;
    for (size_t i = 0; i < a->count && *out && good; i++) {
        *out = order_pairs(&left[i], &right[i]) == 0;
        good = !*out || nodes_equal(run, left[i].value, right[i].value, out);
    }
    arena_release(&arena);
    return good;
}

/* Keys are mostly in the same order; else both are sorted, so that no two mappings
 * take long. */
static bool mappings_equal(struct jsonpath_run *run, const struct node *a, const struct node *b,
                           bool *out)
{
    *out = a->count == b->count;
    if (!*out)
        return true;
    size_t alike = 0;
    while (alike < a->count && order_keys(a->keys[alike], b->keys[alike]) == 0)
        alike++;
    if (alike == a->count)
        return sequences_equal(run, a, b, out);
    size_t log = 1;
    while (a->count >> log)
        log++;
    return jsonpath_take_steps(run, a->count * log) && sorted_equal(run, a, b, out);
}

static bool nodes_equal(struct jsonpath_run *run, const struct node *a, const struct node *b,
                        bool *out)
{
    *out = a->kind == b->kind;
    if (!jsonpath_take_steps(run, 1))
        return false;
    if (!*out)
        return true;
    switch (a->kind) {
    case NODE_NULL:
        return true;
    case NODE_BOOLEAN: {
        bool left = false, right = false;
        *out = node_boolean(a, &left) && node_boolean(b, &right) && left == right;
        return true;
    }
    case NODE_NUMBER:
        return numbers_equal(run, &(struct jsonpath_result){.kind = RESULT_NODE, .node = a},
                             &(struct jsonpath_result){.kind = RESULT_NODE, .node = b}, out);
    case NODE_TEXT:
        return same_bytes(run, a, b, out);
    case NODE_SEQUENCE:
        return sequences_equal(run, a, b, out);
    case NODE_MAPPING:
        return mappings_equal(run, a, b, out);
    }
    return true;
}

static bool are_equal(struct jsonpath_run *run, const struct jsonpath_result *a,
                      const struct jsonpath_result *b, bool *out)
{
    *out = a->kind == b->kind;
    if (a->kind == RESULT_NOTHING || b->kind == RESULT_NOTHING)
        return true;
    if (a->kind == RESULT_NODE && b->kind == RESULT_NODE)
        return nodes_equal(run, a->node, b->node, out);
    *out = false;
    return kind_of(a) != NODE_NUMBER || kind_of(b) != NODE_NUMBER || numbers_equal(run, a, b, out);
}

/* Only two numbers and two texts have an order. Bytes of UTF-8 have the order of
 * the characters. */
static bool is_less(struct jsonpath_run *run, const struct jsonpath_result *a,
                    const struct jsonpath_result *b, bool *out)
{
    *out = false;
    if (a->kind == RESULT_NOTHING || b->kind == RESULT_NOTHING || kind_of(a) != kind_of(b))
        return true;
    if (kind_of(a) == NODE_NUMBER) {
        struct number left = number_of(a), right = number_of(b);
        *out = left.is_known && right.is_known &&
               (left.is_integer && right.is_integer ? left.integer < right.integer
                                                    : left.number < right.number);
        return true;
    }
    if (kind_of(a) != NODE_TEXT)
        return true;
    size_t shorter = a->node->size < b->node->size ? a->node->size : b->node->size;
    int order = memcmp(a->node->text, b->node->text, shorter);
    *out = order < 0 || (order == 0 && a->node->size < b->node->size);
    return jsonpath_take_steps(run, shorter / BYTES_OF_A_STEP);
}

bool jsonpath_compare(struct jsonpath_run *run, enum jsonpath_comparison comparison,
                      const struct jsonpath_result *left, const struct jsonpath_result *right,
                      bool *out)
{
    bool swaps = comparison == COMPARISON_MORE || comparison == COMPARISON_AT_LEAST;
    const struct jsonpath_result *a = swaps ? right : left;
    const struct jsonpath_result *b = swaps ? left : right;
    bool has_equal = comparison != COMPARISON_LESS && comparison != COMPARISON_MORE;
    bool has_less = comparison != COMPARISON_EQUAL && comparison != COMPARISON_UNEQUAL;
    *out = false;
    if (has_less && !is_less(run, a, b, out))
        return false;
    if (has_equal && !*out && !are_equal(run, a, b, out))
        return false;
    if (comparison == COMPARISON_UNEQUAL)
        *out = !*out;
    return true;
}
