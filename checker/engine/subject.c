#include "engine/subject.h"

#include "base/digest.h"

#include <string.h>

/* The parts of a key, in order, as text. */
struct key {
    const char *parts[12];
    size_t count;
    struct arena *arena;
    const struct table *renames;
};

static void add_part(struct key *key, const struct value *value)
{
    if (key->count == sizeof(key->parts) / sizeof(key->parts[0]))
        return;
    const char *part = value_format(key->arena, value);
    const char *renamed = NULL;
    if (key->renames && value->kind == VALUE_TEXT)
        renamed = table_find(key->renames, value->text);
    key->parts[key->count++] = renamed ? renamed : part;
}

static void add_path(struct key *key, const struct fact_row *row)
{
    struct value path = value_text(row->path);
    if (row->path)
        add_part(key, &path);
}

static void add_fact_key(struct key *key, const struct fact_kind *kind, const struct fact_row *row)
{
    for (size_t i = 0; kind->key[i]; i++) {
        int field = fact_field_find(kind, kind->key[i]);
        if (field >= 0)
            add_part(key, &row->cells[field]);
        else if (strcmp(kind->key[i], "path") == 0)
            add_path(key, row);
    }
}

static void list_key(struct key *key, const struct source *source, const struct fact_row *row)
{
    switch (source->kind) {
    case SOURCE_REPOSITORY:
        break;
    case SOURCE_FACT:
    case SOURCE_FILES:
    case SOURCE_SQL:
        add_fact_key(key, source->fact, row);
        break;
    case SOURCE_DOCUMENT:
        add_path(key, row);
        if (row->cells[1].kind == VALUE_NODE) {
            struct value node = value_text(jsonpath_of_node(key->arena, row->cells[1].node));
            add_part(key, &node);
        }
        break;
    case SOURCE_TEXT:
        add_path(key, row);
        add_part(key, &row->cells[0]);
        break;
    case SOURCE_LIST:
        add_part(key, &row->cells[0]);
        break;
    }
}

const char *subject_key(struct arena *arena, const struct source *source,
                        const struct fact_row *row)
{
    struct key key = {.arena = arena};
    list_key(&key, source, row);
    const char *text = key.count > 0 ? key.parts[0] : "";
    for (size_t i = 1; i < key.count; i++)
        text = arena_printf(arena, "%s, %s", text, key.parts[i]);
    return text;
}

/* The title of a tool and where it runs: the key of such a row says jobs and numbers of steps,
 * which nobody can look up. NULL: the row is of another kind. */
static const char *tool_label(struct arena *arena, const struct source *source,
                              const struct fact_row *row)
{
    if (source->kind != SOURCE_FACT || fact_field_find(source->fact, "tool") < 0)
        return NULL;
    int title = fact_field_find(source->fact, "title");
    if (title < 0 || !row->path || row->cells[title].kind != VALUE_TEXT)
        return NULL;
    return arena_printf(arena, "%s (%s:%u)", row->cells[title].text, row->path,
                        row->line ? row->line : 1);
}

const char *subject_label(struct arena *arena, const struct source *source,
                          const struct fact_row *row)
{
    const char *label = tool_label(arena, source, row);
    if (label)
        return label;
    struct key key = {.arena = arena};
    list_key(&key, source, row);
    const char *text = key.count > 0 ? key.parts[0] : "";
    for (size_t i = 1; i < key.count; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 1 ? " (" : ", ", key.parts[i]);
    return key.count > 1 ? arena_printf(arena, "%s)", text) : text;
}

void fingerprint_maker_init(struct fingerprint_maker *maker, struct arena *arena,
                            const struct table *renames)
{
    *maker = (struct fingerprint_maker){.arena = arena, .renames = renames};
    table_init(&maker->seen, arena);
}

static const char *source_word(const struct source *source)
{
    switch (source->kind) {
    case SOURCE_REPOSITORY:
        return "repository";
    case SOURCE_FACT:
        return source->fact->name;
    case SOURCE_FILES:
        return "files";
    case SOURCE_DOCUMENT:
        return "document";
    case SOURCE_TEXT:
        return "text";
    case SOURCE_SQL:
        return "sql";
    case SOURCE_LIST:
        break;
    }
    return "list";
}

/* Equal keys get an ordinal, in the order in which they were found. */
static void add_ordinal(struct fingerprint_maker *maker, char out[SHA256_HEX_SIZE])
{
    size_t *count = table_find(&maker->seen, out);
    if (!count) {
        count = ARENA_NEW(maker->arena, size_t);
        *count = 1;
        table_set(&maker->seen, arena_strdup(maker->arena, out), count);
        return;
    }
    char ordinal[24];
    snprintf(ordinal, sizeof(ordinal), "%zu", ++*count);
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, out);
    sha256_add_string(&digest, ordinal);
    sha256_finish_hex(&digest, out);
}

/* What is published of the records is read from one place for both sides, by one name. */
static bool is_published(const struct fingerprint_subject *subject)
{
    const struct source *source = subject->source;
    if (!subject->row || source->kind != SOURCE_FACT)
        return false;
    const struct recogniser *recogniser = fact_recogniser_of(source->fact);
    return recogniser && recogniser->is_published;
}

void fingerprint_make(struct fingerprint_maker *maker, const struct fingerprint_subject *subject,
                      char out[FINGERPRINT_SIZE])
{
    struct key key = {.arena = maker->arena,
                      .renames = is_published(subject) ? NULL : maker->renames};
    if (subject->row)
        list_key(&key, subject->source, subject->row);
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, subject->rule);
    sha256_add_string(&digest, subject->check);
    sha256_add_string(&digest, subject->row ? source_word(subject->source) : subject->whole);
    for (size_t i = 0; i < key.count; i++)
        sha256_add_string(&digest, key.parts[i]);
    char hex[SHA256_HEX_SIZE];
    sha256_finish_hex(&digest, hex);
    add_ordinal(maker, hex);
    memcpy(out, hex, FINGERPRINT_SIZE - 1);
    out[FINGERPRINT_SIZE - 1] = '\0';
}
