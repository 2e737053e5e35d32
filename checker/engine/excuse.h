/* excuse.h - exceptions, applied behind the verdicts: a rule is always judged
 * first, and what an exception excuses stays in the report, marked. */
#ifndef ENGINE_EXCUSE_H
#define ENGINE_EXCUSE_H

#include "engine/evaluation.h"

/* Sets the exceptions of the findings and fills `exceptions` of the evaluation,
 * with those that excuse nothing. */
void excuse_findings(struct evaluation *evaluation, const struct exception_set *exceptions,
                     int32_t today, struct arena *arena);

#endif
