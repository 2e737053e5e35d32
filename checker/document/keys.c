#include "document/keys.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_KEYS = 16 };

struct pair {
    struct node *key;
    struct node *value;
    size_t order;
};

static int compare_texts(const struct node *a, const struct node *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int difference = memcmp(a->text, b->text, size);
    if (difference != 0)
        return difference;
    return (a->size > b->size) - (a->size < b->size);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *left = a;
    const struct pair *right = b;
    int difference = compare_texts(left->key, right->key);
    return difference != 0 ? difference
                           : (left->order > right->order) - (left->order < right->order);
}

static int compare_orders(const void *a, const void *b)
{
    const struct pair *left = a;
    const struct pair *right = b;
    return (left->order > right->order) - (left->order < right->order);
}

static struct pair *pairs_new(size_t count)
{
    struct pair *pairs = calloc(count + 1, sizeof(*pairs));
    if (!pairs)
        abort();
    return pairs;
}

static bool find_duplicate_sorted(struct node *const *keys, size_t count, size_t *earlier,
                                  size_t *again)
{
    struct pair *pairs = pairs_new(count);
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct pair){.key = keys[i], .order = i};
    qsort(pairs, count, sizeof(*pairs), compare_pairs);
    bool found = false;
    for (size_t i = 1; i < count; i++) {
        if (compare_texts(pairs[i - 1].key, pairs[i].key) != 0)
            continue;
        if (!found || pairs[i].order < *again) {
            *earlier = pairs[i - 1].order;
            *again = pairs[i].order;
            found = true;
        }
    }
    free(pairs);
    return found;
}

bool keys_find_duplicate(struct node *const *keys, size_t count, size_t *earlier, size_t *again)
{
    if (count > FEW_KEYS)
        return find_duplicate_sorted(keys, count, earlier, again);
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (keys[i]->size == keys[j]->size &&
                memcmp(keys[i]->text, keys[j]->text, keys[i]->size) == 0) {
                *earlier = j;
                *again = i;
                return true;
            }
        }
    }
    return false;
}

void keys_merge(struct arena *arena, struct node *mapping, struct node *const *sources,
                size_t source_count)
{
    size_t total = mapping->count;
    for (size_t i = 0; i < source_count; i++)
        total += sources[i]->count;
    struct pair *pairs = pairs_new(total);
    size_t count = 0;
    for (size_t i = 0; i < mapping->count; i++, count++)
        pairs[count] = (struct pair){mapping->keys[i], mapping->items[i], count};
    for (size_t i = 0; i < source_count; i++)
        for (size_t j = 0; j < sources[i]->count; j++, count++)
            pairs[count] = (struct pair){sources[i]->keys[j], sources[i]->items[j], count};

    qsort(pairs, count, sizeof(*pairs), compare_pairs);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_texts(pairs[kept - 1].key, pairs[i].key) != 0)
            pairs[kept++] = pairs[i];
    qsort(pairs, kept, sizeof(*pairs), compare_orders);

    mapping->keys = ARENA_ARRAY(arena, struct node *, kept);
    mapping->items = ARENA_ARRAY(arena, struct node *, kept);
    mapping->count = kept;
    for (size_t i = 0; i < kept; i++) {
        mapping->keys[i] = pairs[i].key;
        mapping->items[i] = pairs[i].value;
    }
    free(pairs);
}

void keys_keep_last(struct node *mapping)
{
    struct pair *pairs = pairs_new(mapping->count);
    for (size_t i = 0; i < mapping->count; i++)
        pairs[i] = (struct pair){mapping->keys[i], mapping->items[i], i};
    qsort(pairs, mapping->count, sizeof(*pairs), compare_pairs);
    size_t kept = 0;
    for (size_t i = 0; i < mapping->count; i++) {
        bool again = i + 1 < mapping->count && compare_texts(pairs[i].key, pairs[i + 1].key) == 0;
        if (!again)
            pairs[kept++] = pairs[i];
    }
    qsort(pairs, kept, sizeof(*pairs), compare_orders);
    mapping->count = kept;
    for (size_t i = 0; i < kept; i++) {
        mapping->keys[i] = pairs[i].key;
        mapping->items[i] = pairs[i].value;
        mapping->items[i]->index = i;
    }
    free(pairs);
}

void document_problem_set(struct document_problem *problem, bool limit, uint32_t line,
                          uint32_t column, const char *format, ...)
{
    *problem = (struct document_problem){.limit = limit, .line = line, .column = column};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->message, sizeof(problem->message), format, arguments);
    va_end(arguments);
}

void document_problem_duplicate(struct document_problem *problem, const struct node *earlier,
                                const struct node *again)
{
    document_problem_set(problem, false, again->line, again->column,
                         "key '%.100s' was already given on line %u", again->text, earlier->line);
    problem->first_line = earlier->line;
    problem->first_column = earlier->column;
    if (again->line == again->end_line && again->end_column > again->column)
        problem->length = again->end_column - again->column;
}
