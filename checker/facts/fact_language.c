#include "facts/fact.h"
#include "facts/language.h"

#include <string.h>

enum { NAME, BYTES, SHARE, FILES };

static const struct fact_field fields[] = {
    {"name", {.kind = TYPE_TEXT}, false, "in small letters: go, c++, c#, javascript"},
    {"bytes", {.kind = TYPE_INTEGER}, false, "of its files"},
    {"portion", {.kind = TYPE_SHARE}, false, "of the bytes of all programming languages"},
    {"files", {.kind = TYPE_INTEGER}, false, "how many files"},
    {0},
};

static const char *const key[] = {"name", NULL};

static const struct fact_kind language_kind = {
    .name = "language",
    .summary = "a programming language of the repository, by the endings of files; vendored and"
               " generated files and documentation are left out",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

struct count {
    const char *name;
    uint64_t bytes;
    uint64_t files;
    bool known;
};

struct counts {
    struct count items[96];
    size_t count;
};

static struct count *count_of(struct counts *counts, const char *name)
{
    for (size_t i = 0; i < counts->count; i++)
        if (strcmp(counts->items[i].name, name) == 0)
            return &counts->items[i];
    if (counts->count == sizeof(counts->items) / sizeof(*counts->items))
        return NULL; /* more than the table of languages has */
    counts->items[counts->count] = (struct count){.name = name, .known = true};
    return &counts->items[counts->count++];
}

static void take_first(void *context, const char *language)
{
    const char **first = context;
    if (!*first)
        *first = language;
}

/* linguist-language names one: an alias that stands for several is its first. */
static const char *language_of(const struct snapshot *snapshot, const char *path)
{
    const char *given = snapshot_language(snapshot, path);
    const char *first = NULL;
    if (!given)
        return language_of_name(path);
    if (string_equals_folded(given, "typescript"))
        return "typescript";
    language_each(given, take_first, &first);
    return string_equals_folded(given, "c++") || string_equals_folded(given, "cpp") ? "c++" : first;
}

static void add_file(struct counts *counts, const struct fact_repository *repository,
                     const struct entry *entry, uint64_t *headers)
{
    const struct snapshot *snapshot = repository->snapshot;
    if (entry->kind == ENTRY_LINK || entry->kind == ENTRY_SUBMODULE)
        return;
    const char *language = language_of(snapshot, entry->path);
    if (!language || snapshot_is_vendored(snapshot, entry->path) ||
        snapshot_is_generated(snapshot, entry->path) ||
        snapshot_is_documentation(snapshot, entry->path))
        return;
    struct count *count = count_of(counts, language);
    uint64_t size = 0;
    if (!count)
        return;
    if (!reader_size(repository->reader, entry, &size))
        count->known = false;
    count->bytes += size;
    count->files++;
    if (string_ends_with(entry->path, ".h"))
        *headers += size;
}

/* Headers belong to the language that most of the rest is in. */
static void share_headers(struct counts *counts, uint64_t headers)
{
    struct count *c = NULL;
    struct count *cpp = NULL;
    for (size_t i = 0; i < counts->count; i++) {
        c = strcmp(counts->items[i].name, "c") == 0 ? &counts->items[i] : c;
        cpp = strcmp(counts->items[i].name, "c++") == 0 ? &counts->items[i] : cpp;
    }
    if (!c || !cpp || cpp->bytes <= c->bytes - headers)
        return;
    c->bytes -= headers;
    cpp->bytes += headers;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct counts counts = {.count = 0};
    uint64_t headers = 0;
    uint64_t total = 0;
    bool known = true;
    for (size_t i = 0; i < repository->snapshot->count; i++)
        add_file(&counts, repository, &repository->snapshot->entries[i], &headers);
    share_headers(&counts, headers);
    for (size_t i = 0; i < counts.count; i++) {
        total += counts.items[i].bytes;
        known &= counts.items[i].known;
    }
    struct value unknown =
        value_unknown(arena, UNKNOWN_UNOBSERVABLE, "the content is not in this repository");
    for (size_t i = 0; i < counts.count; i++) {
        const struct count *count = &counts.items[i];
        if (count->bytes == 0 && count->known)
            continue;
        struct value *cells = fact_add(writer, &language_kind, NULL, 0, 0)->cells;
        cells[NAME] = value_text(count->name);
        cells[BYTES] = count->known ? value_integer((int64_t)count->bytes) : unknown;
        cells[SHARE] = known ? value_share((double)count->bytes / (double)total) : unknown;
        cells[FILES] = value_integer((int64_t)count->files);
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&language_kind, NULL};

FACT(language) = {
    .name = "language",
    .area = FACT_AREA_FILES,
    .names_only = true,
    .summary = "programming languages by bytes; reads no file",
    .version = 1,
    .kinds = kinds,
    .recognise_repository = recognise,
};
