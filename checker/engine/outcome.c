#include "engine/outcome.h"

#include "base/text.h"

#include <string.h>

struct outcome outcome_of(bool value)
{
    return (struct outcome){.truth = value ? TRUTH_TRUE : TRUTH_FALSE};
}

struct outcome outcome_unknown(enum unknown_class class, const char *reason)
{
    return (struct outcome){
        .truth = TRUTH_UNKNOWN, .class = class, .reasons = {reason}, .reason_count = 1};
}

struct outcome outcome_not(struct outcome outcome)
{
    if (outcome.truth != TRUTH_UNKNOWN)
        return outcome_of(outcome.truth == TRUTH_FALSE);
    return outcome;
}

static void add_reason(struct outcome *outcome, const char *reason)
{
    for (size_t i = 0; i < outcome->reason_count; i++)
        if (outcome->reasons[i] == reason || strcmp(outcome->reasons[i], reason) == 0)
            return;
    if (outcome->reason_count < OUTCOME_REASONS_MAX)
        outcome->reasons[outcome->reason_count++] = reason;
}

void outcome_add_reasons(struct outcome *outcome, const struct outcome *from)
{
    outcome->truth = TRUTH_UNKNOWN;
    if (from->class > outcome->class)
        outcome->class = from->class;
    for (size_t i = 0; i < from->reason_count; i++)
        add_reason(outcome, from->reasons[i]);
}

struct outcome outcome_and(struct outcome a, struct outcome b)
{
    if (a.truth == TRUTH_UNKNOWN && b.truth == TRUTH_UNKNOWN)
        outcome_add_reasons(&a, &b);
    return a.truth <= b.truth ? a : b;
}

struct outcome outcome_or(struct outcome a, struct outcome b)
{
    if (a.truth == TRUTH_UNKNOWN && b.truth == TRUTH_UNKNOWN)
        outcome_add_reasons(&a, &b);
    return a.truth >= b.truth ? a : b;
}

const char *outcome_reason(struct arena *arena, const struct outcome *outcome)
{
    const char *text = outcome->reason_count > 0 ? outcome->reasons[0] : "not known";
    for (size_t i = 1; i < outcome->reason_count; i++)
        text = arena_printf(arena, "%s; %s", text, outcome->reasons[i]);
    return text;
}
