#include "engine/line_author.h"

#include "base/limits.h"
#include "engine/exception_index.h"
#include "engine/excuse.h"
#include "source/blame.h"
#include "source/entry.h"

#include <string.h>

struct inquiry {
    struct hearing *hearing;
    struct arena *arena;
    const struct evaluation *evaluation;
    struct table files; /* path -> struct blame */
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

static struct failure *blame_file(struct inquiry *inquiry, const char *path, struct blame *out)
{
    const struct snapshot *head = &inquiry->hearing->head;
    const struct entry *entry = snapshot_find(head, path);
    struct text now = {0};
    uint32_t lines[2];
    if (object_id_is_zero(&head->commit.commit))
        out->unknown = "there is no commit yet";
    else if (!entry || !entry_is_file(entry))
        out->unknown = "it stands in no file";
    else if (deadline_is_over(&inquiry->hearing->deadline))
        out->unknown = "there was no time to look";
    else
        TRY(read_now(inquiry, entry, &now, &out->unknown));
    if (out->unknown)
        return NULL;
    find_lines(inquiry, path, lines);
    blame_read(out, inquiry->hearing->repository, &head->commit, path,
               head->kind == SNAPSHOT_COMMIT ? NULL : &now, lines, inquiry->arena);
    return NULL;
}

static struct failure *find_file(struct inquiry *inquiry, const char *path, struct blame *out)
{
    struct blame *blamed = table_find(&inquiry->files, path);
    if (!blamed) {
        blamed = ARENA_NEW(inquiry->arena, struct blame);
        table_set(&inquiry->files, path, blamed);
        TRY(blame_file(inquiry, path, blamed));
    }
    *out = *blamed;
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
    struct blame file = {0};
    const char *unknown = NULL;
    if (finding->stand_in || !finding->place.path || finding->place.line == 0) {
        unknown = "it excuses a finding that stands on no line";
    } else {
        TRY(find_file(inquiry, finding->place.path, &file));
        const struct blame_hunk *hunk = blame_of_line(&file, finding->place.line);
        const char *why = file.unknown ? file.unknown
                          : hunk       ? hunk->unknown
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

/* A record whose findings' lines are asked for. */
struct asked {
    struct line_authors *authors;
    const char *files[LIMIT_BLAMED_FILES + 1]; /* of its findings; one more is too much */
    size_t file_count;
    bool is_too_much;
};

struct asking {
    struct inquiry *inquiry;
    struct exception_index *index;
    struct asked *items;
};

/* Findings stand by path. */
static void note_file(struct asked *asked, const char *path)
{
    if (path && asked->file_count <= LIMIT_BLAMED_FILES &&
        (asked->file_count == 0 || strcmp(asked->files[asked->file_count - 1], path) != 0))
        asked->files[asked->file_count++] = path;
}

static void note_files(struct asking *asking)
{
    const struct evaluation *evaluation = asking->inquiry->evaluation;
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const struct finding *finding = &evaluation->findings[f];
        const size_t *numbers;
        for (size_t i = exception_index_find(asking->index, finding, &numbers); i-- > 0;)
            note_file(&asking->items[numbers[i]], finding->place.path);
    }
}

/* Would it take more files than are looked at, those of records before it included? Then none
 * of its own is. */
static void choose(struct asked *asked, struct table *chosen)
{
    size_t files = chosen->count;
    for (size_t i = 0; i < asked->file_count; i++)
        files += !table_has(chosen, asked->files[i]);
    asked->is_too_much = files > LIMIT_BLAMED_FILES;
    if (asked->is_too_much)
        asked->authors->unknown = "the records excuse findings in more files than are looked at";
    for (size_t i = 0; i < asked->file_count && !asked->is_too_much; i++)
        table_set(chosen, asked->files[i], asked);
}

static struct failure *find_authors(struct asking *asking)
{
    struct inquiry *inquiry = asking->inquiry;
    const struct evaluation *evaluation = inquiry->evaluation;
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const struct finding *finding = &evaluation->findings[f];
        const size_t *numbers;
        for (size_t i = exception_index_find(asking->index, finding, &numbers); i-- > 0;) {
            const struct asked *asked = &asking->items[numbers[i]];
            if (!asked->is_too_much)
                TRY(add_finding(inquiry, finding, asked->authors));
        }
    }
    return NULL;
}

struct failure *line_authors_find(struct hearing *hearing, const struct evaluation *evaluation)
{
    struct arena *arena = hearing->arena;
    struct inquiry inquiry = {.hearing = hearing, .arena = arena, .evaluation = evaluation};
    struct exception_set *set = &hearing->exceptions;
    struct exception_use *uses = ARENA_ARRAY(arena, struct exception_use, set->count + 1);
    struct asking asking = {.inquiry = &inquiry,
                            .items = ARENA_ARRAY(arena, struct asked, set->count + 1)};
    struct evaluation records = {.exceptions = uses, .remote = evaluation->remote};
    struct table chosen;
    table_init(&inquiry.files, arena);
    table_init(&chosen, arena);
    for (size_t i = 0; i < set->count; i++) {
        if (!is_asked(&inquiry, &set->items[i]))
            continue;
        struct line_authors *authors = ARENA_NEW(arena, struct line_authors);
        set->items[i].line_authors = authors;
        asking.items[records.exception_count].authors = authors;
        uses[records.exception_count++].exception = &set->items[i];
    }
    asking.index = exception_index_new(&records, arena);
    note_files(&asking);
    for (size_t i = 0; i < records.exception_count; i++)
        choose(&asking.items[i], &chosen);
    return find_authors(&asking);
}
