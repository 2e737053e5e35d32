#include "facts/adr_register.h"
#include "facts/identities.h"
#include "facts/people.h"
#include "facts/review.h"

#include <string.h>

enum {
    ACCEPTANCE_COMMIT,
    ACCEPTANCE_TIME,
    ACCEPTANCE_BY,
    ACCEPTANCE_DECIDERS,
    ACCEPTANCE_WAY,
    ACCEPTANCE_INDEPENDENT,
    ACCEPTANCE_EVIDENCE,
};

const struct fact_kind fact_kind_adr_acceptance = {
    .name = "adr_acceptance",
    .summary = "How a decision record that is in force came to be.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"commit", {.kind = TYPE_TEXT}, true, "That set it in force; absent before it is one."},
            {"time", {.kind = TYPE_TIME}, true, "When that was committed."},
            {"by", {.kind = TYPE_TEXT}, true, "The author of that commit, or of what it merged."},
            {"deciders", {.kind = TYPE_BOOLEAN}, false, "Does the record name who decided?"},
            {"way",
             {.kind = TYPE_WORD, .words = review_way_names},
             true,
             "How the commit came to the branch."},
            {"independent",
             {.kind = TYPE_BOOLEAN},
             false,
             "Had somebody a part in it who did not write all of it? Unknown where only the forge "
             "can tell."},
            {"evidence", {.kind = TYPE_TEXT}, true, "What speaks for that, in words."},
            {0},
        },
};

/* Who wrote what the step brought: of a merge, who wrote what it merged. */
static bool read_author(const struct adr_history *history, const struct adr_past *past,
                        struct identity *out)
{
    struct history_commit commit;
    if (!lineage_describe(history->lineage, past->number, &commit))
        return false;
    if (!lineage_merged_author(history->lineage, past->number, out))
        *out = commit.author;
    return true;
}

/* A person who wrote on it before it was accepted, and did not accept it. */
static const char *find_other_author(struct arena *arena, const struct adr_history *history,
                                     size_t accepted, const struct identity *by)
{
    for (size_t i = accepted + 1; i < history->count; i++) {
        struct identity author;
        if (read_author(history, &history->items[i], &author) &&
            !identity_may_be_same(&author, by) && !identity_is_bot(author.name, author.email) &&
            !identity_agent(arena_printf(arena, "%s <%s>", author.name, author.email)))
            return author.name;
    }
    return NULL;
}

static const char *find_co_author(struct arena *arena, const struct history_commit *commit,
                                  const struct identity *by)
{
    for (size_t i = 0; i < commit->trailer_count; i++) {
        const struct trailer *trailer = &commit->trailers[i];
        if (!string_equals_folded(trailer->key, "Co-authored-by"))
            continue;
        struct identity who = identity_of_value(arena, trailer->value);
        if (!identity_may_be_same(&who, by) && !identity_may_be_same(&who, &commit->author) &&
            !identity_agent(trailer->value) && !identity_is_bot(who.name, who.email))
            return trailer->value;
    }
    return NULL;
}

static void judge(struct value *cells, const struct adr_register *known, size_t index,
                  size_t accepted)
{
    struct arena *arena = known->arena;
    const struct adr_history *history = &known->histories[index];
    const struct adr_past *past = &history->items[accepted];
    struct history_commit commit;
    struct identity by, merged;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&past->commit, hex);
    cells[ACCEPTANCE_COMMIT] = value_text(arena_strdup(arena, hex));
    cells[ACCEPTANCE_TIME] = value_time(past->time);
    if (!lineage_describe(history->lineage, past->number, &commit) ||
        !read_author(history, past, &by)) {
        cells[ACCEPTANCE_INDEPENDENT] =
            value_unknown(arena, UNKNOWN_UNREADABLE, "its commit cannot be read");
        return;
    }
    bool is_merge = lineage_merged_author(history->lineage, past->number, &merged);
    struct review review = review_of(arena, &commit, is_merge ? &merged : NULL);
    const char *author = find_other_author(arena, history, accepted, &by);
    const char *co_author = find_co_author(arena, &commit, &by);
    cells[ACCEPTANCE_BY] = value_text(arena_strdup(arena, by.name));
    cells[ACCEPTANCE_WAY] = value_text(review_way_names[review.way]);
    cells[ACCEPTANCE_EVIDENCE] = value_text(review.evidence);
    cells[ACCEPTANCE_INDEPENDENT] = value_boolean(true);
    if (known->records[index].has_deciders)
        cells[ACCEPTANCE_EVIDENCE] = value_text("the record names who decided");
    else if (author)
        cells[ACCEPTANCE_EVIDENCE] =
            value_text(arena_printf(arena, "%s wrote on it before", author));
    else if (co_author)
        cells[ACCEPTANCE_EVIDENCE] =
            value_text(arena_printf(arena, "written together with %s", co_author));
    else if (review.state == REVIEW_UNPROVEN)
        cells[ACCEPTANCE_INDEPENDENT] = value_unknown(arena, UNKNOWN_UNOBSERVABLE, review.unproven);
    else
        cells[ACCEPTANCE_INDEPENDENT] = value_boolean(review.state == REVIEW_YES);
}

void adr_acceptance_rows(struct fact_writer *writer, const struct adr_register *known)
{
    for (size_t r = 0; r < known->count; r++) {
        const struct adr_record *record = &known->records[r];
        const struct adr_history *history = &known->histories[r];
        if (record->status_state != ADR_STATUS_KNOWN || !adr_status_is_in_force(record->status))
            continue;
        struct value *cells =
            fact_add(writer, &fact_kind_adr_acceptance, record->path, record->status_line, 1)
                ->cells;
        cells[ACCEPTANCE_DECIDERS] = value_boolean(record->has_deciders);
        bool is_committed = history->count && adr_past_is_in_force(&history->items[0]);
        bool is_known = true;
        size_t accepted = is_committed ? adr_history_acceptance(history, 0, &is_known) : 0;
        if (!is_known || (!history->count && history->truncated))
            cells[ACCEPTANCE_INDEPENDENT] = cells[ACCEPTANCE_TIME] = cells[ACCEPTANCE_COMMIT] =
                adr_history_unknown(known->arena, history);
        else if (!is_committed)
            cells[ACCEPTANCE_INDEPENDENT] =
                value_unknown(known->arena, UNKNOWN_UNOBSERVABLE, "no commit has accepted it yet");
        else
            judge(cells, known, r, accepted);
    }
}
