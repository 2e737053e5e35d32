#include "base/limits.h"
#include "base/table.h"
#include "engine/loosening.h"
#include "facts/governs.h"

#include <string.h>

/* A line of a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS), as far as two can
 * be told apart: whom it names, the options, and the key as it is written. Whether the
 * line lists anybody is not asked: a line that is added is one to look at. */
struct signer_line {
    const char *principals, *options, *key;
    const char *path;
    uint32_t line;
};

struct signer_lines {
    struct signer_line *items;
    size_t count, capacity;
};

/* The next word; what stands between quotes is part of it. */
static struct text next_word(struct text *rest)
{
    *rest = text_trim(*rest);
    bool is_quoted = false;
    size_t size = 0;
    while (size < rest->size && (is_quoted || !strchr(" \t", rest->bytes[size]))) {
        is_quoted ^= rest->bytes[size] == '"';
        size++;
    }
    struct text word = {.bytes = rest->bytes, .size = size};
    *rest = (struct text){.bytes = rest->bytes + size, .size = rest->size - size};
    return word;
}

static bool is_key_type(struct text word)
{
    return text_starts_with(word, "ssh-") || text_starts_with(word, "ecdsa-") ||
           text_starts_with(word, "sk-");
}

static void add_line(struct arena *arena, struct signer_lines *out, struct text line,
                     const char *path, uint32_t number)
{
    struct text rest = line;
    struct text principals = next_word(&rest);
    if (principals.size == 0 || principals.bytes[0] == '#')
        return;
    struct text word = next_word(&rest);
    const char *options = NULL;
    if (!is_key_type(word)) {
        options = arena_copy(arena, word);
        word = next_word(&rest);
    }
    struct text key = next_word(&rest);
    out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct signer_line){
        .principals = arena_copy(arena, principals),
        .options = options,
        .key = arena_printf(arena, "%s %s", arena_copy(arena, word), arena_copy(arena, key)),
        .path = path,
        .line = number,
    };
}

static void read_lines(struct arena *arena, const struct snapshot *snapshot, struct reader *reader,
                       struct signer_lines *out)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        const char *sort = path_governs_as(entry->path);
        struct content content;
        if (!sort || strcmp(sort, "signers") != 0)
            continue;
        reader_read(reader, entry, LIMIT_POLICY_BYTES, arena, &content);
        uint32_t number = 0;
        struct text line;
        if (content.state == CONTENT_TEXT)
            for (struct text rest = content.text; text_next_line(&rest, &line);)
                add_line(arena, out, line, entry->path, ++number);
    }
}

/* The type, and the end of the key: its beginning is the same in all of a type. */
static const char *short_key(struct arena *arena, const struct signer_line *line)
{
    enum { SHOWN = 12 };
    size_t size = strlen(line->key);
    size_t type = strcspn(line->key, " ");
    const char *key = size - type > SHOWN + 4 ? arena_printf(arena, "%.*s ...%s", (int)type,
                                                             line->key, line->key + size - SHOWN)
                                              : line->key;
    return line->options ? arena_printf(arena, "%s (%s)", key, line->options) : key;
}

static const char *name_of(struct arena *arena, const struct signer_line *line)
{
    return arena_printf(arena, "%s\n%s", line->principals, line->key);
}

static bool is_same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

/* A key that is new for whom it is listed, or listed with other options: they bound
 * from when to when, and for what, it holds. */
void loosening_of_signers(struct hearing *hearing, const struct loosening_sides *sides)
{
    struct arena *arena = hearing->arena;
    struct signer_lines before = {0};
    struct signer_lines after = {0};
    struct table known;
    table_init(&known, arena);
    read_lines(arena, &hearing->base, sides->base, &before);
    read_lines(arena, &hearing->head, sides->head, &after);
    for (size_t i = 0; i < before.count; i++)
        table_set(&known, name_of(arena, &before.items[i]), &before.items[i]);
    for (size_t i = 0; i < after.count; i++) {
        const struct signer_line *line = &after.items[i];
        const struct signer_line *old = table_find(&known, name_of(arena, line));
        if (old && is_same(old->options, line->options))
            continue;
        loosening_add(hearing, (struct loosening){
                                   .of = LOOSENS_SIGNER,
                                   .subject = line->principals,
                                   .what = "key",
                                   .before = old ? short_key(arena, old) : NULL,
                                   .after = short_key(arena, line),
                                   .is_unclear = old != NULL,
                                   .place = {.path = line->path, .line = line->line, .column = 1},
                               });
    }
}
