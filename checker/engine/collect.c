#include "engine/collect.h"

#include "base/limits.h"
#include "engine/collect_defect.h"
#include "engine/collect_file.h"
#include "engine/collect_repository.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum {
    SLICE_ENTRIES = 64,
    /* Below this a second thread costs more than it saves: it opens the repository anew. */
    ONE_THREAD_ENTRIES = 256,
    THREADS_MAX = 64,
};

struct slice {
    struct fact_rows *tables; /* NULL while nothing was found */
    struct skipped *skipped;
    size_t skipped_count;
};

struct pass {
    const struct plan *plan;
    const struct collect_options *options;
    struct slice *slices;
    size_t slice_count;
    unsigned char *seen;
    atomic_size_t next;
    atomic_bool stopped;
};

struct thread {
    struct pass *pass;
    struct collect_worker worker;
    size_t first; /* its own first slice, so that every thread has work */
    bool opened;
    pthread_t id;
    bool started;
};

static int64_t monotonic_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void deadline_init(struct deadline *deadline, unsigned seconds)
{
    deadline->set = seconds > 0;
    deadline->at = seconds > 0 ? monotonic_milliseconds() + (int64_t)seconds * 1000 : 0;
    atomic_init(&deadline->over, false);
}

bool deadline_is_over(struct deadline *deadline)
{
    if (!deadline || !deadline->set)
        return false;
    if (!atomic_load(&deadline->over) && monotonic_milliseconds() >= deadline->at)
        atomic_store(&deadline->over, true);
    return atomic_load(&deadline->over);
}

static void collect_slice(struct thread *thread, size_t number)
{
    struct pass *pass = thread->pass;
    struct collect_worker *worker = &thread->worker;
    const struct snapshot *snapshot = pass->options->snapshot;
    worker->tables = ARENA_ARRAY(&worker->keep, struct fact_rows, pass->plan->table_count);
    worker->skipped = NULL;
    worker->skipped_count = worker->skipped_capacity = 0;
    size_t end = (number + 1) * SLICE_ENTRIES;
    for (size_t i = number * SLICE_ENTRIES; i < end && i < snapshot->count; i++) {
        if (deadline_is_over(pass->options->deadline)) {
            atomic_store(&pass->stopped, true);
            return;
        }
        collect_entry(worker, &snapshot->entries[i]);
    }
    pass->slices[number] = (struct slice){.tables = worker->tables,
                                          .skipped = worker->skipped,
                                          .skipped_count = worker->skipped_count};
    worker->slices++;
}

static void *run_thread(void *argument)
{
    struct thread *thread = argument;
    struct pass *pass = thread->pass;
    struct collect_worker *worker = &thread->worker;
    worker->failure = collect_worker_open(worker, pass->plan, pass->options->side,
                                          pass->options->snapshot, thread->first == 0);
    if (worker->failure) {
        atomic_store(&pass->stopped, true);
        return NULL;
    }
    thread->opened = true;
    worker->seen = pass->seen;
    for (size_t number = thread->first; number < pass->slice_count && !atomic_load(&pass->stopped);
         number = atomic_fetch_add(&pass->next, 1))
        collect_slice(thread, number);
    return NULL;
}

static size_t count_threads(const struct pass *pass)
{
    if (pass->options->snapshot->count < ONE_THREAD_ENTRIES)
        return 1;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = pass->options->jobs ? pass->options->jobs
                     : processors > 0    ? (size_t)processors
                                         : 1;
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    return threads < pass->slice_count ? threads : pass->slice_count;
}

/* A thread that the system refuses leaves its first slice behind; it is done here. */
static void finish_slices(struct thread *threads, size_t count)
{
    struct pass *pass = threads[0].pass;
    for (size_t i = 0; i < count; i++)
        if (!threads[i].started && i > 0 && threads[0].opened && !atomic_load(&pass->stopped))
            collect_slice(&threads[0], threads[i].first);
}

