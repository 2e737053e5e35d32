#include "facts/adr_register.h"

#include <string.h>

enum {
    REVISION_COMMIT,
    REVISION_TIME,
    REVISION_DAYS_AFTER,
    REVISION_BODY_CHANGED,
    REVISION_BULK,
    REVISION_SUBSTITUTION,
    REVISION_DATED_ADDITION,
    REVISION_CORE_LINES,
    REVISION_CORE_SHARE,
    REVISION_DECISION_LINES,
};

const struct fact_kind fact_kind_adr_revision = {
    .name = "adr_revision",
    .summary = "A commit that edited a decision record which was in force already.",
    .key = (const char *const[]){"path", "commit", NULL},
    .fields =
        (const struct fact_field[]){
            {"commit", {.kind = TYPE_TEXT}, false, "Its full id; of a merge, the merge's."},
            {"time", {.kind = TYPE_TIME}, false, "When it was committed."},
            {"days_after", {.kind = TYPE_INTEGER}, false, "Days since the record was accepted."},
            {"body_changed",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it say something else than before? Status, metadata, layout, spelling and "
             "the targets of links are no part of that."},
            {"bulk",
             {.kind = TYPE_BOOLEAN},
             false,
             "Did it edit five records and three of ten of them, or more?"},
            {"substitution",
             {.kind = TYPE_BOOLEAN},
             false,
             "Was one name put for another, in several places, and nothing else changed?"},
            {"dated_addition",
             {.kind = TYPE_BOOLEAN},
             false,
             "Were only updates with a date added?"},
            {"core_lines",
             {.kind = TYPE_INTEGER},
             false,
             "Sentences and list items of context, decision and consequences that changed."},
            {"core_share", {.kind = TYPE_SHARE}, false, "Of those that there were."},
            {"decision_lines", {.kind = TYPE_INTEGER}, false, "Those of the decision alone."},
            {0},
        },
};

enum { BULK_LEAST = 5, SECONDS_A_DAY = 86400 };

static const char *hex_of(struct arena *arena, const struct object_id *id)
{
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(id, hex);
    return arena_strdup(arena, hex);
}

/* How many records each commit edited; to add one is no edit. */
static void count_edits(struct table *edits, const struct adr_register *known)
{
    for (size_t r = 0; r < known->count; r++) {
        const struct adr_history *history = &known->histories[r];
        for (size_t i = 0; i + 1 < history->count; i++) {
            const char *commit = hex_of(known->arena, &history->items[i].commit);
            size_t *count = table_find(edits, commit);
            if (!count) {
                count = ARENA_NEW(known->arena, size_t);
                table_set(edits, commit, count);
            }
            (*count)++;
        }
    }
}

static void set_measures(struct value *cells, struct arena *arena,
                         const struct adr_difference *difference)
{
    cells[REVISION_BODY_CHANGED] = value_boolean(difference->changed);
    if (!difference->known) {
        for (size_t cell = REVISION_SUBSTITUTION; cell <= REVISION_DECISION_LINES; cell++)
            cells[cell] = value_unknown(arena, UNKNOWN_UNREADABLE,
                                        "more of it changed than is compared sentence by sentence");
        return;
    }
    size_t before = difference->core_before ? difference->core_before : 1;
    size_t core = difference->core < before ? difference->core : before;
    cells[REVISION_SUBSTITUTION] = value_boolean(difference->substitution);
    cells[REVISION_DATED_ADDITION] = value_boolean(difference->dated_addition);
    cells[REVISION_CORE_LINES] = value_integer((int64_t)difference->core);
    cells[REVISION_CORE_SHARE] = value_share((double)core / (double)before);
    cells[REVISION_DECISION_LINES] = value_integer((int64_t)difference->decision);
}

static void add_revision(struct fact_writer *writer, const struct adr_register *known, size_t index,
                         size_t step, const struct table *edits, struct arena *scratch)
{
    const struct adr_history *history = &known->histories[index];
    const struct adr_past *after = &history->items[step], *before = &history->items[step + 1];
    const struct adr_record *record = &known->records[index];
    const char *commit = hex_of(known->arena, &after->commit);
    struct value *cells =
        fact_add(writer, &fact_kind_adr_revision, record->path, record->title_line, 1)->cells;
    bool is_known = true;
    size_t accepted = adr_history_acceptance(history, step + 1, &is_known);
    int64_t days = (after->time - history->items[accepted].time) / SECONDS_A_DAY;
    const size_t *edited = table_find(edits, commit);
    size_t least = known->count * 3 / 10;
    cells[REVISION_COMMIT] = value_text(commit);
    cells[REVISION_TIME] = value_time(after->time);
    cells[REVISION_DAYS_AFTER] =
        is_known ? value_integer(days) : adr_history_unknown(known->arena, history);
    cells[REVISION_BULK] =
        value_boolean(edited && *edited >= (least > BULK_LEAST ? least : BULK_LEAST));
    struct adr_difference difference = adr_body_compare(scratch, &before->body, &after->body);
    set_measures(cells, known->arena, &difference);
}

/* A record that is not decided has no accepted text that could have been edited. */
static bool may_have_been_accepted(const struct adr_record *record)
{
    return record->status_state != ADR_STATUS_KNOWN || record->status >= ADR_ACCEPTED;
}

void adr_revision_rows(struct fact_writer *writer, const struct adr_register *known)
{
    struct table edits;
    struct arena scratch;
    table_init(&edits, known->arena);
    count_edits(&edits, known);
    arena_init(&scratch, 1 << 16);
    struct arena_mark start = arena_mark(&scratch);
    for (size_t r = 0; r < known->count; r++) {
        const struct adr_history *history = &known->histories[r];
        const struct adr_record *record = &known->records[r];
        /* A proposal for enhancement is a living document by its own rules. */
        if (record->format == ADR_KEP || record->status_state == ADR_STATUS_MISSING)
            continue;
        for (size_t i = 0; i + 1 < history->count; i++) {
            if (adr_past_is_in_force(&history->items[i + 1]))
                add_revision(writer, known, r, i, &edits, &scratch);
            arena_reset(&scratch, start);
        }
        if (history->truncated && may_have_been_accepted(record))
            fact_add_gap(writer, &fact_kind_adr_revision, record->path,
                         history->is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                         history->truncated);
    }
    arena_release(&scratch);
}
