#include "engine/loosening.h"

#include "facts/governs.h"

#include <string.h>

struct loosening *loosening_add(struct hearing *hearing, struct loosening loosening)
{
    struct trust *trust = hearing->trust;
    trust->loosenings = arena_grow(hearing->arena, trust->loosenings, trust->loosening_count,
                                   &trust->loosening_capacity, sizeof(*trust->loosenings));
    trust->loosenings[trust->loosening_count] = loosening;
    return &trust->loosenings[trust->loosening_count++];
}

static bool changes(const struct evaluation *evaluation, const char *sort)
{
    for (size_t i = 0; i < evaluation->governance_change_count; i++)
        if (strcmp(path_governs_as(evaluation->governance_changes[i]), sort) == 0)
            return true;
    return false;
}

static struct failure *read_files(struct hearing *hearing, struct loosening_sides *sides)
{
    TRY(policy_files_of_snapshot(hearing->arena, &hearing->base, sides->base, &sides->before));
    return policy_files_of_snapshot(hearing->arena, &hearing->head, sides->head, &sides->after);
}

static struct failure *compare(struct hearing *hearing, const struct evaluation *evaluation,
                               struct loosening_sides *sides)
{
    struct failure *failure = read_files(hearing, sides);
    if (failure) {
        /* A link where a file should be: the head's mistakes tell. */
        hearing->trust->policy_problem = arena_strdup(hearing->arena, failure_message(failure));
        failure_free(failure);
    } else {
        if (changes(evaluation, "configuration") || changes(evaluation, "policy"))
            TRY(loosening_of_policies(hearing, sides));
        if (changes(evaluation, "exceptions"))
            loosening_of_exceptions(hearing, sides);
    }
    if (changes(evaluation, "owners"))
        loosening_of_owners(hearing, sides);
    if (changes(evaluation, "signers"))
        loosening_of_signers(hearing, sides);
    return NULL;
}

struct failure *loosening_find(struct hearing *hearing, const struct evaluation *evaluation)
{
    struct loosening_sides sides = {0};
    loosening_of_applicability(hearing);
    if (evaluation->governance_change_count == 0)
        return NULL;
    TRY(reader_open_here(&sides.head, &hearing->head));
    struct failure *failure = reader_open_here(&sides.base, &hearing->base);
    if (!failure) {
        failure = compare(hearing, evaluation, &sides);
        reader_close(sides.base);
    }
    reader_close(sides.head);
    return failure;
}
