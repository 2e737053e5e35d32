/* loosening.h - compares what governs in the head with what governs in the base, one
 * file a part. Private to engine/. */
#ifndef ENGINE_LOOSENING_H
#define ENGINE_LOOSENING_H

#include "engine/hearing.h"

/* Fills hearing->trust; both sides are listed. No file is compared that is the
 * same on both sides. */
struct failure *loosening_find(struct hearing *hearing,
                               const struct evaluation *evaluation) MUST_CHECK;

struct loosening *loosening_add(struct hearing *hearing, struct loosening loosening);

/* The files of both sides, for the parts. */
struct loosening_sides {
    struct repository_policy_files before, after;
    struct reader *base, *head;
};
/* Policies that are in force because the base is what they are for. */
void loosening_of_applicability(struct hearing *hearing);
/* Rules, their settings, limits of exceptions, labels: the classes of `policy diff`. */
struct failure *loosening_of_policies(struct hearing *hearing,
                                      const struct loosening_sides *sides) MUST_CHECK;
void loosening_of_exceptions(struct hearing *hearing, const struct loosening_sides *sides);
void loosening_of_owners(struct hearing *hearing, const struct loosening_sides *sides);
void loosening_of_signers(struct hearing *hearing, const struct loosening_sides *sides);

#endif
