/* skipped.h - why, by convention, nobody ships what stands at a path: so that what a
 * rule leaves out can be listed and counted. */
#ifndef FACTS_SKIPPED_H
#define FACTS_SKIPPED_H

#include "source/snapshot.h"

extern const char *const skipped_reasons[]; /* NULL-ended */

/* One of them: vendored, fixture, example, test or generated; NULL when it counts. */
const char *skipped_as(struct arena *arena, const struct snapshot *snapshot, const char *path);
/* The same of what stands in a folder, whatever its name: a lock file is generated, and
 * counts. */
const char *skipped_folder_as(struct arena *arena, const struct snapshot *snapshot,
                              const char *folder);

#endif
