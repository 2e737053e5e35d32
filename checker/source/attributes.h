/* attributes.h - what a change says of the files that were there before it. */
#ifndef SOURCE_ATTRIBUTES_H
#define SOURCE_ATTRIBUTES_H

#include "source/snapshot.h"

/* From now on a file that `before` has, too, is generated, vendored or documentation only
 * where both say so: who marks a file in the change that needs it gains nothing by it. A
 * new file is what the snapshot says. */
void attributes_agree_with(struct snapshot *snapshot, const struct snapshot *before,
                           struct arena *arena);

#endif
