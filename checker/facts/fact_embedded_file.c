/* embedded_file - the files that programs of the repository hold in themselves. */
#include "base/glob.h"
#include "facts/embedding_kinds.h"

#include <string.h>

static const struct fact_field fields[] = {
    [EMBEDDED_FILE] = {"file", {.kind = TYPE_PATH}, false, "which one"},
    [EMBEDDED_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_embedded_file = {
    .name = "embedded_file",
    .summary = "a file that a program of the repository embeds, where the program says so",
    .key = (const char *const[]){"file", NULL},
    .fields = fields,
};

struct embeddings {
    struct arena *arena;
    struct glob_set *set;
    const struct fact_row **rows; /* by the number of the glob */
    size_t count, capacity;
};

static void add_glob(struct embeddings *embeddings, const char *pattern, const struct fact_row *row)
{
    const char *problem = NULL;
    size_t at = 0;
    struct glob *glob = glob_new(embeddings->arena, pattern, &problem, &at);
    if (!glob)
        return;
    embeddings->rows = arena_grow(embeddings->arena, embeddings->rows, embeddings->count,
                                  &embeddings->capacity, sizeof(*embeddings->rows));
    embeddings->rows[embeddings->count++] = row;
    glob_set_add(embeddings->set, glob);
}

/* A folder is embedded with all that it holds. */
static void add_embedding(struct embeddings *embeddings, const struct fact_row *row)
{
    const char *pattern = row->cells[EMBEDDING_PATTERN].text;
    add_glob(embeddings, arena_printf(embeddings->arena, "/%s", pattern), row);
    add_glob(embeddings, arena_printf(embeddings->arena, "/%s/**", pattern), row);
}

static const struct fact_row *first_hit(const struct embeddings *embeddings, const uint64_t *hits)
{
    for (size_t i = 0; i < embeddings->count; i++)
        if (hits[i / 64] >> (i % 64) & 1)
            return embeddings->rows[i];
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &embedding_kind);
    const struct snapshot *snapshot = repository->snapshot;
    struct embeddings embeddings = {.arena = fact_arena(writer)};
    embeddings.set = glob_set_new(embeddings.arena);
    for (size_t i = 0; i < table->count; i++)
        if (!table->rows[i].gap)
            add_embedding(&embeddings, &table->rows[i]);
    if (embeddings.count == 0)
        return NULL;
    glob_set_build(embeddings.set);
    uint64_t *hits = ARENA_ARRAY(embeddings.arena, uint64_t, embeddings.count / 64 + 1);
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        if (!glob_set_match(embeddings.set, path, hits))
            continue;
        const struct fact_row *row = first_hit(&embeddings, hits);
        if (row)
            fact_add(writer, &fact_kind_embedded_file, row->path, row->line, 1)
                ->cells[EMBEDDED_FILE] = value_text(path);
    }
    return NULL;
}

FACT(embedded_file) = {
    .name = "embedded_file",
    .area = FACT_AREA_FILES,
    .summary = "the files that programs of the repository hold in themselves",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_embedded_file, NULL},
    .needs = (const struct fact_kind *const[]){&embedding_kind, NULL},
    .recognise_repository = recognise,
};
