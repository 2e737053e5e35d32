/* lint_logic.h - can conditions on one row hold together? Decided by the literals
 * in them alone: what is compared with a parameter, a reference or a date of today,
 * quantifiers and fields of documents say nothing, so "impossible" is a proof and
 * "possible" is not. Private to policy/. */
#ifndef POLICY_LINT_LOGIC_H
#define POLICY_LINT_LOGIC_H

#include "policy/condition.h"

/* The rows that the conditions are about. */
struct lint_row {
    const struct fact_kind *fact; /* NULL: of documents, texts, lists */
    const struct operand *globs;  /* the files that its source reads; NULL: any */
};

struct lint_term {
    const struct condition *condition; /* NULL: none */
    bool negated;
};

/* No row satisfies all the terms. */
bool lint_is_impossible(const struct lint_row *row, const struct lint_term *terms, size_t count);

#endif
