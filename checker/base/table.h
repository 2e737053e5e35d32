/* table.h - a hash table from strings to pointers, in an arena. Keys are
 * borrowed. Iteration is in order of insertion, so results are deterministic. */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_entry {
    const char *key;
    void *value;
};

struct table {
    struct arena *arena;
    struct table_entry *entries; /* by insertion */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* index + 1 into entries */
    size_t slot_count;
};

void table_init(struct table *table, struct arena *arena);
/* NULL when the key is not there. */
void *table_find(const struct table *table, const char *key);
bool table_has(const struct table *table, const char *key);
/* Sets the key's value; returns the earlier one, NULL when the key is new. */
void *table_set(struct table *table, const char *key, void *value);
uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);

#endif
