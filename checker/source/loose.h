/* loose.h - private to this folder: a reader of loose objects for libgit2, whose
 * own (1.5) never returns when such a file is cut short. */
#ifndef SOURCE_LOOSE_H
#define SOURCE_LOOSE_H

#include "source/git.h"

struct failure *loose_backend_new(git_odb_backend **out, const char *folder) MUST_CHECK;

#endif
