/* plan_part.h - one side of a plan: the closure of the recognisers that its
 * tables need, their order, and who reads which files. */
#ifndef ENGINE_PLAN_PART_H
#define ENGINE_PLAN_PART_H

#include "engine/plan.h"

/* Number of the table of a fact kind, added when it is new; wanted whole, or only
 * the rows that some globs choose. */
size_t plan_add_fact_table(struct plan *plan, enum plan_side side, const struct fact_kind *kind);
size_t plan_add_partial_table(struct plan *plan, enum plan_side side, const struct fact_kind *kind);
/* Adds what the kinds need, and orders it. Every table that rules ask for is there. */
struct failure *plan_close_part(struct plan *plan, enum plan_side side) MUST_CHECK;
/* What a quantifier's `where` and `that` point to outside it, and which equalities of
 * its `where` a hash can answer. */
void plan_find_joins(struct plan *plan, struct plan_source *planned);
/* The compiled glob; NULL when malformed. */
const struct glob *plan_glob(struct plan *plan, const char *written);

#endif