static void run_threads(struct thread *threads, size_t count)
{
    for (size_t i = 1; i < count; i++)
        threads[i].started = pthread_create(&threads[i].id, NULL, run_thread, &threads[i]) == 0;
    run_thread(&threads[0]);
    for (size_t i = 1; i < count; i++)
        if (threads[i].started)
            pthread_join(threads[i].id, NULL);
    finish_slices(threads, count);
}

static const struct fact_kind *kind_of(const struct plan_table *table)
{
    if (table->kind == PLAN_DOCUMENT)
        return &collect_document_kind;
    if (table->kind == PLAN_TEXT)
        return &collect_text_kind;
    return table->fact;
}

static void limit_rows(struct fact_table *table, struct arena *arena)
{
    size_t fields = 0;
    while (table->kind->fields[fields].name)
        fields++;
    struct value *cells = ARENA_ARRAY(arena, struct value, fields + 1);
    for (size_t i = 0; i < fields; i++)
        cells[i] = value_unknown(arena, UNKNOWN_UNREADABLE, "more rows than are read");
    table->count = LIMIT_FACT_ROWS;
    table->rows[table->count - 1] = (struct fact_row){.gap = true, .cells = cells};
}

/* In the order of the slices, whoever did them. */
static void join_slices(struct collection *out, const struct pass *pass, struct arena *arena)
{
    for (size_t t = 0; t < pass->plan->table_count; t++) {
        struct fact_table *table = &out->tables[t];
        size_t count = 0;
        for (size_t i = 0; i < pass->slice_count; i++)
            count += pass->slices[i].tables ? pass->slices[i].tables[t].count : 0;
        if (count == 0)
            continue;
        table->rows = ARENA_ARRAY(arena, struct fact_row, count);
        for (size_t i = 0; i < pass->slice_count; i++) {
            const struct slice *slice = &pass->slices[i];
            if (!slice->tables || slice->tables[t].count == 0)
                continue;
            memcpy(&table->rows[table->count], slice->tables[t].rows,
                   slice->tables[t].count * sizeof(*table->rows));
            table->count += slice->tables[t].count;
        }
        if (table->count > LIMIT_FACT_ROWS)
            limit_rows(table, arena);
        fact_table_sort(table);
    }
    for (size_t i = 0; i < pass->slice_count; i++)
        out->skipped_count += pass->slices[i].skipped_count;
    out->skipped = ARENA_ARRAY(arena, struct skipped, out->skipped_count);
    size_t at = 0;
    for (size_t i = 0; i < pass->slice_count; i++)
        for (size_t k = 0; k < pass->slices[i].skipped_count; k++)
            out->skipped[at++] = pass->slices[i].skipped[k];
}

static struct failure *close_threads(struct collection *out, struct thread *threads, size_t count,
                                     struct arena *arena)
{
    struct failure *failure = NULL;
    out->blobs_by_thread = ARENA_ARRAY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        struct collect_worker *worker = &threads[i].worker;
        if (worker->failure && !failure)
            failure = worker->failure;
        else if (worker->failure)
            failure_free(worker->failure);
        if (!threads[i].opened)
            continue;
        out->blobs_read += worker->blobs_read;
        out->blobs_by_thread[i] = worker->blobs_read;
        out->threads_used += worker->slices > 0 ? 1 : 0;
        collect_worker_close(worker);
        arena_adopt(arena, &worker->keep);
    }
    return failure;
}

static struct failure *read_files(struct collection *out, const struct collect_options *options,
                                  struct arena *arena)
{
    struct pass pass = {
        .plan = out->plan,
        .options = options,
        .slice_count = (options->snapshot->count + SLICE_ENTRIES - 1) / SLICE_ENTRIES,
    };
    if (pass.slice_count == 0 || !out->plan->parts[options->side].reader_globs.set)
        return NULL;
    pass.slices = ARENA_ARRAY(arena, struct slice, pass.slice_count);
    pass.seen = out->seen = ARENA_ARRAY(arena, unsigned char, options->snapshot->count);
    size_t count = count_threads(&pass);
    atomic_init(&pass.next, count);
    atomic_init(&pass.stopped, false);
    struct thread *threads = ARENA_ARRAY(arena, struct thread, count);
    for (size_t i = 0; i < count; i++) {
        threads[i].pass = &pass;
        threads[i].first = i;
    }
    run_threads(threads, count);
    TRY(close_threads(out, threads, count, arena));
    join_slices(out, &pass, arena);
    return NULL;
}

