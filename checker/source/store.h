/* store.h - private to this folder: the object database of a repository, put
 * together by ourselves so that its loose objects are read by loose.h. */
#ifndef SOURCE_STORE_H
#define SOURCE_STORE_H

#include "source/git.h"

/* Objects of the repository and of its alternates (objects/info/alternates, five
 * deep as git does). The repository uses it too. */
struct failure *store_open(git_odb **out, git_repository *repository) MUST_CHECK;
/* Objects of one more folder and of its alternates. */
struct failure *store_add(git_odb *store, const char *folder) MUST_CHECK;

#endif
