/* work_tree_path.h - where in a work tree something lies that an option names. */
#ifndef ENGINE_WORK_TREE_PATH_H
#define ENGINE_WORK_TREE_PATH_H

#include "base/arena.h"

/* The path of what is there below the work tree, where links lead, "" for its root; NULL where
 * it lies elsewhere, or is not there. */
const char *work_tree_path(struct arena *arena, const char *work_tree, const char *path);

#endif
