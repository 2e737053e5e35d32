/* register_history.h - what became of the records of a register, told by the repository that the
 * register itself lies in: that of `REPOSITORY@REVISION:PATH`, or the one whose work tree holds
 * the folder. One that lies in none has no history. What lies in the work tree of a change was
 * maybe unpacked there, and a commit of the change proves nothing. */
#ifndef ENGINE_REGISTER_HISTORY_H
#define ENGINE_REGISTER_HISTORY_H

#include "engine/exception_history.h"

struct register_history {
    struct repository *repository; /* NULL: it lies in none that can be read */
    struct exception_history history;
};

struct register_histories {
    const char *const *registers; /* as the option says */
    struct register_history *items;
    size_t count;
};

/* `registers`: NULL-ended, or NULL. `change`: the repository of a change that is judged against a
 * base; else NULL. */
void register_histories_read(struct register_histories *out, const char *const *registers,
                             const struct repository *change, const struct ruleset *ruleset,
                             struct arena *arena);
void register_histories_close(struct register_histories *histories);
/* Of the register that a record stands in; NULL when it has none. */
const struct register_history *register_history_of(const struct register_histories *histories,
                                                   const struct exception *record);

#endif
