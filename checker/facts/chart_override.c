#include "facts/chart_override.h"

#include "base/table.h"
#include "document/format.h"
#include "facts/chart_kinds.h"

#include <string.h>

enum { DEPTH_MAX = 12 };

struct keys {
    struct arena *arena;
    const char **names;
    size_t count, capacity;
};

static void add_key(struct keys *keys, const char *name)
{
    keys->names =
        arena_grow(keys->arena, keys->names, keys->count, &keys->capacity, sizeof(*keys->names));
    keys->names[keys->count++] = name;
}

static void add_keys(struct keys *keys, const struct node *mapping, const char *above,
                     unsigned depth)
{
    for (size_t i = 0; i < mapping->count; i++) {
        const struct node *value = mapping->items[i];
        const char *name = mapping->keys[i]->text;
        const char *key = above ? arena_printf(keys->arena, "%s.%s", above, name) : name;
        if (value->kind == NODE_MAPPING && value->count > 0 && depth < DEPTH_MAX &&
            strlen(key) < CHART_KEY_BYTES) {
            add_keys(keys, value, key, depth + 1);
            continue;
        }
        /* `resources: {}` is merged into what stands there and changes nothing. */
        if (value->kind == NODE_MAPPING && value->count == 0)
            continue;
        add_key(keys, arena_strdup(keys->arena, key));
    }
}

static void write_keys(const struct chart_override *override, const struct keys *keys,
                       unsigned line, unsigned column)
{
    if (keys->count == 0)
        return;
    struct value *cells =
        fact_add(override->writer, &chart_override_kind, override->path, line, column)->cells;
    cells[CHART_OVERRIDE_CHART] = value_text(override->chart);
    cells[CHART_OVERRIDE_KEYS] = value_texts(keys->arena, keys->names, keys->count);
}

void chart_override_add(const struct chart_override *override, const struct node *values)
{
    struct keys keys = {.arena = fact_arena(override->writer)};
    if (!values || values->kind != NODE_MAPPING)
        return;
    add_keys(&keys, values, NULL, 0);
    write_keys(override, &keys, values->line, values->column);
}

void chart_override_add_gap(const struct chart_override *override, enum unknown_class class,
                            const char *reason)
{
    fact_add_gap(override->writer, &chart_override_kind, override->path, class, reason)
        ->cells[CHART_OVERRIDE_CHART] = value_text(override->chart);
}

void chart_override_add_text(const struct chart_override *override, const struct node *text)
{
    struct arena *arena = fact_arena(override->writer);
    struct document *document = ARENA_NEW(arena, struct document);
    struct document_problem problem;
    if (!node_is_scalar(text) || text->size == 0)
        return;
    if (!document_format_find("yaml")->parse(arena, (struct text){text->text, text->size}, document,
                                             &problem))
        chart_override_add_gap(override, UNKNOWN_UNREADABLE, "its values are no YAML");
    else if (document->count > 0)
        chart_override_add(override, document->roots[0]);
}

static bool is_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

void chart_override_add_words(const struct chart_override *override, struct text text)
{
    struct keys keys = {.arena = fact_arena(override->writer)};
    struct table seen;
    table_init(&seen, keys.arena);
    for (size_t at = 0; at < text.size; at++) {
        if (!is_part(text.bytes[at]))
            continue;
        size_t start = at;
        while (at < text.size && is_part(text.bytes[at]))
            at++;
        size_t end = at, next = at;
        while (next < text.size && strchr("\"' \t", text.bytes[next]))
            next++;
        if (next == text.size || text.bytes[next] != ':')
            continue;
        const char *word = arena_copy(keys.arena, (struct text){text.bytes + start, end - start});
        if (!table_has(&seen, word))
            add_key(&keys, word);
        table_set(&seen, word, &seen);
    }
    write_keys(override, &keys, 1, 1);
}
