/* history_rows.h - rows of what the commits of the history hold: whether each is
 * in the range of the change, and a gap for what lies behind a cut; and what else
 * recognisers of the history share. */
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

/* The first parents of the snapshot's commit; NULL where there is no history. */
struct failure *history_lineage(const struct fact_repository *repository,
                                struct lineage **out) MUST_CHECK;
/* Why the tags that are here may not be all: a shallow clone brings only those of the
 * commits that it has. NULL when they are all. */
const char *history_tags_missing(const struct fact_repository *repository);

#endif
