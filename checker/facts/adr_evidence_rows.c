/* adr_evidence - files of the repository that a decision record names, and whether they
 * are still there. */
#include "base/limits.h"
#include "facts/adr_register.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

enum { EVIDENCE_FILE, EVIDENCE_THERE };

const struct fact_kind fact_kind_adr_evidence = {
    .name = "adr_evidence",
    .summary = "A file of the repository that a decision record names as code or links; one that "
               "was there when the record was written and is gone is a row too, unless the record "
               "says that it goes.",
    .key = (const char *const[]){"path", "file", NULL},
    .fields =
        (const struct fact_field[]){
            {"file", {.kind = TYPE_TEXT}, false, "Its path from the root of the tree."},
            {"there", {.kind = TYPE_BOOLEAN}, false, "Is it still there?"},
            {0},
        },
};

/* So many names that are not there are looked for in the history of one record. */
enum { PATH_MAX_BYTES = 200, AROUND = 80, ABSENT_MAX = 500 };

struct evidence {
    struct fact_writer *writer;
    const struct adr_register *known;
    size_t index;
    struct arena scratch;
    struct table seen;
    struct table told;   /* files of which a line of the record says that they go */
    struct table absent; /* paths that are not there now: whether they were */
    bool is_cut;         /* more than ABSENT_MAX of them */
    bool is_telling;     /* those are being looked for */
    bool is_open;        /* what is named may have been there, behind what is known */
};

/* `src/main.c`, not `a/b`, `text/html`, `https://x/y.z`, `*.c`. */
static bool is_file_path(struct text text)
{
    if (text.size < 4 || text.size > PATH_MAX_BYTES || !memchr(text.bytes, '/', text.size))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9') || adr_is_among(byte, "._/-");
        if (!is_plain)
            return false;
    }
    const char *slash = text.bytes + text.size - 1;
    while (*slash != '/')
        slash--;
    size_t base = (size_t)(text.bytes + text.size - 1 - slash);
    const char *dot = base ? memchr(slash + 1, '.', base) : NULL;
    return dot && dot > slash + 1 && dot < text.bytes + text.size - 1 &&
           text_find(text, "//") == SIZE_MAX;
}

/* Was it there at one of the steps of the record? */
static bool was_there(struct evidence *evidence, const char *path)
{
    const struct adr_history *history = &evidence->known->histories[evidence->index];
    const bool *asked = table_find(&evidence->absent, path);
    if (asked)
        return *asked;
    if (evidence->absent.count == ABSENT_MAX) {
        evidence->is_cut = true;
        return false;
    }
    bool *answer = ARENA_NEW(&evidence->scratch, bool);
    for (size_t i = 0; i < history->count && !*answer; i++)
        *answer =
            lineage_has_file(history->lineage, history->items[i].number, path, &evidence->scratch);
    table_set(&evidence->absent, path, answer);
    return *answer;
}

/* Is the file at [from, to) said to go, by the decision or after it? `visible` is the line
 * without what is code in it. */
static bool is_said_to_go(struct evidence *evidence, struct text visible, size_t from, size_t to)
{
    static const char *const words[] = {
        "remove|removes|removed|removing|removal|delete|deletes|deleted|deleting|deletion",
        "drop|drops|dropped|retire|retires|retired|decommission|decommissioned|historical",
        "moved|renamed|migrated from", "no longer|exists", NULL};
    size_t begin = from > AROUND ? from - AROUND : 0;
    size_t end = to + AROUND < visible.size ? to + AROUND : visible.size;
    if (begin >= end)
        return false;
    struct words read =
        words_read(&evidence->scratch, (struct text){visible.bytes + begin, end - begin});
    return words_have(&read, 0, read.count, words);
}

