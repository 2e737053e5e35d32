/* hotfix - tags and branches whose names say that something was mended in haste, and whether
 * the history that is looked at has it too. */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/supply.h"

#include <string.h>

enum { NAME, SORT, TIME, LEFT, FIRST };

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
            {0},
        },
};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Is the word in the name, with no letter before it or, where it must end there, behind it? */
static bool has_word(const char *name, const char *word, bool ends)
{
    size_t size = strlen(word);
    for (struct text rest = text_of(name); rest.size > 0;) {
        size_t at = text_find_folded(rest, word);
        if (at == SIZE_MAX)
            return false;
        const char *found = rest.bytes + at;
        if ((found == name || !is_letter(found[-1])) && (!ends || !is_letter(found[size])))
            return true;
        rest = (struct text){found + 1, rest.size - at - 1};
    }
    return false;
}

static bool is_hotfix(const char *name)
{
    return has_word(name, "hotfix", false) || has_word(name, "hot-fix", false) ||
           has_word(name, "hot_fix", false) || has_word(name, "emergency", true);
}

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

/* The first lines of the history, and what its commits say they were picked from. */
static struct failure *read_done(struct table *done, const struct fact_repository *repository,
                                 struct arena *arena)
{
    static const char picked[] = "(cherry picked from commit ";
    const struct history *history = NULL;
    table_init(done, arena);
    TRY(repository->history(repository, &history));
    for (size_t i = 0; history && i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        table_set(done, subject_of(arena, commit->summary), done);
        for (struct text rest = text_of(commit->message); rest.size > 0;) {
            size_t at = text_find(rest, picked);
            if (at == SIZE_MAX)
                break;
            at += strlen(picked);
            rest = (struct text){rest.bytes + at, rest.size - at};
            size_t size = 0;
            while (size < rest.size && rest.bytes[size] != ')')
                size++;
            table_set(done, arena_copy(arena, (struct text){rest.bytes, size}), done);
        }
    }
    return NULL;
}

static bool is_done(struct arena *arena, const struct table *done,
                    const struct history_commit *commit)
{
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    return table_has(done, hex) || table_has(done, subject_of(arena, commit->summary));
}

static struct failure *add(struct fact_writer *writer, const struct fact_repository *repository,
                           struct table *done, size_t sort, const char *name,
                           const struct object_id *tip)
{
    struct arena *arena = fact_arena(writer);
    const struct history_options options = {
        .base = &repository->snapshot->commit.commit, .since = INT64_MAX, .messages = true};
    struct history history;
    TRY(history_walk(&history, repository->repository, tip, &options, arena));
    if (!done->arena)
        TRY(read_done(done, repository, arena));
    struct value *cells = fact_add(writer, &kind, NULL, 0, 0)->cells;
    cells[NAME] = fact_text(writer, name);
    cells[SORT] = value_text(sorts[sort]);
    if (!history.range_known) {
        cells[TIME] = cells[LEFT] = cells[FIRST] = value_unknown(
            arena, UNKNOWN_UNOBSERVABLE,
            history.truncated ? history.truncated_because : "where it began is not known");
        return NULL;
    }
    int64_t left = 0;
    for (size_t i = 0; i < history.count; i++) {
        const struct history_commit *commit = &history.commits[i];
        if (commit->parents > 1 || is_done(arena, done, commit))
            continue;
        if (left++ > 0)
            continue;
        cells[TIME] = value_time(commit->committer.time);
        cells[FIRST] = value_text(commit->summary);
    }
    cells[LEFT] = value_integer(left);
    return NULL;
}

/* The commit of a tag; `found` is false where it leads to none that is here. */
static struct failure *find_commit(const struct fact_repository *repository,
                                   const struct fact_row *tag, struct object_id *out, bool *found)
{
    struct commit_ids ids = {0};
    *found = false;
    if (!cell_is_true(tag, TAG_POINTS_TO_COMMIT))
        return NULL;
    TRY(repository_resolve(repository->repository, cell_text(tag, TAG_TARGET), &ids, found));
    *out = ids.commit;
    return NULL;
}

static struct failure *add_tags(struct fact_writer *writer,
                                const struct fact_repository *repository, struct table *done)
{
    const struct fact_table *tags = repository->table(repository, &fact_kind_tag);
    for (size_t i = 0; i < tags->count; i++) {
        const char *name = cell_text(&tags->rows[i], TAG_NAME);
        struct object_id tip;
        bool found = false;
        if (!name || !is_hotfix(name))
            continue;
        TRY(find_commit(repository, &tags->rows[i], &tip, &found));
        if (found)
            TRY(add(writer, repository, done, 0, name, &tip));
    }
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct branch_tip *branches = NULL;
    size_t count = 0;
    struct table done = {0};
    if (!repository->repository || object_id_is_zero(&repository->snapshot->commit.commit))
        return NULL;
    TRY(history_branches(repository->repository, &branches, &count, fact_arena(writer)));
    for (size_t i = 0; i < count; i++)
        if (is_hotfix(branches[i].name))
            TRY(add(writer, repository, &done, 1, branches[i].name, &branches[i].tip));
    TRY(add_tags(writer, repository, &done));
    if (history_tags_missing(repository))
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE, history_tags_missing(repository));
    return NULL;
}

FACT(hotfix) = {
    .name = "hotfix",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "Tags and branches of changes in an emergency, and what of them is left.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_tag, NULL},
    .needs_history = true,
    .recognise_repository = recognise,
};
