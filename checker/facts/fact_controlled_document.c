/* controlled_document - documents that must be kept current, and how they were. */
#include "facts/controlled_kinds.h"
#include "facts/document_history.h"
#include "facts/governance_document.h"
#include "facts/language.h"

#include <string.h>

const struct fact_kind fact_kind_controlled_document = {
    .name = "controlled_document",
    .summary = "A document that must be kept current (a security policy, a runbook, a plan for "
               "disasters), and since when it says what it says.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            CONTROLLED_COMMON_FIELDS,
            [CONTROLLED_FRESH_SINCE] = {"fresh_since",
                                        {.kind = TYPE_TIME},
                                        false,
                                        "Since when it says what it says; layout, links and days "
                                        "of review apart."},
            [CONTROLLED_DATE_BUMPS] = {"date_bumps",
                                       {.kind = TYPE_INTEGER},
                                       false,
                                       "How many changes since then moved its day of review and "
                                       "nothing else."},
            [CONTROLLED_UNCHANGED] = {"unchanged",
                                      {.kind = TYPE_BOOLEAN},
                                      false,
                                      "Does it say what it said when it came?"},
            [CONTROLLED_BORN_TOGETHER] = {"born_together",
                                          {.kind = TYPE_BOOLEAN},
                                          false,
                                          "Did all such documents of the repository, three at "
                                          "least, come with one commit and never change?"},
            [CONTROLLED_CHURN] = {"churn",
                                  {.kind = TYPE_INTEGER},
                                  false,
                                  "Lines of programs added and removed since then; 1000 for all "
                                  "that are more."},
            [CONTROLLED_CELLS] = {0},
        },
};

enum { TOGETHER_MIN = 3 };

struct churn_memo {
    struct object_id tree;
    struct value value;
};

static bool is_program(const char *path)
{
    return language_of_name(path) != NULL && !document_is_foreign(path);
}

static struct failure *churn_since(struct value *out, const struct document_history *history,
                                   const struct fact_repository *repository)
{
    uint64_t lines = 0;
    TRY(history_churn(repository->repository, &history->tree, &repository->snapshot->commit.tree,
                      is_program, CONTROLLED_CHURN_MAX, &lines));
    *out = value_integer(lines < CONTROLLED_CHURN_MAX ? (int64_t)lines : CONTROLLED_CHURN_MAX);
    return NULL;
}

static void set_unknown(struct arena *arena, struct fact_row *row, const char *why, bool is_damaged)
{
    for (size_t i = CONTROLLED_PART_CELLS; i < CONTROLLED_CELLS; i++)
        row->cells[i] =
            value_unknown(arena, is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE, why);
}

/* One reason is enough. */
static void copy_gap(struct fact_row *row, const struct fact_row *part)
{
    for (size_t i = CONTROLLED_PART_CELLS; i < CONTROLLED_CELLS; i++)
        row->cells[i] = part->cells[CONTROLLED_SORT];
}

static bool came_together(const struct document_history *histories, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (histories[i].unknown || !histories[i].is_first ||
            memcmp(&histories[i].commit, &histories[0].commit, sizeof(histories[0].commit)) != 0)
            return false;
    return count >= TOGETHER_MIN;
}

static struct failure *set_history(struct fact_row *row, const struct document_history *history,
                                   bool together, const struct fact_repository *repository,
                                   struct churn_memo *memo)
{
    row->cells[CONTROLLED_FRESH_SINCE] = value_time(history->since);
    row->cells[CONTROLLED_DATE_BUMPS] = value_integer(history->review_bumps);
    row->cells[CONTROLLED_UNCHANGED] = value_boolean(history->is_first);
    row->cells[CONTROLLED_BORN_TOGETHER] = value_boolean(together);
    row->cells[CONTROLLED_CHURN] = value_integer(0);
    if (!history->is_committed ||
        !fact_wants_field(repository, &fact_kind_controlled_document, "churn"))
        return NULL;
    /* Documents that came together have the same. */
    if (memcmp(&memo->tree, &history->tree, sizeof(memo->tree)) != 0) {
        TRY(churn_since(&memo->value, history, repository));
        memo->tree = history->tree;
    }
    row->cells[CONTROLLED_CHURN] = memo->value;
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *parts =
        repository->table(repository, &fact_kind_controlled_document_part);
    struct arena *arena = fact_arena(writer);
    struct document_history *histories = ARENA_ARRAY(arena, struct document_history, parts->count);
    struct churn_memo memo = {0};
    for (size_t i = 0; i < parts->count; i++)
        if (!parts->rows[i].gap)
            TRY(document_history_read(&histories[i], repository, parts->rows[i].path, arena));
    bool together = came_together(histories, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct fact_row *row =
            fact_add(writer, &fact_kind_controlled_document, part->path, part->line, part->column);
        memcpy(row->cells, part->cells, CONTROLLED_PART_CELLS * sizeof(*row->cells));
        row->gap = part->gap;
        if (part->gap)
            copy_gap(row, part);
        else if (histories[i].unknown)
            set_unknown(arena, row, histories[i].unknown, histories[i].is_damaged);
        else
            TRY(set_history(row, &histories[i], together, repository, &memo));
    }
    return NULL;
}

FACT(controlled_document) = {
    .name = "controlled_document",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "documents that must be kept current, and how they were",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_controlled_document, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_controlled_document_part, NULL},
    .recognise_repository = recognise,
};
