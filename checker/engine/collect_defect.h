/* collect_defect.h - parts of a tree that cannot be listed: what is in them is not
 * known, so whoever would read files there gets a gap. */
#ifndef ENGINE_COLLECT_DEFECT_H
#define ENGINE_COLLECT_DEFECT_H

#include "engine/collect.h"

/* Could a file at or below `path` match? */
bool glob_may_match_below(const struct glob *glob, const char *path);
/* Behind the rows of files, before the recognisers of the whole repository. */
void collect_defects(struct collection *collection, const struct collect_options *options,
                     struct arena *arena);

#endif
