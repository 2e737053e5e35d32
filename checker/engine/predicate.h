/* predicate.h - one predicate on one value (LANGUAGE.md, Predicates). */
#ifndef ENGINE_PREDICATE_H
#define ENGINE_PREDICATE_H

#include "engine/evaluator.h"

/* All of the predicates on the value. */
struct outcome predicates_judge(struct judge_context *context, const struct predicate *predicates,
                                size_t count, const struct value *value, const struct type *type);
struct outcome predicate_judge(struct judge_context *context, const struct predicate *predicate,
                               const struct value *value, const struct type *type);
/* Equal, of the same type; an integer may equal a number. Neither is unknown. */
bool values_are_equal(const struct value *a, const struct value *b);

#endif
