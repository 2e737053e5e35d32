/* migration_kinds.h - what files of migrations say of the way back, for the recogniser
 * that joins the two sides of a step. */
#ifndef FACTS_MIGRATION_KINDS_H
#define FACTS_MIGRATION_KINDS_H

#include "facts/fact.h"

enum { PART_MIGRATION_TOOL, PART_MIGRATION_SIDE, PART_MIGRATION_STATE, PART_MIGRATION_REASON };

extern const struct fact_kind migration_part_kind;
extern const char *const migration_states[]; /* NULL-ended */

#endif
