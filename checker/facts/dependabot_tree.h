/* dependabot_tree.h - what the tree holds for the entries of Dependabot: those that find
 * nothing there, and those whose folders another one means too. */
#ifndef FACTS_DEPENDABOT_TREE_H
#define FACTS_DEPENDABOT_TREE_H

#include "facts/dependabot.h"
#include "source/snapshot.h"

struct dependabot_found {
    bool dead;         /* no folder of the entry holds a file that by its name it could update */
    uint32_t overlaps; /* the line of an earlier entry for the same folder, or 0 */
};

/* One for each entry of the file, in order; NULL when patterns and folders are so many that
 * it would take too long. */
const struct dependabot_found *dependabot_look(struct arena *arena, const struct snapshot *snapshot,
                                               const struct dependabot *file);

#endif
