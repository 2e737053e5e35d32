#include "base/limits.h"
#include "base/table.h"
#include "facts/paths.h"
#include "facts/secret_kinds.h"
#include "facts/secret_search.h"
#include "source/blobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum {
    SORT,
    DETECTOR,
    FINGERPRINT,
    REDACTED,
    ENCRYPTED,
    CHECKED,
    TEST,
    EXPIRES,
    COMMIT,
    TIME,
    LINE
};

static const struct fact_field fields[] = {
    {"sort", {.kind = TYPE_WORD, .words = secret_sorts}, false, "what it opens"},
    {"detector", {.kind = TYPE_TEXT}, false, "which format it has: github-token, pem-key, ..."},
    {"fingerprint", {.kind = TYPE_TEXT}, false, "as of the kind `secret`"},
    {"redacted", {.kind = TYPE_TEXT}, false, "what may be shown of it"},
    {"encrypted", {.kind = TYPE_BOOLEAN}, false, "a private key behind a passphrase"},
    {"checked",
     {.kind = TYPE_BOOLEAN},
     false,
     "it has the checksum that its service gives it: more than the shape of a token"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stood where test material stands"},
    {"expires", {.kind = TYPE_TIME}, true, "when it ends, where the secret itself says so"},
    {"commit", {.kind = TYPE_TEXT}, false, "the full id of the commit that brought it"},
    {"time", {.kind = TYPE_TIME}, false, "the committer's"},
    {"at", {.kind = TYPE_INTEGER}, false, "the line of the file of then"},
    {0},
};

static const char *const key[] = {"path", "fingerprint", NULL};

static const struct fact_kind past_secret_kind = {
    .name = "past_secret",
    .summary = "a secret of the history that stands no more in the tree; the path is the one it "
               "had. Gathered with --history",
    .key = key,
    .fields = fields,
};

static const struct fact_field search_fields[] = {
    {"commits", {.kind = TYPE_INTEGER}, false, "how many were looked at"},
    {"files", {.kind = TYPE_INTEGER}, false, "how many that the tree does not have"},
    {0},
};

static const char *const search_key[] = {NULL};

static const struct fact_kind history_search_kind = {
    .name = "history_search",
    .summary = "the files of the whole history were looked at: one record with --history",
    .nowhere = true,
    .key = search_key,
    .fields = search_fields,
};

/* The earliest that was met of one fingerprint. */
struct past_secret {
    struct value cells[LINE + 1];
    const char *path;
    uint32_t commit;
};

enum { THREADS_MAX = 32, SLICE = 512 };

/* What the threads share. */
struct search {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct past_blobs blobs;
    struct table known; /* fingerprints of secrets of the tree */
    atomic_size_t next; /* slice */
};

/* A thread's own. */
struct worker {
    struct search *search;
    pthread_t thread;
    bool started;
    struct reader *reader;
    struct pattern_matcher *matcher;
    struct arena keep, scratch;
    struct table secrets;       /* fingerprint -> struct past_secret */
    size_t missing, unreadable; /* files */
};

static void fill(struct worker *worker, const struct past_blob *blob,
                 const struct secret_span *span, uint32_t line, const char *fingerprint,
                 struct past_secret *out)
{
    struct arena *arena = &worker->keep;
    const struct past_commit *commit = &worker->search->blobs.commits[blob->commit];
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    *out = (struct past_secret){.path = blob->entry.path, .commit = blob->commit};
    out->cells[SORT] = value_text(span->sort);
    out->cells[DETECTOR] = value_text(span->detector);
    out->cells[FINGERPRINT] = value_text(arena_strdup(arena, fingerprint));
    out->cells[REDACTED] = value_text(arena_strdup(arena, span->redacted));
    out->cells[ENCRYPTED] = value_boolean(span->encrypted);
    out->cells[CHECKED] = value_boolean(span->checked);
    out->cells[TEST] = value_boolean(path_is_test(blob->entry.path));
    if (span->expires != INT64_MIN)
        out->cells[EXPIRES] = value_time(span->expires);
    out->cells[COMMIT] = value_text(arena_strdup(arena, hex));
    out->cells[TIME] = value_time(commit->time);
    out->cells[LINE] = value_integer(line);
}

/* Whoever of the threads met it: the first commit, then the first place. */
static bool is_before(const struct past_secret *a, uint32_t commit, const char *path, int64_t line)
{
    if (a->commit != commit)
        return a->commit < commit;
    int order = strcmp(a->path, path);
    return order != 0 ? order < 0 : a->cells[LINE].integer <= line;
}

static void add(struct worker *worker, const struct past_blob *blob, const struct secret_span *span,
                uint32_t line)
{
    char fingerprint[SECRET_FINGERPRINT_SIZE];
    secret_fingerprint(span, fingerprint);
    if (table_has(&worker->search->known, fingerprint))
        return;
    struct past_secret *secret = table_find(&worker->secrets, fingerprint);
    if (secret && is_before(secret, blob->commit, blob->entry.path, line))
        return;
    bool is_new = !secret;
    if (is_new)
        secret = ARENA_NEW(&worker->keep, struct past_secret);
    fill(worker, blob, span, line, fingerprint, secret);
    if (is_new)
        table_set(&worker->secrets, secret->cells[FINGERPRINT].text, secret);
}

static void search_text(struct worker *worker, const struct past_blob *blob, struct text text)
{
    struct secret_search found = {.arena = &worker->scratch,
                                  .matcher = worker->matcher,
                                  .path = blob->entry.path,
                                  .text = text};
    secret_search(&found);
    struct secret_cursor cursor = {.text = text, .line = 1};
    for (size_t i = 0; i < found.count; i++) {
        secret_cursor_move(&cursor, found.spans[i].start);
        add(worker, blob, &found.spans[i], cursor.line);
    }
    worker->unreadable += found.limit;
}

static void look_into(struct worker *worker, const struct past_blob *blob)
{
    struct content content;
    reader_read_object(worker->reader, &blob->entry, LIMIT_BLOB_BYTES, &worker->scratch, &content);
    switch (content.state) {
    case CONTENT_TEXT:
        search_text(worker, blob, content.text);
        return;
    case CONTENT_MISSING:
        worker->missing++;
        return;
    case CONTENT_CORRUPT:
        worker->unreadable++;
        return;
    case CONTENT_TOO_LARGE:
        /* a binary is not searched, however small */
        worker->unreadable +=
            content.head.size > 0 && memchr(content.head.bytes, 0, content.head.size) == NULL;
        return;
    case CONTENT_BINARY:
    case CONTENT_LFS_POINTER:
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
}

static bool is_over(const struct fact_repository *repository)
{
    return repository->is_over && repository->is_over(repository);
}

/* Slices in the order of the packs, so that the bases of deltas are met again. */
static void *work(void *argument)
{
    struct worker *worker = argument;
    struct search *search = worker->search;
    for (;;) {
        size_t first = atomic_fetch_add(&search->next, 1) * SLICE;
        size_t end = first + SLICE < search->blobs.count ? first + SLICE : search->blobs.count;
        if (first >= end || is_over(search->repository))
            return NULL;
        for (size_t i = first; i < end; i++) {
            struct arena_mark mark = arena_mark(&worker->scratch);
            look_into(worker, &search->blobs.items[i]);
            arena_reset(&worker->scratch, mark);
        }
    }
}

/* `here`: on the thread that the snapshot was made on, whose packs are mapped already. */
static struct failure *worker_open(struct worker *worker, struct search *search, bool here)
{
    const struct snapshot *snapshot = search->repository->snapshot;
    *worker = (struct worker){.search = search};
    TRY(here ? reader_open_here(&worker->reader, snapshot)
             : reader_open(&worker->reader, snapshot));
    worker->matcher = pattern_matcher_new();
    arena_init(&worker->keep, 1 << 14);
    arena_init(&worker->scratch, 1 << 18);
    table_init(&worker->secrets, &worker->keep);
    return NULL;
}

static void worker_close(struct worker *worker, struct arena *arena)
{
    reader_close(worker->reader);
    pattern_matcher_free(worker->matcher);
    arena_release(&worker->scratch);
    arena_adopt(arena, &worker->keep);
}

static size_t count_threads(const struct search *search)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = search->repository->jobs ? search->repository->jobs
                     : processors > 0         ? (size_t)processors
                                              : 1;
    size_t slices = search->blobs.count / SLICE + 1;
    threads = threads < slices ? threads : slices;
    return threads < THREADS_MAX ? threads : THREADS_MAX;
}

/* What stands in the tree is told by the kind `secret`. */
static void learn_what_is_known(struct search *search)
{
    table_init(&search->known, fact_arena(search->writer));
    const struct fact_table *table =
        search->repository->table(search->repository, &fact_kind_secret);
    int field = fact_field_find(&fact_kind_secret, "fingerprint");
    for (size_t i = 0; i < table->count; i++)
        if (!table->rows[i].gap)
            table_set(&search->known, table->rows[i].cells[field].text, search);
}

static void join(struct table *all, const struct worker *worker)
{
    for (size_t i = 0; i < worker->secrets.count; i++) {
        struct past_secret *secret = worker->secrets.entries[i].value;
        const char *fingerprint = worker->secrets.entries[i].key;
        const struct past_secret *other = table_find(all, fingerprint);
        if (!other || !is_before(other, secret->commit, secret->path, secret->cells[LINE].integer))
            table_set(all, fingerprint, secret);
    }
}

static void write_rows(struct search *search, const struct table *secrets, size_t missing,
                       size_t unreadable)
{
    struct fact_writer *writer = search->writer;
    for (size_t i = 0; i < secrets->count; i++) {
        const struct past_secret *secret = secrets->entries[i].value;
        struct fact_row *row = fact_add(writer, &past_secret_kind, secret->path, 1, 1);
        memcpy(row->cells, secret->cells, sizeof(secret->cells));
    }
    if (search->blobs.truncated)
        fact_add_gap(writer, &past_secret_kind, NULL,
                     search->blobs.damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                     search->blobs.truncated_because);
    if (missing > 0)
        fact_add_gap(writer, &past_secret_kind, NULL, UNKNOWN_UNOBSERVABLE,
                     "files of the history are not in this repository (a partial clone, or "
                     "damage)");
    if (unreadable > 0)
        fact_add_gap(writer, &past_secret_kind, NULL, UNKNOWN_UNREADABLE,
                     "files of the history are too large, damaged or take too long to search");
    struct value *cells = fact_add(writer, &history_search_kind, NULL, 0, 0)->cells;
    cells[0] = value_integer((int64_t)search->blobs.commit_count);
    cells[1] = value_integer((int64_t)search->blobs.count);
}

/* A thread that the system refuses leaves its slices to the others. */
static struct failure *run_workers(struct search *search, struct worker *workers, size_t *count)
{
    size_t wanted = *count;
    for (*count = 0; *count < wanted; ++*count)
        TRY(worker_open(&workers[*count], search, *count == 0));
    for (size_t i = 1; i < wanted; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    work(&workers[0]);
    for (size_t i = 1; i < wanted; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (!repository->whole_history || !repository->repository)
        return NULL;
    struct search search = {.writer = writer, .repository = repository};
    struct arena *arena = fact_arena(writer);
    TRY(past_blobs_find(&search.blobs, repository->repository, repository->snapshot, arena));
    learn_what_is_known(&search);
    size_t count = count_threads(&search);
    struct worker *workers = ARENA_ARRAY(arena, struct worker, count);
    struct failure *failure = run_workers(&search, workers, &count);
    struct table secrets;
    table_init(&secrets, arena);
    size_t missing = 0;
    size_t unreadable = 0;
    for (size_t i = 0; i < count; i++) {
        join(&secrets, &workers[i]);
        missing += workers[i].missing;
        unreadable += workers[i].unreadable;
        worker_close(&workers[i], arena);
    }
    TRY(failure);
    write_rows(&search, &secrets, missing, unreadable);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&past_secret_kind, &history_search_kind, NULL};
static const struct fact_kind *const needs[] = {&fact_kind_secret, NULL};

FACT(past_secret) = {
    .name = "past_secret",
    .area = FACT_AREA_SECURITY,
    .summary = "secrets of every file that any reference reaches, with --history",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
