/* worst.h - findings in the order in which somebody wants to read them: what a change
 * brought, the worst first; and groups by owner or by file. */
#ifndef REPORT_WORST_H
#define REPORT_WORST_H

#include "report/report.h"

struct finding_list {
    const struct finding **items; /* the caller frees it */
    size_t count;
};

/* The new findings of a change that count: what blocks first, then those on the lines that it
 * wrote, then by severity, then by place. Empty without a base. */
struct finding_list findings_of_change(const struct evaluation *evaluation);
size_t findings_on_changed_lines(const struct finding_list *list);
/* All of them by their owners or their file, the order of findings kept within. */
struct finding_list findings_by_group(const struct evaluation *evaluation, enum group_by by);
/* How many at `from` and behind belong to one group. */
size_t finding_group_size(const struct finding_list *list, size_t from, enum group_by by);
/* What the group is called: owners, a path, the rule's id. Nothing is escaped. */
void finding_add_group(struct buffer *out, const struct finding *finding, enum group_by by);

/* Adds the owners, "@acme/pay @acme/web"; nothing where nobody is known. */
void finding_add_owners(struct buffer *out, const struct finding *finding);
bool finding_is_owned(const struct finding *finding);
bool evaluation_has_owners(const struct evaluation *evaluation);
/* Adds "new", "unchanged" or "unchanged (baseline since 2026-11-27)"; nothing where it was
 * not compared with anything. */
void finding_add_known(struct buffer *out, const struct finding *finding);

/* Adds what the baseline file came to, in one sentence without an end; nothing without one. */
void baseline_add_state(struct buffer *out, const struct evaluation *evaluation);
/* How many findings block that the base has, too, where none that is new does; else 0. */
size_t evaluation_blocked_before(const struct evaluation *evaluation);
/* How many findings are new, those that are notes left out. */
size_t evaluation_new_count(const struct evaluation *evaluation);
/* How many are unchanged: those that --only-new left out too. */
size_t evaluation_unchanged_count(const struct evaluation *evaluation);

#endif
