/* baseline.h - what a head is compared with: which findings were there before,
 * and which files that govern it changed. */
#ifndef ENGINE_BASELINE_H
#define ENGINE_BASELINE_H

#include "engine/finding.h"
#include "engine/hearing.h"

/* The base, judged by the same rules as the head; a renamed file keeps its findings. */
struct baseline {
    struct hearing *hearing;
    const struct plan *plan;
    bool is_open;
    struct table renames; /* old path -> new path */
    struct collection collection;
    struct evaluator *evaluator;
    struct judging judging;
};

/* Marks the findings of the evaluation as new or unchanged. Called twice: with the rules
 * that are not late, and with `late` for those that are, behind the records of the base
 * that the evaluation has. `head` says which paths are looked at. */
struct failure *baseline_mark(struct baseline *baseline, struct hearing *hearing,
                              const struct judging *head, const struct plan *plan,
                              struct evaluation *evaluation, bool late) MUST_CHECK;
/* The same once more, by what is judged already: the findings of the evaluation are others. */
void baseline_compare(struct baseline *baseline, struct evaluation *evaluation);
/* Lists what failed at the base and is no finding of the head, once all is marked. What a
 * rule of the head cannot decide is not in it. */
void baseline_list_fixed(struct baseline *baseline, struct evaluation *evaluation);
/* Takes the findings out that were there before, and counts them. */
void baseline_leave_out_unchanged(struct evaluation *evaluation);
void baseline_close(struct baseline *baseline);
struct failure *baseline_governance(struct hearing *hearing,
                                    struct evaluation *evaluation) MUST_CHECK;

#endif
