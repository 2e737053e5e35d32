/* history_rows.h - rows of what the commits of the history hold: whether each is
 * in the range of the change, and a gap for what lies behind a cut. */
#ifndef FACTS_HISTORY_ROWS_H
#define FACTS_HISTORY_ROWS_H

#include "facts/fact.h"

/* Calls `add` for each commit; `in_range` is NULL where the commit knows it, else
 * the unknown value of that cell. `range_cell` is the cell's index in `kind`. */
struct failure *history_rows(struct fact_writer *writer, const struct fact_repository *repository,
                             const struct fact_kind *kind, size_t range_cell,
                             void (*add)(struct fact_writer *writer,
                                         const struct history_commit *commit,
                                         const struct value *in_range)) MUST_CHECK;

#endif
