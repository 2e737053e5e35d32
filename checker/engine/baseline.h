/* baseline.h - what a head is compared with: which findings were there before,
 * and which files that govern it changed. */
#ifndef ENGINE_BASELINE_H
#define ENGINE_BASELINE_H

#include "engine/hearing.h"

/* Judges the base by the same rules and marks the findings of the evaluation as
 * new or unchanged; a renamed file keeps its findings. */
struct failure *baseline_mark(struct hearing *hearing, const struct plan *plan,
                              struct evaluation *evaluation) MUST_CHECK;
struct failure *baseline_governance(struct hearing *hearing,
                                    struct evaluation *evaluation) MUST_CHECK;

#endif
