#include "base/table.h"

#include "base/text.h"

#include <string.h>

/* FNV-1a, 64 bits, finished with a mix so that short keys spread. */
uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *byte = bytes;
    uint64_t hash = 14695981039346656037ULL ^ seed;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ byte[i]) * 1099511628211ULL;
    hash ^= hash >> 32;
    return hash * 0x9e3779b97f4a7c15ULL;
}

void table_init(struct table *table, struct arena *arena)
{
    *table = (struct table){.arena = arena};
}

static size_t slot_of(const struct table *table, const char *key)
{
    size_t mask = table->slot_count - 1;
    size_t slot = (size_t)(hash_bytes(key, strlen(key), 0) >> 16) & mask;
    while (table->slots[slot] && strcmp(table->entries[table->slots[slot] - 1].key, key) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

static struct table_entry *entry_find(const struct table *table, const char *key)
{
    if (table->count == 0)
        return NULL;
    uint32_t index = table->slots[slot_of(table, key)];
    return index ? &table->entries[index - 1] : NULL;
}

void *table_find(const struct table *table, const char *key)
{
    struct table_entry *entry = entry_find(table, key);
    return entry ? entry->value : NULL;
}

bool table_has(const struct table *table, const char *key)
{
    return entry_find(table, key) != NULL;
}

static void rehash(struct table *table)
{
    table->slot_count = table->slot_count ? table->slot_count * 2 : 16;
    table->slots = ARENA_ARRAY(table->arena, uint32_t, table->slot_count);
    for (size_t i = 0; i < table->count; i++)
        table->slots[slot_of(table, table->entries[i].key)] = (uint32_t)(i + 1);
}

void *table_set(struct table *table, const char *key, void *value)
{
    struct table_entry *entry = entry_find(table, key);
    if (entry) {
        void *earlier = entry->value;
        entry->value = value;
        return earlier;
    }
    table->entries = arena_grow(table->arena, table->entries, table->count, &table->capacity,
                                sizeof(*table->entries));
    if ((table->count + 1) * 2 > table->slot_count)
        rehash(table);
    table->entries[table->count++] = (struct table_entry){.key = key, .value = value};
    table->slots[slot_of(table, key)] = (uint32_t)table->count;
    return NULL;
}
