/* judge_condition.h - three-valued evaluation of conditions over the tables that
 * were collected (LANGUAGE.md, Conditions). One evaluator judges one repository
 * on one thread. Equalities with other rows are answered by a hash of the
 * source's rows, so no two tables are ever multiplied. */
#ifndef ENGINE_JUDGE_CONDITION_H
#define ENGINE_JUDGE_CONDITION_H

#include "engine/collect.h"
#include "engine/outcome.h"
#include "policy/rule.h"

struct evaluator;

struct evaluator_options {
    const struct plan *plan;
    const struct collection *head;
    const struct collection *base; /* NULL: `at: base` is one gap */
    int64_t now;
    struct deadline *deadline;
    struct arena *arena;
};

struct evaluator *evaluator_new(const struct evaluator_options *options);
void evaluator_free(struct evaluator *evaluator);
/* The row of the kind `repository`; every field absent when nobody asked for it. */
const struct fact_row *evaluator_repository(const struct evaluator *evaluator);
/* How many rows quantifiers have looked at: for tests of the hashes. */
size_t evaluator_rows_visited(const struct evaluator *evaluator);

/* Whom a condition is about. */
struct judge_context {
    struct evaluator *evaluator;
    const struct plan_setting *setting;
    const struct check *check;      /* NULL in a rule's outer `applies_when` */
    const struct fact_row *subject; /* `$each`; NULL where there is none yet */
    const struct fact_row **bound;  /* row of each enclosing `as: NAME`, by binding; or NULL */
};

/* The rows of a source of the rule. */
struct judge_rows {
    const struct fact_row *rows;
    size_t count;
    const struct fact_kind *kind; /* NULL: a list */
};
struct judge_rows judge_source_rows(struct judge_context *context, const struct source *source);

/* `nearest` is the row of bare names. */
struct outcome judge_condition(struct judge_context *context, const struct condition *condition,
                               const struct fact_row *nearest);

/* What a quantifier selected, for messages, places and related places. */
enum { SELECTION_ROWS_MAX = 20 };
struct selection {
    size_t selected; /* rows surely selected; for `share` those of them that satisfy */
    size_t total;    /* rows there are; for `share` those surely selected. Gaps do not count */
    /* The first rows selected; for `share` the first that were found wanting. */
    const struct fact_row *rows[SELECTION_ROWS_MAX];
    const struct fact_row *doubtful; /* the first row of which nobody knows; NULL: none */
    size_t row_count;                /* in `rows` */
    size_t row_total;                /* with those that found no room */
    const struct fact_kind *kind;
    enum source_kind source;
};
void judge_select(struct judge_context *context, const struct condition *condition,
                  struct selection *out);

/* The value of an operand where the context stands. */
struct value judge_operand(struct judge_context *context, const struct operand *operand);

#endif