/* The rows of the kind `file` for each table that takes some by their paths. */
struct choice {
    struct collection *collection;
    const struct plan_globs *globs;
    uint64_t *hits;
    unsigned char *wanting;
    size_t *capacities;
    struct arena *arena;
};

static void choose_row(struct choice *choice, size_t table, const struct fact_row *row)
{
    struct fact_table *chosen = &choice->collection->tables[table];
    chosen->rows = arena_grow(choice->arena, chosen->rows, chosen->count,
                              &choice->capacities[table], sizeof(*chosen->rows));
    chosen->rows[chosen->count++] = *row;
}

/* A gap may hold anything that lies below its path. */
static bool gap_matches(const struct plan_table *table, const struct fact_row *row)
{
    if (!row->path)
        return true;
    for (size_t i = 0; table->globs[i]; i++)
        if (glob_matches(table->compiled_globs[i], row->path) ||
            glob_may_match_below(table->compiled_globs[i], row->path))
            return true;
    return false;
}

static void choose_tables(struct choice *choice, enum plan_side side, const struct fact_row *row)
{
    const struct plan *plan = choice->collection->plan;
    bool is_gap = row->gap || !row->path;
    memset(choice->wanting, 0, plan->table_count);
    if (!is_gap && !plan_globs_match(choice->globs, row->path, choice->hits, choice->wanting))
        return;
    for (size_t t = 0; t < plan->table_count; t++) {
        const struct plan_table *planned = &plan->tables[t];
        if (planned->kind == PLAN_FILES && planned->side == side &&
            (is_gap ? gap_matches(planned, row) : choice->wanting[t]))
            choose_row(choice, t, row);
    }
}

static void choose_files(struct collection *out, enum plan_side side, struct arena *arena)
{
    const struct plan *plan = out->plan;
    const struct plan_globs *globs = &plan->parts[side].table_globs;
    if (!globs->set)
        return;
    struct choice choice = {
        .collection = out,
        .globs = globs,
        .hits = ARENA_ARRAY(arena, uint64_t, plan_globs_words(globs)),
        .wanting = ARENA_ARRAY(arena, unsigned char, plan->table_count),
        .capacities = ARENA_ARRAY(arena, size_t, plan->table_count),
        .arena = arena,
    };
    const struct fact_table *all = &out->tables[plan->tables[globs->users[0]].part_of];
    for (size_t i = 0; i < all->count; i++)
        choose_tables(&choice, side, &all->rows[i]);
}

static bool has_repository_level(const struct plan_part *part)
{
    for (size_t i = 0; i < part->recogniser_count; i++)
        if (!part->recognisers[i].recogniser->recognise_file)
            return true;
    return false;
}

struct failure *collect(struct collection *out, const struct plan *plan,
                        const struct collect_options *options, struct arena *arena)
{
    *out = (struct collection){.plan = plan};
    out->tables = ARENA_ARRAY(arena, struct fact_table, plan->table_count);
    for (size_t i = 0; i < plan->table_count; i++)
        out->tables[i].kind = kind_of(&plan->tables[i]);
    TRY(read_files(out, options, arena));
    collect_defects(out, options, arena);
    if (has_repository_level(&plan->parts[options->side])) {
        struct reader *reader = NULL;
        TRY(reader_open_here(&reader, options->snapshot));
        struct failure *failure = collect_repository(out, options, reader, arena);
        reader_close(reader);
        TRY(failure);
    }
    choose_files(out, options->side, arena);
    if (deadline_is_over(options->deadline))
        return failure_new(FAILURE_LIMIT, "the time ran out before the repository was read");
    return NULL;
}