static void look_at(struct evidence *evidence, struct text text, uint32_t line)
{
    if (text_starts_with(text, "./"))
        text = (struct text){text.bytes + 2, text.size - 2};
    if (!is_file_path(text))
        return;
    const struct adr_register *known = evidence->known;
    const struct adr_record *record = &known->records[evidence->index];
    const char *written = arena_copy(&evidence->scratch, text);
    const char *folders[] = {".", path_directory(&evidence->scratch, record->path)};
    const char *gone = NULL, *found = NULL;
    for (size_t i = 0; i < 2 && !found; i++) {
        const char *path = path_resolve(known->arena, folders[i], written);
        if (!path)
            continue;
        if (snapshot_find(known->repository->snapshot, path))
            found = path;
        else if (!gone && was_there(evidence, path))
            gone = path;
    }
    const char *file = found ? found : gone;
    if (evidence->is_telling) {
        if (gone && !found)
            table_set(&evidence->told, gone, evidence);
        return;
    }
    if (!file)
        evidence->is_open = true;
    /* Other records are no code. */
    if (!file || adr_register_find(known, file) != SIZE_MAX ||
        path_is_within(file, known->candidates[evidence->index]->directory) ||
        table_has(&evidence->told, file) || table_set(&evidence->seen, file, evidence))
        return;
    struct value *cells =
        fact_add(evidence->writer, &fact_kind_adr_evidence, record->path, line, 1)->cells;
    cells[EVIDENCE_FILE] = value_text(file);
    cells[EVIDENCE_THERE] = value_boolean(found != NULL);
}

/* `code` within a line. */
static void read_spans(struct evidence *evidence, const struct prose_line *line, uint32_t number)
{
    struct text rest = line->text;
    while (rest.size) {
        const char *open = memchr(rest.bytes, '`', rest.size);
        if (!open)
            return;
        size_t size = rest.size - (size_t)(open + 1 - rest.bytes);
        const char *close = memchr(open + 1, '`', size);
        if (!close)
            return;
        size_t from = (size_t)(open - line->text.bytes), to = (size_t)(close - line->text.bytes);
        if (!evidence->is_telling || is_said_to_go(evidence, line->visible, from, to))
            look_at(evidence, (struct text){open + 1, to - from - 1}, number);
        rest = (struct text){close + 1, size - (size_t)(close - open)};
    }
}

static void read_record(struct evidence *evidence)
{
    const struct adr_register *known = evidence->known;
    const struct entry *entry = known->candidates[evidence->index]->entry;
    struct content content;
    bool limit = false;
    reader_read(known->repository->reader, entry, LIMIT_BLOB_BYTES, &evidence->scratch, &content);
    if (content.state != CONTENT_TEXT)
        return;
    const struct markdown *markdown = prose_syntax_of(entry->path) == PROSE_MARKDOWN
                                          ? markdown_parse(&evidence->scratch, content.text, &limit)
                                          : NULL;
    const struct prose *prose = prose_read(&evidence->scratch, entry->path, content.text, markdown);
    evidence->is_telling = true;
    for (size_t i = 0; i < prose->line_count; i++)
        if (!prose->lines[i].code)
            read_spans(evidence, &prose->lines[i], (uint32_t)i + 1);
    evidence->is_telling = false;
    for (size_t i = 0; i < prose->line_count; i++)
        if (!prose->lines[i].code)
            read_spans(evidence, &prose->lines[i], (uint32_t)i + 1);
    for (size_t i = 0; markdown && i < markdown->link_count; i++) {
        const struct markdown_link *link = &markdown->links[i];
        if (!link->image && !link->reference)
            look_at(evidence, (struct text){link->target, strcspn(link->target, "#?")}, link->line);
    }
}

void adr_evidence_rows(struct fact_writer *writer, const struct adr_register *known)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct adr_history *history = &known->histories[i];
        if (known->candidates[i]->kep)
            continue;
        struct evidence evidence = {.writer = writer, .known = known, .index = i};
        arena_init(&evidence.scratch, 1 << 16);
        table_init(&evidence.seen, &evidence.scratch);
        table_init(&evidence.told, &evidence.scratch);
        table_init(&evidence.absent, &evidence.scratch);
        read_record(&evidence);
        arena_release(&evidence.scratch);
        if (evidence.is_cut)
            fact_add_gap(writer, &fact_kind_adr_evidence, known->records[i].path,
                         UNKNOWN_UNREADABLE,
                         "it names more files than are looked for in the history");
        else if (evidence.is_open && history->truncated)
            fact_add_gap(writer, &fact_kind_adr_evidence, known->records[i].path,
                         history->is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                         history->truncated);
    }
}
