#include "base/limits.h"
#include "base/table.h"
#include "engine/loosening.h"
#include "facts/governs.h"
#include "source/allowed_signers.h"

#include <string.h>

/* A file that lists whose keys sign (ssh-keygen(1), ALLOWED SIGNERS). */
struct signers_file {
    const char *path;
    struct allowed_signers signers;
};

struct signers_files {
    struct signers_file *items;
    size_t count, capacity;
};

/* What the base lists. */
struct known {
    struct arena *arena;
    struct table keys;  /* for whom, key -> struct allowed_signer */
    struct table lines; /* the same, and the options; and lines that cannot be read */
};

static void read_files(struct arena *arena, const struct snapshot *snapshot, struct reader *reader,
                       struct signers_files *out)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        const char *sort = path_governs_as(entry->path);
        struct content content;
        if (!sort || strcmp(sort, "signers") != 0)
            continue;
        reader_read(reader, entry, LIMIT_POLICY_BYTES, arena, &content);
        if (content.state != CONTENT_TEXT)
            continue;
        out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        struct signers_file *file = &out->items[out->count++];
        file->path = entry->path;
        allowed_signers_read(&file->signers, arena, content.text);
    }
}

static const char *name_of(struct arena *arena, const struct allowed_signer *signer)
{
    return arena_printf(arena, "%s\n%s", signer->principals, signer->encoded);
}

/* Options bound from when to when, and for what, a key holds; their order says nothing. */
static const char *line_of(struct arena *arena, const struct allowed_signer *signer)
{
    return arena_printf(arena, "%s\n%lld %lld %s", name_of(arena, signer),
                        (long long)signer->valid_after, (long long)signer->valid_before,
                        signer->namespaces ? signer->namespaces : "\n");
}

static void note(struct known *known, const struct allowed_signers *signers)
{
    for (size_t i = 0; i < signers->count; i++) {
        table_set(&known->keys, name_of(known->arena, &signers->items[i]), &signers->items[i]);
        table_set(&known->lines, line_of(known->arena, &signers->items[i]), known);
    }
    for (size_t i = 0; i < signers->problem_count; i++)
        table_set(&known->lines, signers->problems[i].text, known);
}

/* The type, and the end of the key: its beginning is the same in all of a type. */
static const char *short_key(struct arena *arena, const struct allowed_signer *signer)
{
    enum { SHOWN = 12 };
    size_t size = strlen(signer->encoded);
    const char *key =
        arena_printf(arena, "%s %s%s", signer->key_type, size > SHOWN + 4 ? "..." : "",
                     size > SHOWN + 4 ? signer->encoded + size - SHOWN : signer->encoded);
    return signer->options ? arena_printf(arena, "%s (%s)", key, signer->options) : key;
}

static void add(struct hearing *hearing, const char *path, unsigned line,
                struct loosening loosening)
{
    loosening.of = LOOSENS_SIGNER;
    loosening.what = "key";
    loosening.place = (struct place){.path = path, .line = line, .column = 1};
    loosening_add(hearing, loosening);
}

/* A key that is new for whom it is listed, or listed with other options. */
static void compare_signers(struct hearing *hearing, const struct known *known,
                            const struct signers_file *file)
{
    struct arena *arena = hearing->arena;
    for (size_t i = 0; i < file->signers.count; i++) {
        const struct allowed_signer *signer = &file->signers.items[i];
        const struct allowed_signer *old = table_find(&known->keys, name_of(arena, signer));
        if (!table_has(&known->lines, line_of(arena, signer)))
            add(hearing, file->path, signer->line,
                (struct loosening){.subject = signer->principals,
                                   .before = old ? short_key(arena, old) : NULL,
                                   .after = short_key(arena, signer),
                                   .is_unclear = old != NULL});
    }
}

/* It lists nobody here; what others that read the file make of it, nobody can tell. */
static void compare_problems(struct hearing *hearing, const struct known *known,
                             const struct signers_file *file)
{
    for (size_t i = 0; i < file->signers.problem_count; i++) {
        const struct allowed_signers_problem *problem = &file->signers.problems[i];
        if (!table_has(&known->lines, problem->text))
            add(hearing, file->path, problem->line,
                (struct loosening){.subject = problem->principals,
                                   .after =
                                       arena_printf(hearing->arena, "a line that lists nobody: %s",
                                                    problem->message),
                                   .is_unclear = true});
    }
}

void loosening_of_signers(struct hearing *hearing, const struct loosening_sides *sides)
{
    struct signers_files before = {0};
    struct signers_files after = {0};
    struct known known = {.arena = hearing->arena};
    table_init(&known.keys, hearing->arena);
    table_init(&known.lines, hearing->arena);
    read_files(hearing->arena, &hearing->base, sides->base, &before);
    read_files(hearing->arena, &hearing->head, sides->head, &after);
    for (size_t i = 0; i < before.count; i++)
        note(&known, &before.items[i].signers);
    for (size_t i = 0; i < after.count; i++) {
        compare_signers(hearing, &known, &after.items[i]);
        compare_problems(hearing, &known, &after.items[i]);
    }
}
