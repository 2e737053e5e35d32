/* recovery_objective.h - how soon a service is to be back, and how much data may be lost,
 * as a document says it. */
#ifndef FACTS_RECOVERY_OBJECTIVE_H
#define FACTS_RECOVERY_OBJECTIVE_H

#include "facts/prose.h"

enum recovery_objective { RECOVERY_TIME, RECOVERY_POINT };

/* In seconds, the first that has a number and a unit; -1 for none. Sentences (`an RTO of 4
 * hours`), lists, and tables with the objective in the first column or in the header. */
int64_t recovery_objective_find(struct arena *scratch, const struct prose *prose,
                                enum recovery_objective objective);

#endif
