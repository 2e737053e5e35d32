/* attributes.h - what a change says of the files that were there before it. */
#ifndef SOURCE_ATTRIBUTES_H
#define SOURCE_ATTRIBUTES_H

#include "source/history.h"
#include "source/snapshot.h"

/* May a file that `before` does not have by that name be marked, by a rule or by convention?
 * Then it is worth to ask which files were renamed. */
bool attributes_mark_added(const struct snapshot *snapshot, const struct snapshot *before);

/* From now on a file that `before` has, too, is generated, vendored or documentation only
 * where both say so, and of the language that `before` says: who marks a file in the change
 * that needs it gains nothing by it, and no more by a new name for it: `renames`, of
 * history_renames, are the caller's. A new file is what the snapshot says; of a path that
 * neither has it is the folder that is asked for. */
void attributes_agree_with(struct snapshot *snapshot, const struct snapshot *before,
                           const struct renamed *renames, size_t rename_count, struct arena *arena);

#endif
