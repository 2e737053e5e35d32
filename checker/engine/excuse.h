/* excuse.h - exceptions, applied behind the verdicts: a rule is always judged
 * first, and what an exception excuses stays in the report, marked. */
#ifndef ENGINE_EXCUSE_H
#define ENGINE_EXCUSE_H

#include "engine/evaluation.h"

/* Sets the exceptions of the findings and fills `exceptions` of the evaluation,
 * with those that excuse nothing. */
void excuse_findings(struct evaluation *evaluation, const struct exception_set *exceptions,
                     int32_t today, struct arena *arena);

/* How a record stands by its rules in force, where nothing was judged. */
struct exception_use exception_use_of(const struct exception *exception,
                                      const struct ruleset *ruleset, int32_t today);
bool exception_is_alive(enum exception_state state); /* does it excuse? */
/* Is the rule among those that the record names, by its id or by one that it once had? */
bool exception_names_rule(const struct exception *exception, const struct rule *rule);
/* Does the finding lie in the record's scope? `remote` of the repository, or NULL. */
bool exception_covers(const struct exception *exception, const struct finding *finding,
                      const char *remote);
/* The records in whose scope the finding lies: their numbers in evaluation->exceptions,
 * rising; they hold until the next call about the same evaluation. */
size_t exceptions_reaching(const struct evaluation *evaluation, const struct finding *finding,
                           const size_t **out);
/* How often a record was asked whether it covers a finding: the cost, for tests. */
size_t excuse_asked(const struct evaluation *evaluation);
/* Were all its rules judged, on the whole tree? */
bool exception_was_judged(const struct evaluation *evaluation, const struct exception *exception);
/* Alive, and of its rules, which were all judged on the whole tree, no finding is
 * in its scope. What was not looked for is never called unused, and neither is a record that
 * says that it closes by something else. */
bool exception_is_unused(const struct evaluation *evaluation, const struct exception_use *use);
/* Alive, and the file that it waits for is there: it has done its work, whatever it excuses. */
bool exception_is_to_be_closed(const struct exception_use *use);
/* Does it say more days than the policies give for one of its rules in force? */
bool exception_is_over_long(const struct evaluation *evaluation, const struct exception_use *use);
/* Does the second version of a record end later than the first: does it say a later day, or does
 * it, clamped, excuse one of its rules in force until a later one? */
bool exception_ends_later(const struct exception *before, const struct exception *after,
                          const struct ruleset *ruleset);
/* Where the policies reject such records: makes it a mistake of each, so that it excuses
 * nothing. */
void exceptions_reject_over_long(struct exception_set *set, const struct ruleset *ruleset,
                                 struct arena *arena);
/* Was it approved by who asked for it, owns it or wrote it? What is not known is no. */
bool exception_is_self_approved(const struct exception *exception);
/* The last day on which it excuses what it matches: sooner than it says, where the
 * policy allows less. INT32_MIN when it has no day. */
int32_t exception_lapses_on(const struct exception_use *use);
/* The first day from `from` on that no record excuses the finding: those that are
 * alive count, and those that are scheduled, where one begins before the one before
 * has lapsed. `from` itself when nothing does. `last`: the record that lapses then, of
 * several the first by id; left as it is when there is none. */
int32_t exception_gap(const struct evaluation *evaluation, const struct finding *finding,
                      int32_t from, const struct exception **last);

#endif
