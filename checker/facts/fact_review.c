/* review - how the commits of the branch came to it, and who else looked at them. */
#include "facts/review.h"

#include "base/date.h"
#include "facts/history_rows.h"
#include "facts/identities.h"

enum { COMMIT, TIME, AUTHOR, BOT, WAY, REVIEWED, REVIEWER, REQUEST, EVIDENCE, SIGNED, SUMMARY };

/* Reviews are a matter of today: who asks for more gets no rows from before. */
enum { DAYS_MAX = 366, OLDER_IN_A_ROW = 64 };

static const struct fact_field fields[] = {
    {"commit", {.kind = TYPE_TEXT}, false, "its full id"},
    {"time", {.kind = TYPE_TIME}, false, "the committer's"},
    {"author",
     {.kind = TYPE_TEXT},
     false,
     "who wrote it; of a merge, who wrote the last commit of what it merged"},
    {"bot", {.kind = TYPE_BOOLEAN}, false, "its author is a bot"},
    {"way",
     {.kind = TYPE_WORD, .words = review_way_names},
     false,
     "how it came to the branch: another's trailer, merge or commit; its own author's merge; a "
     "bot's; a squashed pull request; by the forge; by its author anew or alone; a pull"},
    {"reviewed",
     {.kind = TYPE_BOOLEAN},
     false,
     "somebody else than its author looked at it; unknown where only the forge can tell"},
    {"reviewer", {.kind = TYPE_TEXT}, true, "who did"},
    {"request", {.kind = TYPE_TEXT}, true, "the pull or merge request that it names: #123, !45"},
    {"evidence", {.kind = TYPE_TEXT}, false, "what speaks for it or against it"},
    {"signed", {.kind = TYPE_BOOLEAN}, false, "has a signature, which is not verified"},
    {"summary", {.kind = TYPE_TEXT}, false, "the first paragraph of its message"},
    {0},
};

static const char *const key[] = {"commit", NULL};

static const struct fact_kind review_kind = {
    .name = "review",
    .summary = "a commit of the branch's first parents, of the last 366 days, and who looked at it",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

static void add_review(struct fact_writer *writer, const struct history_commit *commit,
                       const struct identity *merged_author)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &review_kind, NULL, 0, 0)->cells;
    const struct identity *author = merged_author ? merged_author : &commit->author;
    struct review review = review_of(arena, commit, merged_author);
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    cells[COMMIT] = value_text(arena_strdup(arena, hex));
    cells[TIME] = value_time(commit->committer.time);
    cells[AUTHOR] = value_text(author->name);
    cells[BOT] = value_boolean(identity_is_bot(author->name, author->email));
    cells[WAY] = value_text(review_way_names[review.way]);
    cells[REVIEWED] = review.state == REVIEW_UNPROVEN
                          ? value_unknown(arena, UNKNOWN_UNOBSERVABLE, review.unproven)
                          : value_boolean(review.state == REVIEW_YES);
    cells[REVIEWER] = value_text(review.reviewer);
    cells[REQUEST] = value_text(review.request);
    cells[EVIDENCE] = value_text(review.evidence);
    cells[SIGNED] = value_boolean(commit->signed_);
    cells[SUMMARY] = value_text(commit->summary);
}

static void add_lost(struct fact_writer *writer, struct lineage *lineage)
{
    fact_add_gap(writer, &review_kind, NULL,
                 lineage_is_damaged(lineage) ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                 lineage_truncated(lineage));
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct lineage *lineage = NULL;
    int64_t since = repository->now - (int64_t)DAYS_MAX * SECONDS_A_DAY;
    TRY(history_lineage(repository, &lineage));
    if (!lineage) {
        fact_add_gap(writer, &review_kind, NULL, UNKNOWN_UNOBSERVABLE, "there is no history");
        return NULL;
    }
    size_t older = 0;
    const struct lineage_commit *at;
    for (size_t i = 0; older < OLDER_IN_A_ROW && (at = lineage_commit(lineage, i)) != NULL; i++) {
        struct history_commit commit;
        struct identity merged;
        older = at->time < since ? older + 1 : 0;
        if (older > 0 || !lineage_describe(lineage, i, &commit))
            continue;
        bool has_merged = lineage_merged_author(lineage, i, &merged);
        add_review(writer, &commit, has_merged ? &merged : NULL);
    }
    if (older < OLDER_IN_A_ROW && lineage_truncated(lineage))
        add_lost(writer, lineage);
    return NULL;
}

FACT(review) = {
    .name = "review",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "how the branch's commits of the last year came to it, and who else saw them",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&review_kind, NULL},
    .recognise_repository = recognise,
};
