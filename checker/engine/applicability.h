/* applicability.h - which policies hold here by what the repository is: `applies_to`, and
 * `expected_of` of a level. With a base, what holds there holds for the change, too: who
 * takes away what triggers a policy does not take the policy away from that change, nor
 * does who begins at a commit that was before it; who adds what triggers one has its demands
 * at once, and what it loosens with the next change. */
#ifndef ENGINE_APPLICABILITY_H
#define ENGINE_APPLICABILITY_H

#include "engine/hearing.h"

struct applicability;

struct applicability *applicability_new(struct hearing *hearing);
void applicability_free(struct applicability *applicability);

/* Both for struct ruleset_options. The repository's row of the head is gathered when the first
 * condition is asked for; that of the base when the head denies one or a policy would loosen
 * something; that of its tip, where that has moved on, when the base denies one, too. True where
 * it is unknown: a policy that may hold, holds. What holds of the merge base and not of the head
 * is kept in `hearing->held_by_base`. */
bool applicability_holds(const struct condition *condition, void *state);
/* Does neither the base meet it nor its tip? With it comes a policy that loosens nothing yet. */
bool applicability_is_of_change(const struct condition *condition, void *state);
/* What could not be gathered; the caller's. Until it is asked for, everything holds. */
struct failure *applicability_failure(struct applicability *applicability);

#endif
