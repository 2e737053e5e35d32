/* merged_register.h - with a base, its records of exceptions hold, so that no change excuses
 * itself. A mistake in one of them is the change's to mend all the same: what the rules find
 * wrong with a record, and would not find once the change is merged, is fixed by it. */
#ifndef ENGINE_MERGED_REGISTER_H
#define ENGINE_MERGED_REGISTER_H

#include "engine/baseline.h"

/* Judges the records once more as a merge would leave them, where the base's have faults and
 * the change touches their files. Takes the faults that it mends out of the evaluation, and
 * brings in those that its own records would have. Excuses stay as they are: a finding that
 * nothing excuses today counts as failing here, too, and a record of a new id is a proposal.
 * Behind baseline_mark of the late rules; nothing with --only-new, where what the base has
 * decides nothing. */
struct failure *merged_register_judge(struct baseline *baseline, const struct judging *judging,
                                      const struct collection *head,
                                      struct evaluation *evaluation) MUST_CHECK;

#endif
