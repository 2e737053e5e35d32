/* outcome.h - Kleene's three values, with the reasons of what is unknown. The
 * same operands give the same outcome in any order, but for the order of the
 * reasons, of which the first few different ones are kept. */
#ifndef ENGINE_OUTCOME_H
#define ENGINE_OUTCOME_H

#include "facts/value.h"

enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };
enum { OUTCOME_REASONS_MAX = 3 };

struct outcome {
    enum truth truth;
    enum unknown_class class; /* unreadable if any operand is */
    const char *reasons[OUTCOME_REASONS_MAX];
    size_t reason_count;
};

struct outcome outcome_of(bool value);
struct outcome outcome_unknown(enum unknown_class class, const char *reason);
struct outcome outcome_not(struct outcome outcome);
/* The least and the greatest: false < unknown < true. */
struct outcome outcome_and(struct outcome a, struct outcome b);
struct outcome outcome_or(struct outcome a, struct outcome b);
/* Unknown, with the reasons that `from` has. */
void outcome_add_reasons(struct outcome *outcome, const struct outcome *from);
/* The reasons as one text. */
const char *outcome_reason(struct arena *arena, const struct outcome *outcome);

#endif
