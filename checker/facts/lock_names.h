/* lock_names.h - the lock files of the ecosystems: their names, the tools that
 * write them, and a mark that each tool writes into every one. */
#ifndef FACTS_LOCK_NAMES_H
#define FACTS_LOCK_NAMES_H

#include <stddef.h>

struct lock_name {
    const char *name; /* the base name; a '*' at the start stands for anything */
    const char *ecosystem;
    const char *tool;
    const char *mark; /* what the file holds when it is one; NULL for binary files */
};

extern const struct lock_name lock_names[];
extern const size_t lock_name_count;

/* NULL when the path has no lock file's name. */
const struct lock_name *lock_name_of(const char *path);

#endif
