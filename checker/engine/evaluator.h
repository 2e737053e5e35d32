/* evaluator.h - inner parts of the evaluator: compiled texts, hashes of rows and
 * what quantifiers remember. For the files of this folder only. */
#ifndef ENGINE_EVALUATOR_H
#define ENGINE_EVALUATOR_H

#include "engine/judge_condition.h"
#include "engine/row.h"

/* What a quantifier found, before its predicates are asked. */
struct tally {
    size_t selected;      /* rows whose `where` is true */
    size_t doubtful;      /* rows whose `where` is unknown */
    bool is_open;         /* one of these is a gap: there may be any number */
    struct outcome doubt; /* the reasons of what is unknown in `where` and `that` */
    /* Share: numerator and denominator at the least and at the greatest. */
    size_t least_part, least_whole, greatest_part, greatest_whole;
    /* What a gap hides may satisfy `that`, or not. */
    bool hides_satisfying, hides_wanting;
};

/* Rows of one table by the value of one field. */
struct row_index {
    enum field_kind field_kind;
    size_t field_index;
    struct judge_rows rows;
    uint32_t *buckets; /* row number + 1, 0 ends a chain */
    uint32_t *next;
    size_t bucket_count;
    uint32_t *loose; /* rows that no hash can exclude */
    size_t loose_count;
    size_t different;        /* about how many different values there are */
    struct row_index *other; /* of the same table */
};

/* What one source of one rule keeps between evaluations. */
struct source_state {
    bool ready;
    struct judge_rows rows;
    struct table memo; /* written references -> struct tally */
    bool counted;
    size_t records;              /* rows that are no gaps, once counted */
    struct selection *selection; /* of a quantifier that points to no other row */
};

struct evaluator {
    struct evaluator_options options;
    struct arena *arena;
    struct arena scratch;
    struct pattern_matcher *matcher;
    struct table globs;           /* written -> struct glob; those not in the plan */
    struct table patterns;        /* written -> struct pattern; those not in the plan */
    struct source_state **states; /* by setting, then by source number */
    struct row_index **indexes;   /* by table of the plan */
    const struct fact_row *repository;
    struct fact_row base_gap;
    struct sql_connection *sql; /* NULL until a rule asks in SQL */
    size_t rows_visited;
    size_t depth;
};

const struct glob *evaluator_glob(struct evaluator *evaluator, const char *written);
const struct pattern *evaluator_pattern(struct evaluator *evaluator, const char *written);
struct source_state *evaluator_state(struct judge_context *context, const struct source *source);
const struct plan_source *evaluator_source(const struct judge_context *context,
                                           const struct source *source);

/* The rows to look at for these equalities, ascending, in `out` (scratch memory).
 * False when no hash can answer and every row must be looked at. */
struct candidates {
    const uint32_t *rows;
    size_t count;
};
bool join_candidates(struct judge_context *context, const struct plan_source *source,
                     const struct judge_rows *rows, struct candidates *out);
/* The values of the references of a quantifier, as one text (scratch memory). */
const char *join_key(struct judge_context *context, const struct plan_source *source);

#endif
