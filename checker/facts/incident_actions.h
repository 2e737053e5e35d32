/* incident_actions.h - what a review of an incident promises: rows of tables and items of
 * lists in its sections on actions. */
#ifndef FACTS_INCIDENT_ACTIONS_H
#define FACTS_INCIDENT_ACTIONS_H

#include "facts/prose.h"

struct incident_action {
    const char *text;
    uint32_t line;
    bool is_owned, is_done, has_due;
    bool is_linked; /* to an issue or a page: what became of it stands there */
    int32_t due;
};

struct incident_actions {
    struct incident_action *items;
    size_t count;
};

struct incident_actions incident_actions_read(struct arena *arena, const struct prose *prose);

#endif
