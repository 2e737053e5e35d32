#include "engine/collect_file.h"

#include "base/limits.h"
#include "engine/row.h"

#include <string.h>

/* What a text source keeps of one file. A pattern that matches everywhere says
 * nothing more after that. */
enum { MATCHES_A_FILE_MAX = 100000 };

static const char *const no_key[] = {NULL};
static const struct fact_field document_fields[] = {
    {.name = "value", .type = {.kind = TYPE_ANY}, .optional = true, .summary = "what was selected"},
    {.name = "node", .type = {.kind = TYPE_ANY}, .summary = "its node"},
    {0},
};
static const struct fact_field text_fields[] = {
    {.name = "match", .type = {.kind = TYPE_TEXT}, .summary = "what was matched"},
    {0},
};
const struct fact_kind collect_document_kind = {
    .name = "document", .summary = "nodes of a document", .key = no_key, .fields = document_fields};
const struct fact_kind collect_text_kind = {
    .name = "text", .summary = "matches in a text", .key = no_key, .fields = text_fields};

struct failure *collect_worker_open(struct collect_worker *worker, const struct plan *plan,
                                    enum plan_side side, const struct snapshot *snapshot, bool here)
{
    const struct plan_part *part = &plan->parts[side];
    *worker = (struct collect_worker){.plan = plan, .part = part, .snapshot = snapshot};
    TRY(here ? reader_open_here(&worker->reader, snapshot)
             : reader_open(&worker->reader, snapshot));
    worker->matcher = pattern_matcher_new();
    arena_init(&worker->keep, 1 << 17);
    arena_init(&worker->scratch, 1 << 18);
    worker->glob_hits = ARENA_ARRAY(&worker->keep, uint64_t, plan_globs_words(&part->reader_globs));
    size_t literals = part->literals ? literals_count(part->literals) : 0;
    worker->literal_hits = ARENA_ARRAY(&worker->keep, uint64_t, (literals + 63) / 64 + 1);
    worker->wanting = ARENA_ARRAY(&worker->keep, unsigned char, part->reader_count + 1);
    return NULL;
}

void collect_worker_close(struct collect_worker *worker)
{
    reader_close(worker->reader);
    pattern_matcher_free(worker->matcher);
    arena_release(&worker->scratch);
}

