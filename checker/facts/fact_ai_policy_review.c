/* ai_policy_review - what a repository says about AI tools, and since when. */
#include "facts/ai_policy_kinds.h"
#include "facts/document_history.h"
#include "facts/timeline.h"

#include <string.h>

enum { FRESH_SINCE = AI_POLICY_COMMON_CELLS, DATE_BUMPS, CELLS };

const struct fact_kind fact_kind_ai_policy_review = {
    .name = "ai_policy_review",
    .summary = "A document that says how AI tools may be used, and since when it says so.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            AI_POLICY_COMMON_FIELDS,
            [FRESH_SINCE] = {"fresh_since",
                             {.kind = TYPE_TIME},
                             false,
                             "Since when its sections about AI say what they say; layout, links "
                             "and days of review apart."},
            [DATE_BUMPS] = {"date_bumps",
                            {.kind = TYPE_INTEGER},
                            false,
                            "How many changes of the document since its last other one moved its "
                            "day of review and nothing else."},
            [CELLS] = {0},
        },
};

static struct failure *set_history(struct fact_row *row, const struct fact_repository *repository,
                                   struct arena *arena)
{
    struct document_history history;
    TRY(timeline_since(&row->cells[FRESH_SINCE], repository, row->path, ai_policy_digest, arena));
    TRY(document_history_read(&history, repository, row->path, arena));
    row->cells[DATE_BUMPS] =
        history.unknown
            ? value_unknown(arena, history.is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                            history.unknown)
            : value_integer(history.review_bumps);
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *policies = repository->table(repository, &fact_kind_ai_policy);
    for (size_t i = 0; i < policies->count; i++) {
        const struct fact_row *policy = &policies->rows[i];
        struct fact_row *row = fact_add(writer, &fact_kind_ai_policy_review, policy->path,
                                        policy->line, policy->column);
        memcpy(row->cells, policy->cells, AI_POLICY_COMMON_CELLS * sizeof(*row->cells));
        row->gap = policy->gap;
        if (policy->cells[AI_POLICY_COVERED].kind != VALUE_UNKNOWN)
            TRY(set_history(row, repository, fact_arena(writer)));
        else
            row->cells[FRESH_SINCE] = row->cells[DATE_BUMPS] = policy->cells[AI_POLICY_COVERED];
    }
    return NULL;
}

FACT(ai_policy_review) = {
    .name = "ai_policy_review",
    .area = FACT_AREA_AI,
    .summary = "What a repository says about AI tools, and since when.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_ai_policy_review, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_ai_policy, NULL},
    .recognise_repository = recognise,
};
