/* trial_judge.h - one world judged by the rule that it tests. Private to the trial. */
#ifndef ENGINE_TRIAL_JUDGE_H
#define ENGINE_TRIAL_JUDGE_H

#include "engine/trial.h"
#include "engine/trial_forge.h"

/* `out` is NULL when the rule was refused. */
struct failure *trial_judge(const struct trial_file *file, const struct test_file *tests,
                            const struct test_world *world, const struct forged_world *forged,
                            struct arena *arena, struct diagnostics *diagnostics,
                            struct evaluation **out) MUST_CHECK;

#endif
