/* hotfix - tags and branches whose names say that something was mended in haste, whether
 * the history that is looked at has it too, and whether what led to it was looked into. */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/hotfix_name.h"
#include "facts/incident_kinds.h"
#include "facts/supply.h"

#include <string.h>

enum { NAME, SORT, TIME, LEFT, FIRST, MADE, REVIEWED };

static const char *const sorts[] = {"tag", "branch", NULL};

static const struct fact_kind kind = {
    .name = "hotfix",
    .summary = "A tag or a branch of a change in an emergency.",
    .nowhere = true,
    .key = (const char *const[]){"sort", "name", NULL},
    .fields =
        (const struct fact_field[]){
            [NAME] = {"name",
                      {.kind = TYPE_TEXT},
                      false,
                      "Of the tag or the branch; it has `hotfix` in it, or `emergency` as a word."},
            [SORT] = {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "A tag, or a branch."},
            [TIME] = {"time",
                      {.kind = TYPE_TIME},
                      true,
                      "Of the newest of its commits that is left; absent when none is."},
            [LEFT] = {"left",
                      {.kind = TYPE_INTEGER},
                      false,
                      "Its commits, merges aside, that are neither in the history of what is "
                      "looked at nor there under the same first line or as picked from them."},
            [FIRST] = {"first", {.kind = TYPE_TEXT}, true, "The first line of the newest of them."},
            [MADE] = {"made", {.kind = TYPE_TIME}, false, "Of the commit at its tip."},
            [REVIEWED] = {"reviewed",
                          {.kind = TYPE_BOOLEAN},
                          false,
                          "Does the review of an incident name it, or does its last commit, or one "
                          "that names it, link to one: a URL, a path or a line `Postmortem: ...`? "
                          "Unknown where the history is cut."},
            {0},
        },
};

/* A commit whose message links to the review of an incident. */
struct link {
    struct object_id commit;
    struct value names; /* of hotfixes, in its message */
};

struct reading {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct table done; /* no arena: not read yet */
    struct link *links;
    size_t link_count, link_capacity;
    const char *cut; /* why older commits are not known, or NULL */
};

/* What was done, in the words of the commit: without the numbers that a forge puts behind it. */
static const char *subject_of(struct arena *arena, const char *summary)
{
    struct text text = text_trim(text_of(summary));
    for (;;) {
        size_t open = text.size;
        while (open > 0 && text.bytes[open - 1] != '(')
            open--;
        if (open < 2 || text.bytes[open] != '#' || text.bytes[text.size - 1] != ')')
            return arena_copy(arena, text);
        text = text_trim((struct text){text.bytes, open - 1});
    }
}

/* What the message says it was picked from. */
static void read_picks(struct table *done, const char *message, struct arena *arena)
{
    static const char picked[] = "(cherry picked from commit ";
    for (struct text rest = text_of(message); rest.size > 0;) {
        size_t at = text_find(rest, picked);
        if (at == SIZE_MAX)
            return;
        at += strlen(picked);
        rest = (struct text){rest.bytes + at, rest.size - at};
        size_t size = 0;
        while (size < rest.size && rest.bytes[size] != ')')
            size++;
        table_set(done, arena_copy(arena, (struct text){rest.bytes, size}), done);
    }
}

static void read_link(struct reading *reading, const struct history_commit *commit)
{
    struct arena *arena = fact_arena(reading->writer);
    if (!hotfix_message_links_review(commit->message))
        return;
    reading->links = arena_grow(arena, reading->links, reading->link_count, &reading->link_capacity,
                                sizeof(*reading->links));
    reading->links[reading->link_count++] = (struct link){
        .commit = commit->id, .names = hotfix_names_in(arena, text_of(commit->message))};
}

/* The first lines of the history, what its commits say they were picked from, and reviews. */
static struct failure *read_done(struct reading *reading)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct history *history = NULL;
    table_init(&reading->done, arena);
    TRY(reading->repository->history(reading->repository, &history));
    for (size_t i = 0; history && i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        table_set(&reading->done, subject_of(arena, commit->summary), reading);
        read_picks(&reading->done, commit->message, arena);
        read_link(reading, commit);
    }
    if (history && history->truncated)
        reading->cut = history->truncated_because;
    return NULL;
}

