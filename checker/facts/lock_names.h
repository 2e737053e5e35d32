/* lock_names.h - the lock files of the ecosystems: their names, the tools that
 * write them, and a mark that each tool writes into every one. */
#ifndef FACTS_LOCK_NAMES_H
#define FACTS_LOCK_NAMES_H

#include "base/arena.h"

#include <stdbool.h>

struct lock_name {
    const char *name; /* the base name; one '*' stands for anything */
    const char *ecosystem;
    const char *tool;
    const char *mark; /* what the file holds when it is one; NULL for binary files */
    bool marked;      /* the name is others' too: without the mark it is none */
};

extern const struct lock_name lock_names[];
extern const size_t lock_name_count;

/* NULL when the path has no lock file's name. */
const struct lock_name *lock_name_of(const char *path);
/* The folder that a manifest or a lock file speaks for: the one that holds it, or the
 * Xcode project or workspace that it is a part of. */
const char *package_directory(struct arena *arena, const char *path);

#endif
