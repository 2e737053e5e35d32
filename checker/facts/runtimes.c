#include "facts/runtimes.h"

#include "facts/catalogue_file.h"
#include "facts/tool_catalogue.h"

#include <pthread.h>
#include <string.h>

static const struct schema_field cycle_fields[] = {
    {.name = "runtime",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct runtime_cycle, runtime),
     .required = true,
     .summary = "Which one."},
    {.name = "cycle",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct runtime_cycle, cycle),
     .required = true,
     .pattern = "^[0-9]+(\\.[0-9]+)*$",
     .pattern_hint = "numbers parted by dots",
     .summary = "The versions that get fixes together."},
    {.name = "end",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct runtime_cycle, end),
     .summary = "The last day on which they do."},
    {.name = "names",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct runtime_cycle, names),
     .summary = "Other names of the cycle."},
    {.name = "source",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct runtime_cycle, source),
     .required = true,
     .pattern = "^https://",
     .pattern_hint = "the address of a page",
     .summary = "The page that says it."},
    {.name = "seen",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct runtime_cycle, seen),
     .required = true,
     .summary = "The day of that page's text."},
    {0},
};

static const struct schema cycle_schema = {
    .name = "runtime",
    .summary = "A cycle of a runtime, and when it ends.",
    .size = sizeof(struct runtime_cycle),
    .node_offset = SIZE_MAX,
    .fields = cycle_fields,
};

struct file {
    int64_t version_of_format;
    struct schema_objects cycles;
};

static const struct schema_field file_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct file, version_of_format),
     .required = true,
     .minimum = 1,
     .maximum = 2,
     .summary = "The version of the format."},
    {.name = "runtimes",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct file, cycles),
     .required = true,
     .object = &cycle_schema,
     .summary = "The cycles."},
    {0},
};

static const struct schema file_schema = {
    .name = "runtimes",
    .summary = "Until when runtimes get fixes.",
    .size = sizeof(struct file),
    .node_offset = SIZE_MAX,
    .fields = file_fields,
};

struct runtimes *runtimes_parse(struct arena *arena, const struct builtin_file *file,
                                struct diagnostics *diagnostics)
{
    struct runtimes *runtimes = ARENA_NEW(arena, struct runtimes);
    const struct file *loaded = catalogue_file_load(&file_schema, arena, file, diagnostics);
    if (!loaded)
        return runtimes;
    runtimes->cycles = (const struct runtime_cycle *const *)loaded->cycles.items;
    runtimes->count = loaded->cycles.count;
    return runtimes;
}

/* Written once, under pthread_once, and only read from then on. */
static struct {
    pthread_once_t once;
    struct arena arena;
    const struct runtimes *runtimes;
} builtin = {.once = PTHREAD_ONCE_INIT};

static void parse_builtin(void)
{
    struct diagnostics diagnostics;
    arena_init(&builtin.arena, 1 << 16);
    diagnostics_init(&diagnostics, &builtin.arena);
    const struct builtin_file *file = catalogue_files;
    while (file->path && !string_ends_with(file->path, CATALOGUE_RUNTIMES))
        file++;
    builtin.runtimes = file->path ? runtimes_parse(&builtin.arena, file, &diagnostics)
                                  : ARENA_NEW(&builtin.arena, struct runtimes);
}

const struct runtimes *runtimes_builtin(void)
{
    pthread_once(&builtin.once, parse_builtin);
    return builtin.runtimes;
}

enum { PARTS_MOST = 4 };

/* The numbers that a version begins with; 0 when it begins with none. */
static size_t read_parts(const char *version, long long parts[PARTS_MOST])
{
    size_t count = 0;
    while (*version >= '0' && *version <= '9' && count < PARTS_MOST) {
        long long number = 0;
        for (; *version >= '0' && *version <= '9'; version++)
            number = number < 1000000 ? number * 10 + (*version - '0') : number;
        parts[count++] = number;
        if (*version != '.')
            break;
        version++;
    }
    return count;
}

/* Over the parts that both have. */
static int compare(const long long *a, size_t a_count, const long long *b, size_t b_count)
{
    for (size_t i = 0; i < a_count && i < b_count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* `lts-gallium-slim`, `gallium`: a word of it is a name of the cycle. */
static bool is_named(const struct runtime_cycle *cycle, const char *version)
{
    while (*version) {
        size_t size = strcspn(version, "-/_");
        for (size_t i = 0; i < cycle->names.count; i++)
            if (strlen(cycle->names.items[i]) == size &&
                text_find_folded((struct text){version, size}, cycle->names.items[i]) == 0)
                return true;
        version += size + (version[size] != '\0');
    }
    return false;
}

enum runtime_answer runtimes_find(const struct runtimes *runtimes, const char *runtime,
                                  const char *version, struct runtime_support *out)
{
    static const char *const prefixes[] = {"v", "go", "python-", "ruby-", "php-", "node-"};
    long long asked[PARTS_MOST], known[PARTS_MOST];
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        size_t size = strlen(prefixes[i]);
        if (string_starts_with(version, prefixes[i]) && version[size] >= '0' &&
            version[size] <= '9')
            version += size;
    }
    size_t asked_count = read_parts(version, asked);
    const struct runtime_cycle *oldest = NULL, *found = NULL;
    int side = 0; /* of the newest cycle so far */
    for (size_t i = 0; i < runtimes->count; i++) {
        const struct runtime_cycle *cycle = runtimes->cycles[i];
        if (strcmp(cycle->runtime, runtime) != 0)
            continue;
        size_t count = read_parts(cycle->cycle, known);
        side = asked_count ? compare(asked, asked_count, known, count) : 0;
        oldest = oldest ? oldest : cycle;
        bool is_meant = asked_count ? side == 0 : is_named(cycle, version);
        /* No older one gets fixes when the oldest gets none. */
        if (is_meant || (oldest == cycle && side < 0))
            found = cycle;
    }
    if (found) {
        *out = (struct runtime_support){.cycle = found->cycle, .end = found->end};
        return RUNTIME_KNOWN;
    }
    return oldest && side > 0 ? RUNTIME_NEWER : RUNTIME_UNSAID;
}
