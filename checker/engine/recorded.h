/* recorded.h - .bylaw/baseline.yml, applied behind the verdicts: a finding that it records
 * stays in the report, as unchanged, and does not block until the entry ends. Rules of the
 * area EXC, those that no exception may excuse and those that judge exceptions or the
 * baseline itself are not recorded. */
#ifndef ENGINE_RECORDED_H
#define ENGINE_RECORDED_H

#include "engine/finding.h"
#include "engine/hearing.h"

/* Sets what findings of the rules judged so far say of the baseline, and the entries of the
 * evaluation. An entry follows its finding to the new name of a file that was moved since
 * the file was written: `judging` is judged again for that, by other names. */
struct failure *recorded_apply(struct hearing *hearing, const struct judging *judging,
                               const struct plan *plan, struct evaluation *evaluation) MUST_CHECK;
/* Findings of rules that were judged later are new where there is a baseline. */
void recorded_finish(struct evaluation *evaluation);
/* Fills the table of `baseline_entry`, where the plan has one. */
void recorded_publish(struct collection *collection, const struct evaluation *evaluation,
                      struct arena *arena);

/* The day on which the oldest of the entries that hold was first seen, INT32_MIN without
 * one; and how many entries are in a state. */
int32_t recorded_since(const struct evaluation *evaluation);
size_t recorded_count(const struct evaluation *evaluation, enum baseline_entry_state state);

/* The baseline that fits the evaluation: what is recorded and still there, by its present
 * names, and what nobody looked for; with `all`, every other recordable finding too, first
 * seen on the day of the run. */
void recorded_renew(struct baseline_file *out, const struct evaluation *evaluation, bool all,
                    struct arena *arena);

#endif
