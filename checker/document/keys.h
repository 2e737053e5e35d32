/* keys.h - what mappings of every format need: no key twice, and YAML's merges.
 * Sorting, not hashing, so that no file can make it slow. */
#ifndef DOCUMENT_KEYS_H
#define DOCUMENT_KEYS_H

#include "document/node.h"

/* The first key that repeats an earlier one: its index and the earlier one's. */
bool keys_find_duplicate(struct node *const *keys, size_t count, size_t *earlier, size_t *again);
/* Adds the pairs of `sources` to the mapping's own: a pair whose key is there
 * already is left out, so the mapping's own win, then the earlier source. */
void keys_merge(struct arena *arena, struct node *mapping, struct node *const *sources,
                size_t source_count);
/* Of pairs with one key the last one is kept, in its place. */
void keys_keep_last(struct node *mapping);
/* Fills `problem`, message cut to its room. */
void document_problem_set(struct document_problem *problem, bool limit, uint32_t line,
                          uint32_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* "key 'x' was already given on line 3". */
void document_problem_duplicate(struct document_problem *problem, const struct node *earlier,
                                const struct node *again);

#endif
