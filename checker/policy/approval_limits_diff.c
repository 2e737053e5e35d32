#include "facts/exception_kinds.h"
#include "policy/approval_limits.h"
#include "policy/ruleset_change.h"

static const struct change_subject of_none = {0};

/* The demands of one severity, in words; NULL: none. */
static const char *demands_words(struct arena *arena, const struct approval_limits *limits,
                                 size_t severity)
{
    const char *words = NULL;
    for (size_t i = 0; i < limits->approver_counts[severity]; i++) {
        const char *one = approver_demand_words(arena, &limits->approvers[severity][i]);
        words = words ? arena_printf(arena, "%s; %s", words, one) : one;
    }
    return words;
}

/* Is there a demand of the first that none of the second implies? */
static bool asks_more(const struct approval_limits *one, const struct approval_limits *other,
                      size_t severity)
{
    for (size_t i = 0; i < one->approver_counts[severity]; i++)
        if (!approver_demand_is_implied(&one->approvers[severity][i], other->approvers[severity],
                                        other->approver_counts[severity]))
            return true;
    return false;
}

/* Whoever may approve now and could not before is a weakening, whatever else is asked. */
static void approvers_diff(struct comparison *comparison, const struct approval_limits *before,
                           const struct approval_limits *after, size_t severity)
{
    struct arena *arena = comparison->arena;
    bool is_looser = asks_more(before, after, severity);
    if (!is_looser && !asks_more(after, before, severity))
        return;
    change_add(comparison, of_none, is_looser ? CHANGE_LOOSER : CHANGE_TIGHTER,
               arena_printf(arena, "exceptions.approvers.%s", severity_words[severity]),
               demands_words(arena, before, severity), demands_words(arena, after, severity));
}

static void evidence_diff(struct comparison *comparison, int before, int after, size_t severity)
{
    if (before != after)
        change_add(
            comparison, of_none, after < before ? CHANGE_LOOSER : CHANGE_TIGHTER,
            arena_printf(comparison->arena, "exceptions.min_evidence.%s", severity_words[severity]),
            exception_evidence_words[before], exception_evidence_words[after]);
}

/* Those that hold always are no change, whether they are written down or not. */
static void duties_diff(struct comparison *comparison, unsigned before, unsigned after)
{
    for (unsigned i = 0; i < DUTIES; i++) {
        unsigned duty = 1u << i & DUTIES_ASKED;
        const char *word = approval_duty_words[i];
        if ((before & duty) != (after & duty))
            change_add(comparison, of_none, before & duty ? CHANGE_LOOSER : CHANGE_TIGHTER,
                       "exceptions.separation_of_duties", before & duty ? word : NULL,
                       after & duty ? word : NULL);
    }
}

void approval_limits_diff(struct comparison *comparison, const struct approval_limits *before,
                          const struct approval_limits *after)
{
    for (size_t severity = APPROVAL_SEVERITIES; severity-- > 0;)
        approvers_diff(comparison, before, after, severity);
    for (size_t severity = APPROVAL_SEVERITIES; severity-- > 0;)
        evidence_diff(comparison, before->evidence[severity], after->evidence[severity], severity);
    duties_diff(comparison, before->duties, after->duties);
}
