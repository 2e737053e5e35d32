/* walk.h - private to this folder: the files of a work tree that git does not
 * ignore, after the .gitignore files and info/exclude; what the index tracks is
 * never ignored. Our own walk, as libgit2 1.5 drops a negation that lifts a rule
 * of a folder above. */
#ifndef SOURCE_WALK_H
#define SOURCE_WALK_H

#include "source/state.h"

/* Adds files and links; submodules and special files are left out, other
 * repositories are not entered. */
struct failure *listing_add_work_tree(struct listing *listing, struct repository *repository,
                                      git_index *index) MUST_CHECK;

#endif
