/* trial_update.h - writes what was found into a test file as the `expect` of its
 * worlds. Every other byte stays. Private to the trial. */
#ifndef ENGINE_TRIAL_UPDATE_H
#define ENGINE_TRIAL_UPDATE_H

#include "engine/evaluation.h"
#include "policy/test_file.h"

struct update;

struct update *update_new(struct arena *arena, struct text text);
/* Plans another `expect` for the world; `matched` are the world's own expectations by
 * finding, NULL where none fits. NULL when done, else why it cannot be, in words. */
const char *update_add(struct update *update, const struct test_world *world,
                       const struct evaluation *evaluation,
                       const struct test_expectation *const *matched);
/* The whole file with all that was planned; false when it would say anything else
 * than before beside its expectations. */
bool update_finish(struct update *update, struct text *out);

#endif