static struct fact_row *add_row(struct collect_worker *worker, size_t table)
{
    struct fact_rows *rows = &worker->tables[table];
    rows->rows =
        arena_grow(&worker->keep, rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    return &rows->rows[rows->count++];
}

/* At a line and column, each 1 where it is not known. */
static void add_gap_at(struct collect_worker *worker, size_t table, const struct fact_file *file,
                       uint32_t line, uint32_t column, enum unknown_class class, const char *reason)
{
    struct value *cells = ARENA_ARRAY(&worker->keep, struct value, 2);
    cells[0] = cells[1] = value_unknown(&worker->keep, class, arena_strdup(&worker->keep, reason));
    *add_row(worker, table) = (struct fact_row){.path = file->path,
                                                .line = line ? line : 1,
                                                .column = column ? column : 1,
                                                .gap = true,
                                                .cells = cells};
}

static void add_gap(struct collect_worker *worker, size_t table, const struct fact_file *file,
                    uint32_t line, enum unknown_class class, const char *reason)
{
    add_gap_at(worker, table, file, line, 1, class, reason);
}

/* Recognisers may point into the file's text or its documents, and these go with
 * the scratch: what is kept is copied. */
static void keep_rows(struct collect_worker *worker, size_t table, const struct fact_kind *kind,
                      const struct fact_rows *rows, const char *path)
{
    for (size_t i = 0; i < rows->count; i++)
        *add_row(worker, table) = row_copy(&worker->keep, kind, &rows->rows[i], path);
}

static bool is_lost(enum content_state state)
{
    return state == CONTENT_TOO_LARGE || state == CONTENT_MISSING || state == CONTENT_CORRUPT;
}

static void run_recogniser(struct collect_worker *worker, const struct plan_recogniser *planned,
                           struct fact_file *file)
{
    const struct recogniser *recogniser = planned->recogniser;
    struct fact_writer writer;
    fact_writer_init(&writer, recogniser, file->arena, file->path, planned->wanted);
    recogniser->recognise_file(&writer, file);
    size_t written = 0;
    for (size_t i = 0; recogniser->kinds[i]; i++)
        written += writer.rows[i].count;
    /* What nobody could read and no recogniser spoke of is not known to be empty. */
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (written == 0 && is_lost(file->content.state) && !recogniser->judges_lost_content)
        fact_add_gaps(&writer, file->path, class, reason);
    for (size_t i = 0; recogniser->kinds[i]; i++)
        if (planned->wanted[i])
            keep_rows(worker, planned->tables[i], recogniser->kinds[i], &writer.rows[i],
                      file->path);
}

struct line_counter {
    size_t at;
    uint32_t line, column;
};

/* Offsets rise from match to match, so each byte is counted once. */
static void count_to(struct line_counter *counter, struct text text, size_t offset)
{
    const char *end;
    while (counter->at < offset &&
           (end = memchr(text.bytes + counter->at, '\n', offset - counter->at))) {
        counter->at = (size_t)(end - text.bytes) + 1;
        counter->line++;
        counter->column = 1;
    }
    for (; counter->at < offset; counter->at++)
        counter->column += ((unsigned char)text.bytes[counter->at] & 0xC0) != 0x80;
}

static void search_text(struct collect_worker *worker, size_t table, const struct fact_file *file)
{
    struct text text = file->content.text;
    const struct pattern *pattern = worker->plan->tables[table].pattern;
    struct line_counter counter = {.line = 1, .column = 1};
    size_t from = 0;
    for (size_t matches = 0; from <= text.size; matches++) {
        size_t start = 0;
        size_t end = 0;
        enum pattern_result result =
            pattern_search(pattern, worker->matcher, text, from, &start, &end);
        if (result == PATTERN_NO_MATCH)
            return;
        if (result == PATTERN_LIMIT || matches == MATCHES_A_FILE_MAX) {
            add_gap(worker, table, file, counter.line, UNKNOWN_UNREADABLE,
                    result == PATTERN_LIMIT ? "the pattern reached its limit of steps"
                                            : "more matches than are kept of one file");
            return;
        }
        count_to(&counter, text, start);
        struct value *cells = ARENA_ARRAY(&worker->keep, struct value, 1);
        cells[0] = value_text(arena_copy(
            &worker->keep, (struct text){.bytes = text.bytes + start, .size = end - start}));
        *add_row(worker, table) = (struct fact_row){
            .path = file->path, .line = counter.line, .column = counter.column, .cells = cells};
        /* `\K` and look-behind can end a match before the place it was sought from. */
        from = end > from ? end : from + 1;
        if (end == start && end >= from)
            from = end + 1;
        while (from < text.size && ((unsigned char)text.bytes[from] & 0xC0) == 0x80)
            from++;
    }
}

/* Almost any text is a YAML document of one scalar: by a name that promises nothing
 * that is no document. */
static bool has_no_reader(const struct document_format *format, const struct document *document)
{
    if (format || !document)
        return !format;
    for (size_t i = 0; i < document->count; i++)
        if (document->roots[i]->kind == NODE_TEXT)
            return true;
    return false;
}

static void select_nodes(struct collect_worker *worker, size_t table, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document_format *format = worker->plan->tables[table].format;
    if (!format)
        format = document_format_of_path(file->path);
    const struct document *document =
        fact_file_document(file, format ? format : document_formats, &problem);
    if (has_no_reader(format, document)) {
        add_gap(worker, table, file, 0, UNKNOWN_UNREADABLE, "the file's name tells no format");
        return;
    }
    if (!document) {
        bool template = !problem->limit && fact_file_is_template(file);
        add_gap_at(worker, table, file, problem->line, problem->column,
                   template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE,
                   template ? "a template that is not rendered" : problem->message);
        return;
    }
    for (size_t i = 0; i < document->count; i++) {
        const struct node **nodes = NULL;
        size_t count = 0;
        if (!jsonpath_select(worker->plan->tables[table].select, &worker->keep, document->roots[i],
                             &nodes, &count)) {
            add_gap(worker, table, file, 0, UNKNOWN_UNREADABLE, "the JSONPath selects too much");
            continue;
        }
        for (size_t n = 0; n < count; n++) {
            struct value *cells = ARENA_ARRAY(&worker->keep, struct value, 2);
            cells[0] = row_value_of_node(&worker->keep, nodes[n]);
            cells[1] = (struct value){.kind = VALUE_NODE, .node = nodes[n]};
            *add_row(worker, table) = (struct fact_row){.path = file->path,
                                                        .line = nodes[n]->line,
                                                        .column = nodes[n]->column,
                                                        .cells = cells};
        }
    }
}

static bool passes_filter(const struct collect_worker *worker, const struct plan_reader *reader)
{
    for (size_t i = 0; i < reader->literal_count; i++) {
        size_t number = reader->literals[i];
        if (worker->literal_hits[number / 64] >> (number % 64) & 1)
            return true;
    }
    return reader->literal_count == 0;
}

/* The filter's hits by the recogniser's own numbers. */
static const uint64_t *own_hits(const struct collect_worker *worker,
                                const struct plan_reader *reader, const struct fact_file *file)
{
    if (reader->literal_count == 0 || file->content.state != CONTENT_TEXT)
        return NULL;
    uint64_t *hits = ARENA_ARRAY(file->arena, uint64_t, reader->literal_count / 64 + 1);
    for (size_t i = 0; i < reader->literal_count; i++) {
        size_t number = reader->literals[i];
        hits[i / 64] |= (worker->literal_hits[number / 64] >> (number % 64) & 1) << i % 64;
    }
    return hits;
}

static void run_reader(struct collect_worker *worker, const struct plan_reader *reader,
                       struct fact_file *file)
{
    if (file->content.state == CONTENT_TEXT && !passes_filter(worker, reader))
        return;
    if (reader->kind == READER_RECOGNISER) {
        file->literal_hits = own_hits(worker, reader, file);
        run_recogniser(worker, &worker->part->recognisers[reader->index], file);
        return;
    }
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    bool text = reader->kind == READER_TEXT;
    /* A link is read at its target's own path; binary content holds no lines. */
    if (file->content.state == CONTENT_LINK || (text && file->content.state == CONTENT_BINARY))
        return;
    if (reason)
        add_gap(worker, reader->index, file, 0, class, reason);
    else if (text)
        search_text(worker, reader->index, file);
    else
        select_nodes(worker, reader->index, file);
}

static bool find_readers(struct collect_worker *worker, const char *path, bool *documents,
                         bool *filters)
{
    const struct plan_part *part = worker->part;
    memset(worker->wanting, 0, part->reader_count);
    if (!plan_globs_match(&part->reader_globs, path, worker->glob_hits, worker->wanting))
        return false;
    for (size_t i = 0; i < part->reader_count; i++)
        if (worker->wanting[i]) {
            *documents |= part->readers[i].kind == READER_DOCUMENT;
            *filters |= part->readers[i].literal_count > 0;
        }
    return true;
}

static void note_skipped(struct collect_worker *worker, const struct fact_file *file)
{
    if (!is_lost(file->content.state) && file->content.state != CONTENT_LFS_POINTER)
        return;
    worker->skipped = arena_grow(&worker->keep, worker->skipped, worker->skipped_count,
                                 &worker->skipped_capacity, sizeof(*worker->skipped));
    worker->skipped[worker->skipped_count++] =
        (struct skipped){.path = file->path, .why = fact_file_unreadable(file, NULL)};
}

/* Half of the word is enough here: its first letter is everywhere. */
static void note_seen(struct collect_worker *worker, const struct fact_file *file)
{
    bool mentions =
        file->content.state == CONTENT_TEXT && text_find(file->content.text, ":ignore") != SIZE_MAX;
    worker->seen[file->entry - worker->snapshot->entries] =
        mentions ? COLLECT_MENTIONS : COLLECT_SEEN;
}

void collect_entry(struct collect_worker *worker, const struct entry *entry)
{
    bool documents = false;
    bool filters = false;
    if (entry->kind == ENTRY_SUBMODULE || !find_readers(worker, entry->path, &documents, &filters))
        return;
    struct arena_mark mark = arena_mark(&worker->scratch);
    /* The rows of a document source are its nodes, so these are kept. */
    struct arena *arena = documents ? &worker->keep : &worker->scratch;
    struct fact_file file = {
        .path = entry->path,
        .entry = entry,
        .snapshot = worker->snapshot,
        .arena = &worker->scratch,
        .matcher = worker->matcher,
        .cache = fact_file_cache_new(arena),
    };
    reader_read(worker->reader, entry, LIMIT_BLOB_BYTES, arena, &file.content);
    worker->blobs_read++;
    if (filters && file.content.state == CONTENT_TEXT)
        literals_search(worker->part->literals, file.content.text, worker->literal_hits);
    note_skipped(worker, &file);
    note_seen(worker, &file);
    for (size_t i = 0; i < worker->part->reader_count; i++)
        if (worker->wanting[i])
            run_reader(worker, &worker->part->readers[i], &file);
    arena_reset(&worker->scratch, mark);
}
