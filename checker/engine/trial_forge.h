/* trial_forge.h - the repository of a world. Private to the trial. */
#ifndef ENGINE_TRIAL_FORGE_H
#define ENGINE_TRIAL_FORGE_H

#include "base/failure.h"
#include "policy/test_file.h"

struct forged_world {
    const char *repository;
    const char *base; /* the id of its base; NULL: none */
    int32_t now;
};

/* Makes it in a folder that is empty or not there. A failure of the kind usage is about
 * what the world says; any other is trouble with the machine. */
struct failure *trial_forge(struct forged_world *out, const struct test_world *world,
                            struct arena *arena, const char *folder) MUST_CHECK;

#endif
