/* record_author.h - who wrote a record that a commit brought: of a merge, whoever wrote it on
 * the branch that was merged, since who merges has written nothing. */
#ifndef ENGINE_RECORD_AUTHOR_H
#define ENGINE_RECORD_AUTHOR_H

#include "source/history.h"

/* `path`: where the record stands; `head`: the commit whose .mailmap says who people are. The
 * author's address; NULL, with `unknown` set, when the
 * branch is not here or cannot be followed. */
struct failure *record_author_find(const char **out, struct repository *repository,
                                   const struct object_id *head,
                                   const struct history_commit *commit, const char *path,
                                   struct arena *arena, const char **unknown) MUST_CHECK;

#endif