static struct value reviewed(const struct reading *reading, const char *name,
                             const struct object_id *tip)
{
    const struct fact_table *reviews =
        reading->repository->table(reading->repository, &fact_kind_incident_review);
    for (size_t i = 0; i < reviews->count; i++)
        if (!reviews->rows[i].gap && !cell_is_true(&reviews->rows[i], INCIDENT_REVIEW_TEST) &&
            hotfix_name_is_in(&reviews->rows[i].cells[INCIDENT_REVIEW_HOTFIXES], name))
            return value_boolean(true);
    for (size_t i = 0; i < reading->link_count; i++)
        if (memcmp(&reading->links[i].commit, tip, sizeof(*tip)) == 0 ||
            hotfix_name_is_in(&reading->links[i].names, name))
            return value_boolean(true);
    for (size_t i = 0; i < reviews->count; i++)
        if (reviews->rows[i].gap)
            return value_unknown(fact_arena(reading->writer), UNKNOWN_UNREADABLE,
                                 "a review of an incident cannot be read");
    return reading->cut
               ? value_unknown(fact_arena(reading->writer), UNKNOWN_UNOBSERVABLE, reading->cut)
               : value_boolean(false);
}

static bool is_done(struct arena *arena, const struct table *done,
                    const struct history_commit *commit)
{
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    return table_has(done, hex) || table_has(done, subject_of(arena, commit->summary));
}

static void count_left(struct reading *reading, const struct history *history, struct value *cells)
{
    struct arena *arena = fact_arena(reading->writer);
    int64_t left = 0;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        read_link(reading, commit);
        if (commit->parents > 1 || is_done(arena, &reading->done, commit))
            continue;
        if (left++ > 0)
            continue;
        cells[TIME] = value_time(commit->committer.time);
        cells[FIRST] = value_text(commit->summary);
    }
    cells[LEFT] = value_integer(left);
}

static struct failure *add(struct reading *reading, size_t sort, const char *name,
                           const struct commit_ids *tip)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct fact_repository *repository = reading->repository;
    const struct history_options options = {
        .base = &repository->snapshot->commit.commit, .since = INT64_MAX, .messages = true};
    struct history history;
    TRY(history_walk(&history, repository->repository, &tip->commit, &options, arena));
    if (!reading->done.arena)
        TRY(read_done(reading));
    struct value *cells = fact_add(reading->writer, &kind, NULL, 0, 0)->cells;
    cells[NAME] = fact_text(reading->writer, name);
    cells[SORT] = value_text(sorts[sort]);
    cells[MADE] = value_time(tip->time);
    if (history.range_known)
        count_left(reading, &history, cells);
    else
        cells[TIME] = cells[LEFT] = cells[FIRST] = value_unknown(
            arena, UNKNOWN_UNOBSERVABLE,
            history.truncated ? history.truncated_because : "where it began is not known");
    cells[REVIEWED] = reviewed(reading, name, &tip->commit);
    return NULL;
}

static struct failure *add_branches(struct reading *reading)
{
    struct branch_tip *branches = NULL;
    size_t count = 0;
    TRY(history_branches(reading->repository->repository, &branches, &count,
                         fact_arena(reading->writer)));
    for (size_t i = 0; i < count; i++) {
        struct commit_ids tip;
        char hex[OBJECT_ID_HEX_SIZE];
        bool found = false;
        if (!hotfix_name_is(branches[i].name))
            continue;
        object_id_format(&branches[i].tip, hex);
        TRY(repository_resolve(reading->repository->repository, hex, &tip, &found));
        if (found)
            TRY(add(reading, 1, branches[i].name, &tip));
    }
    return NULL;
}

static struct failure *add_tags(struct reading *reading)
{
    const struct fact_table *tags = reading->repository->table(reading->repository, &fact_kind_tag);
    for (size_t i = 0; i < tags->count; i++) {
        const struct fact_row *tag = &tags->rows[i];
        const char *name = cell_text(tag, TAG_NAME);
        struct commit_ids tip;
        bool found = false;
        if (!name || !hotfix_name_is(name) || !cell_is_true(tag, TAG_POINTS_TO_COMMIT))
            continue;
        TRY(repository_resolve(reading->repository->repository, cell_text(tag, TAG_TARGET), &tip,
                               &found));
        if (found)
            TRY(add(reading, 0, name, &tip));
    }
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct reading reading = {.writer = writer, .repository = repository};
    if (!repository->repository || object_id_is_zero(&repository->snapshot->commit.commit))
        return NULL;
    TRY(add_branches(&reading));
    TRY(add_tags(&reading));
    if (history_tags_missing(repository))
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE, history_tags_missing(repository));
    return NULL;
}

FACT(hotfix) = {
    .name = "hotfix",
    .area = FACT_AREA_HISTORY,
    .summary = "Tags and branches of changes in an emergency, and what of them is left.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_tag, &fact_kind_incident_review, NULL},
    .needs_history = true,
    .recognise_repository = recognise,
};
