#include "engine/line_author.h"

#include "base/limits.h"
#include "engine/excuse.h"
#include "source/blame.h"

#include <string.h>

/* One file, once it was asked for. */
struct blamed {
    struct blame_hunk *hunks;
    size_t count;
    const char *unknown;
};

struct inquiry {
    struct hearing *hearing;
    struct arena *arena;
    const struct evaluation *evaluation;
    struct table files; /* path -> struct blamed */
};

bool line_authors_are_asked(const struct ruleset *ruleset)
{
    return (ruleset->exceptions.approving.duties & 1u << DUTY_FINDING_AUTHOR) != 0;
}

static struct failure *read_now(struct inquiry *inquiry, const struct entry *entry,
                                struct text *out, const char **unknown)
{
    struct reader *reader = NULL;
    struct content content;
    TRY(reader_open_here(&reader, &inquiry->hearing->head));
    reader_read(reader, entry, LIMIT_BLAMED_BYTES, inquiry->arena, &content);
    reader_close(reader);
    if (content.state == CONTENT_TEXT)
        *out = content.text;
    else
        *unknown = "the file cannot be read as text, or is too large";
    return NULL;
}

/* From the first line of a file on which a finding stands to the last. */
static void find_lines(const struct inquiry *inquiry, const char *path, uint32_t out[2])
{
    out[0] = UINT32_MAX;
    out[1] = 1;
    for (size_t i = 0; i < inquiry->evaluation->finding_count; i++) {
        const struct place *place = &inquiry->evaluation->findings[i].place;
        if (place->line == 0 || !place->path || strcmp(place->path, path) != 0)
            continue;
        out[0] = place->line < out[0] ? place->line : out[0];
        out[1] = place->line > out[1] ? place->line : out[1];
    }
}

static struct failure *blame_file(struct inquiry *inquiry, const char *path, struct blamed *out)
{
    const struct snapshot *head = &inquiry->hearing->head;
    const struct entry *entry = snapshot_find(head, path);
    struct text now = {0};
    uint32_t lines[2];
    if (object_id_is_zero(&head->commit.commit))
        out->unknown = "there is no commit yet";
    else if (!entry || (entry->kind != ENTRY_FILE && entry->kind != ENTRY_EXECUTABLE))
        out->unknown = "it stands in no file";
    else if (deadline_is_over(&inquiry->hearing->deadline))
        out->unknown = "there was no time to look";
    else
        TRY(read_now(inquiry, entry, &now, &out->unknown));
    if (out->unknown)
        return NULL;
    find_lines(inquiry, path, lines);
    return blame_read(&out->hunks, &out->count, &out->unknown, inquiry->hearing->repository,
                      &head->commit, path, head->kind == SNAPSHOT_COMMIT ? NULL : &now, lines,
                      inquiry->arena);
}

static struct failure *find_file(struct inquiry *inquiry, const char *path,
                                 const struct blamed **out)
{
    struct blamed *blamed = table_find(&inquiry->files, path);
    if (!blamed) {
        blamed = ARENA_NEW(inquiry->arena, struct blamed);
        table_set(&inquiry->files, path, blamed);
        TRY(blame_file(inquiry, path, blamed));
    }
    *out = blamed;
    return NULL;
}

static void add_author(struct line_authors *authors, const char *address, struct arena *arena)
{
    for (size_t i = 0; i < authors->count; i++)
        if (string_equals_folded(authors->addresses[i], address))
            return;
    authors->addresses = arena_grow(arena, authors->addresses, authors->count, &authors->capacity,
                                    sizeof(*authors->addresses));
    authors->addresses[authors->count++] = address;
}

static struct failure *add_finding(struct inquiry *inquiry, const struct finding *finding,
                                   struct line_authors *authors)
{
    const struct blamed *file = NULL;
    const char *unknown = NULL;
    if (finding->stand_in || !finding->place.path || finding->place.line == 0) {
        unknown = "it excuses a finding that stands on no line";
    } else {
        TRY(find_file(inquiry, finding->place.path, &file));
        const struct blame_hunk *hunk =
            blame_of_line(file->hunks, file->count, finding->place.line);
        const char *why = file->unknown ? file->unknown
                          : hunk        ? hunk->unknown
                                        : "the file has no such line";
        if (why)
            unknown = arena_printf(inquiry->arena, "%s:%u: %s", finding->place.path,
                                   finding->place.line, why);
        else
            add_author(authors, hunk->author, inquiry->arena);
    }
    authors->unknown = authors->unknown ? authors->unknown : unknown;
    return NULL;
}

static bool is_asked(const struct inquiry *inquiry, const struct exception *record)
{
    enum exception_state state = exception_state(record, &inquiry->hearing->ruleset->exceptions,
                                                 inquiry->hearing->options->today);
    return record->approval_count > 0 && record->layout != EXCEPTION_INLINE &&
           exception_is_alive(state);
}

/* Would it take more files than are looked at, those of other records included? Then none
 * of its own is. */
static bool is_too_much(const struct inquiry *inquiry, const struct exception *record)
{
    const struct evaluation *evaluation = inquiry->evaluation;
    const char *last = "";
    size_t files = inquiry->files.count;
    for (size_t f = 0; f < evaluation->finding_count; f++) { /* by path */
        const struct finding *finding = &evaluation->findings[f];
        if (!finding->place.path || strcmp(finding->place.path, last) == 0 ||
            table_has(&inquiry->files, finding->place.path) ||
            !exception_covers(record, finding, evaluation->remote))
            continue;
        last = finding->place.path;
        files++;
    }
    return files > LIMIT_BLAMED_FILES;
}

static struct failure *find_authors(struct inquiry *inquiry, struct exception *record)
{
    const struct evaluation *evaluation = inquiry->evaluation;
    struct line_authors *authors = ARENA_NEW(inquiry->arena, struct line_authors);
    record->line_authors = authors;
    if (is_too_much(inquiry, record)) {
        authors->unknown = "the records excuse findings in more files than are looked at";
        return NULL;
    }
    for (size_t f = 0; f < evaluation->finding_count; f++)
        if (exception_covers(record, &evaluation->findings[f], evaluation->remote))
            TRY(add_finding(inquiry, &evaluation->findings[f], authors));
    return NULL;
}

struct failure *line_authors_find(struct hearing *hearing, const struct evaluation *evaluation)
{
    struct inquiry inquiry = {
        .hearing = hearing, .arena = hearing->arena, .evaluation = evaluation};
    table_init(&inquiry.files, hearing->arena);
    for (size_t i = 0; i < hearing->exceptions.count; i++) {
        struct exception *record = &hearing->exceptions.items[i];
        if (is_asked(&inquiry, record))
            TRY(find_authors(&inquiry, record));
    }
    return NULL;
}
