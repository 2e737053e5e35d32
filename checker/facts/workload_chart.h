/* workload_chart.h - what the templates of a chart of Helm deploy. Nobody renders them
 * here, so each that names a workload is a gap; to a reader they are one thing that is
 * not known, and one gap stands for all of a chart, at its Chart.yaml. */
#ifndef FACTS_WORKLOAD_CHART_H
#define FACTS_WORKLOAD_CHART_H

#include "facts/fact.h"

/* The cells that tell of a kind's rows where they stand. */
struct workload_chart_cells {
    size_t test, vendored;
};

/* The Chart.yaml beside the innermost folder `templates` above `path` that has one; NULL:
 * there is none. */
const char *workload_chart_of(struct arena *arena, const struct snapshot *snapshot,
                              const char *path);
/* Is the row the gap of a template that stands in a chart? */
bool workload_chart_has(struct arena *arena, const struct snapshot *snapshot,
                        const struct fact_row *row);
/* One gap of `kind` for each chart that has such rows in `parts`; its templates for tests
 * and those of others are told apart. */
void workload_chart_add_gaps(struct fact_writer *writer, const struct snapshot *snapshot,
                             const struct fact_table *parts, const struct fact_kind *kind,
                             const struct workload_chart_cells *cells);

#endif
