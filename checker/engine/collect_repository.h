/* collect_repository.h - the recognisers that see the whole repository: each
 * once, behind those whose tables it reads, all with one walk of history. */
#ifndef ENGINE_COLLECT_REPOSITORY_H
#define ENGINE_COLLECT_REPOSITORY_H

#include "engine/collect.h"

struct failure *collect_repository(struct collection *collection,
                                   const struct collect_options *options, struct reader *reader,
                                   struct arena *arena) MUST_CHECK;

#endif
