/* enforce.h - which findings decide the exit status, and what it is. */
#ifndef ENGINE_ENFORCE_H
#define ENGINE_ENFORCE_H

#include "engine/judge.h"

/* Sets `blocks` of the findings, the counts of verdicts and the exit status. */
void enforce(struct evaluation *evaluation, enum fail_on fail_on);
/* Would it decide the exit status with that enforcement, if nothing excused it? */
bool enforcement_blocks(const struct finding *finding, enum enforcement enforcement,
                        enum fail_on fail_on);

#endif
