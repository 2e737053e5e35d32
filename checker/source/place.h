/* place.h - private to this folder: where a repository is, and whether we can read
 * its format. git_repository_open_ext of libgit2 1.5 loses memory with each key of
 * the configuration of a repository with extensions, so that opening is put
 * together here from its parts. */
#ifndef SOURCE_PLACE_H
#define SOURCE_PLACE_H

#include "source/git.h"

/* Opens the repository at or above the path; `work_tree` (malloc) is NULL for a
 * bare one. The status tells what a failure is. */
struct failure *place_open(git_repository **out, char **work_tree, const char *path,
                           enum repository_status *status) MUST_CHECK;

#endif
