#include "base/glob.h"
#include "base/limits.h"
#include "base/pattern.h"
#include "facts/gather.h"

#include <string.h>

/* Needs of needs: a recogniser's place in the order, not a limit anybody meets. */
enum { NEEDS_DEPTH_MAX = 16 };

struct memory_run {
    struct arena *arena;  /* rows */
    struct arena scratch; /* contents and documents */
    const struct snapshot *snapshot;
    struct reader *reader;
    struct pattern_matcher *matcher;
    unsigned depth;
    struct failure *failure; /* the first, of a table that another recogniser asked for */
};

static struct failure *gather_kind(struct memory_run *run, const struct recogniser *recogniser,
                                   const struct fact_kind *kind, struct fact_table *out);

static bool wants_path(struct memory_run *run, const struct recogniser *recogniser,
                       const char *path)
{
    for (size_t i = 0; recogniser->paths && recogniser->paths[i]; i++) {
        const char *problem = NULL;
        size_t at = 0;
        const struct glob *glob = glob_new(&run->scratch, recogniser->paths[i], &problem, &at);
        if (glob && glob_matches(glob, path))
            return true;
    }
    return false;
}

static bool wants_content(const struct recogniser *recogniser, struct text content)
{
    if (!recogniser->literals)
        return true;
    for (size_t i = 0; recogniser->literals[i]; i++)
        if (text_find(content, recogniser->literals[i]) != SIZE_MAX)
            return true;
    return false;
}

static void recognise_entry(struct memory_run *run, const struct recogniser *recogniser,
                            const struct entry *entry, struct fact_writer *writer)
{
    struct fact_file file = {
        .path = entry->path,
        .entry = entry,
        .snapshot = run->snapshot,
        .arena = run->arena,
        .matcher = run->matcher,
        .cache = fact_file_cache_new(&run->scratch),
    };
    reader_read(run->reader, entry, LIMIT_BLOB_BYTES, &run->scratch, &file.content);
    if (file.content.state == CONTENT_TEXT && !wants_content(recogniser, file.content.text))
        return;
    writer->path = entry->path;
    recogniser->recognise_file(writer, &file);
}

/* Of every recogniser of the kind. */
static struct failure *gather_all(struct memory_run *run, const struct fact_kind *kind,
                                  struct fact_table *out)
{
    *out = (struct fact_table){.kind = kind};
    for (const struct recogniser *recogniser = fact_recogniser_of(kind); recogniser;
         recogniser = fact_recogniser_after(kind, recogniser)) {
        struct fact_table one = {.kind = kind};
        TRY(gather_kind(run, recogniser, kind, &one));
        struct fact_row *rows =
            ARENA_ARRAY(run->arena, struct fact_row, out->count + one.count + 1);
        for (size_t i = 0; i < out->count + one.count; i++)
            rows[i] = i < out->count ? out->rows[i] : one.rows[i - out->count];
        out->rows = rows;
        out->count += one.count;
    }
    fact_table_sort(out);
    return NULL;
}

static const struct fact_table *needed_table(const struct fact_repository *repository,
                                             const struct fact_kind *kind)
{
    struct memory_run *run = repository->state;
    struct fact_table *table = ARENA_NEW(run->arena, struct fact_table);
    table->kind = kind;
    struct failure *failure = run->depth < NEEDS_DEPTH_MAX ? gather_all(run, kind, table) : NULL;
    if (failure && run->failure)
        failure_free(failure);
    else if (failure)
        run->failure = failure;
    return table;
}

static struct failure *no_history(const struct fact_repository *repository,
                                  const struct history **out)
{
    (void)out;
    return failure_new(FAILURE_BUG, "a snapshot of %zu files in memory has no history",
                       repository->snapshot->count);
}

static const struct fact_label no_labels[] = {{0}};

static struct failure *recognise_all(struct memory_run *run, const struct recogniser *recogniser,
                                     struct fact_writer *writer)
{
    if (recogniser->recognise_repository) {
        const struct fact_repository repository = {
            .snapshot = run->snapshot,
            .reader = run->reader,
            .labels = no_labels,
            .table = needed_table,
            .history = no_history,
            .state = run,
        };
        return recogniser->recognise_repository(writer, &repository);
    }
    for (size_t i = 0; recogniser->recognise_file && i < run->snapshot->count; i++)
        if (wants_path(run, recogniser, run->snapshot->entries[i].path))
            recognise_entry(run, recogniser, &run->snapshot->entries[i], writer);
    return NULL;
}

static struct failure *gather_kind(struct memory_run *run, const struct recogniser *recogniser,
                                   const struct fact_kind *kind, struct fact_table *out)
{
    struct fact_writer writer;
    fact_writer_init(&writer, recogniser, run->arena, NULL, NULL);
    run->depth++;
    struct failure *failure = recognise_all(run, recogniser, &writer);
    run->depth--;
    TRY(failure);
    *out = (struct fact_table){.kind = kind};
    for (size_t i = 0; recogniser->kinds[i]; i++) {
        if (recogniser->kinds[i] != kind)
            continue;
        out->rows = writer.rows[i].rows;
        out->count = writer.rows[i].count;
    }
    fact_table_sort(out);
    return NULL;
}

struct failure *fact_recognise_memory(const struct recogniser *recogniser,
                                      const struct fact_kind *kind, const struct memory_file *files,
                                      size_t count, struct arena *arena, struct fact_table *out)
{
    struct snapshot snapshot;
    TRY(snapshot_of_memory(&snapshot, files, count, arena));
    struct memory_run run = {.arena = arena, .snapshot = &snapshot};
    TRY(reader_open(&run.reader, &snapshot));
    arena_init(&run.scratch, 1 << 16);
    run.matcher = pattern_matcher_new();

    struct failure *failure =
        recogniser ? gather_kind(&run, recogniser, kind, out) : gather_all(&run, kind, out);
    if (!failure)
        failure = run.failure;
    else if (run.failure)
        failure_free(run.failure);

    pattern_matcher_free(run.matcher);
    arena_release(&run.scratch);
    reader_close(run.reader);
    return failure;
}
