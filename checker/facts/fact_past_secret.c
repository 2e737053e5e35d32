#include "base/limits.h"
#include "base/table.h"
#include "facts/paths.h"
#include "facts/secret_kinds.h"
#include "facts/secret_search.h"
#include "source/blobs.h"

#include <string.h>

enum { SORT, DETECTOR, FINGERPRINT, REDACTED, ENCRYPTED, TEST, EXPIRES, COMMIT, TIME, LINE };

static const struct fact_field fields[] = {
    {"sort", {.kind = TYPE_WORD, .words = secret_sorts}, false, "what it opens"},
    {"detector", {.kind = TYPE_TEXT}, false, "which format it has: github-token, pem-key, ..."},
    {"fingerprint", {.kind = TYPE_TEXT}, false, "as of the kind `secret`"},
    {"redacted", {.kind = TYPE_TEXT}, false, "what may be shown of it"},
    {"encrypted", {.kind = TYPE_BOOLEAN}, false, "a private key behind a passphrase"},
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

struct search {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct past_blobs blobs;
    struct table known;   /* fingerprints of secrets of the tree */
    struct table secrets; /* fingerprint -> struct past_secret */
    struct pattern_matcher *matcher;
    struct arena scratch;
    size_t missing, unreadable; /* files */
};

static void fill(struct search *search, const struct past_blob *blob,
                 const struct secret_span *span, struct secret_cursor *cursor,
                 struct past_secret *out)
{
    struct arena *arena = fact_arena(search->writer);
    const struct past_commit *commit = &search->blobs.commits[blob->commit];
    char hex[OBJECT_ID_HEX_SIZE];
    char fingerprint[SECRET_FINGERPRINT_SIZE];
    object_id_format(&commit->id, hex);
    secret_fingerprint(span, fingerprint);
    secret_cursor_move(cursor, span->start);
    *out = (struct past_secret){.path = blob->entry.path, .commit = blob->commit};
    out->cells[SORT] = value_text(span->sort);
    out->cells[DETECTOR] = value_text(span->detector);
    out->cells[FINGERPRINT] = value_text(arena_strdup(arena, fingerprint));
    out->cells[REDACTED] = value_text(arena_strdup(arena, span->redacted));
    out->cells[ENCRYPTED] = value_boolean(span->encrypted);
    out->cells[TEST] = value_boolean(path_is_test(blob->entry.path));
    if (span->expires != INT64_MIN)
        out->cells[EXPIRES] = value_time(span->expires);
    out->cells[COMMIT] = value_text(arena_strdup(arena, hex));
    out->cells[TIME] = value_time(commit->time);
    out->cells[LINE] = value_integer(cursor->line);
}

static void add(struct search *search, const struct past_blob *blob, const struct secret_span *span,
                struct secret_cursor *cursor)
{
    char fingerprint[SECRET_FINGERPRINT_SIZE];
    secret_fingerprint(span, fingerprint);
    if (table_has(&search->known, fingerprint))
        return;
    struct past_secret *earlier = table_find(&search->secrets, fingerprint);
    if (earlier && earlier->commit <= blob->commit)
        return;
    struct past_secret *secret = earlier;
    if (!secret)
        secret = ARENA_NEW(fact_arena(search->writer), struct past_secret);
    fill(search, blob, span, cursor, secret);
    if (!earlier)
        table_set(&search->secrets, secret->cells[FINGERPRINT].text, secret);
}

static void look_into(struct search *search, const struct past_blob *blob)
{
    struct content content;
    reader_read_object(search->repository->reader, &blob->entry, LIMIT_BLOB_BYTES, &search->scratch,
                       &content);
    switch (content.state) {
    case CONTENT_TEXT:
        break;
    case CONTENT_MISSING:
        search->missing++;
        return;
    case CONTENT_CORRUPT:
        search->unreadable++;
        return;
    case CONTENT_TOO_LARGE:
        /* a binary is not searched, however small */
        search->unreadable +=
            content.head.size > 0 && memchr(content.head.bytes, 0, content.head.size) == NULL;
        return;
    case CONTENT_BINARY:
    case CONTENT_LFS_POINTER:
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
    struct secret_search found = {.arena = &search->scratch,
                                  .matcher = search->matcher,
                                  .path = blob->entry.path,
                                  .text = content.text};
    secret_search(&found);
    struct secret_cursor cursor = {.text = content.text, .line = 1};
    for (size_t i = 0; i < found.count; i++)
        add(search, blob, &found.spans[i], &cursor);
    search->unreadable += found.limit;
}

/* What stands in the tree is told by the kind `secret`. */
static void learn_what_is_known(struct search *search)
{
    const struct fact_table *table =
        search->repository->table(search->repository, &fact_kind_secret);
    int field = fact_field_find(&fact_kind_secret, "fingerprint");
    for (size_t i = 0; i < table->count; i++)
        if (!table->rows[i].gap)
            table_set(&search->known, table->rows[i].cells[field].text, search);
}

static void write_rows(struct search *search)
{
    for (size_t i = 0; i < search->secrets.count; i++) {
        const struct past_secret *secret = search->secrets.entries[i].value;
        struct fact_row *row = fact_add(search->writer, &past_secret_kind, secret->path, 1, 1);
        memcpy(row->cells, secret->cells, sizeof(secret->cells));
    }
    if (search->blobs.truncated)
        fact_add_gap(search->writer, &past_secret_kind, NULL,
                     search->blobs.damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                     search->blobs.truncated_because);
    if (search->missing > 0)
        fact_add_gap(search->writer, &past_secret_kind, NULL, UNKNOWN_UNOBSERVABLE,
                     "files of the history are not in this repository (a partial clone, or "
                     "damage)");
    if (search->unreadable > 0)
        fact_add_gap(search->writer, &past_secret_kind, NULL, UNKNOWN_UNREADABLE,
                     "files of the history are too large, damaged or take too long to search");
    struct value *cells = fact_add(search->writer, &history_search_kind, NULL, 0, 0)->cells;
    cells[0] = value_integer((int64_t)search->blobs.commit_count);
    cells[1] = value_integer((int64_t)search->blobs.count);
}

static bool is_over(const struct fact_repository *repository)
{
    return repository->is_over && repository->is_over(repository);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (!repository->whole_history || !repository->repository)
        return NULL;
    struct search search = {.writer = writer, .repository = repository};
    TRY(past_blobs_find(&search.blobs, repository->repository, repository->snapshot,
                        fact_arena(writer)));
    table_init(&search.known, fact_arena(writer));
    table_init(&search.secrets, fact_arena(writer));
    arena_init(&search.scratch, 1 << 18);
    search.matcher = pattern_matcher_new();
    learn_what_is_known(&search);
    for (size_t i = 0; i < search.blobs.count && !is_over(repository); i++) {
        struct arena_mark mark = arena_mark(&search.scratch);
        look_into(&search, &search.blobs.items[i]);
        arena_reset(&search.scratch, mark);
    }
    pattern_matcher_free(search.matcher);
    arena_release(&search.scratch);
    write_rows(&search);
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
