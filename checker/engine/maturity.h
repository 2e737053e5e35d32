/* maturity.h - which levels of the policies in force a repository has reached. */
#ifndef ENGINE_MATURITY_H
#define ENGINE_MATURITY_H

#include "engine/evaluation.h"

/* Fills `levels` of an evaluation whose rules are judged and excused. A rule is kept
 * where it passes, does not apply, or fails in nothing but what an exception in force
 * excuses; what is unknown or waits for a person keeps a level from being reached. A
 * level needs those before it. A rule that was not judged (--rule) is unknown. */
void maturity_fill(struct evaluation *evaluation, struct arena *arena);

#endif
