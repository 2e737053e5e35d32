/* coverage_matrix.h - which tool looks after which manifest, as a table for people: a line
 * a manifest, a column a purpose, and for each purpose how many of those that count are
 * covered. What does not count is listed, so that the share can be checked. */
#ifndef REPORT_COVERAGE_MATRIX_H
#define REPORT_COVERAGE_MATRIX_H

#include "facts/fact.h"

/* Appends it. `manifests` and `coverage` are the tables of these kinds; `width` is that of
 * a terminal, SIZE_MAX for as wide as it takes. */
void coverage_matrix_write(struct buffer *out, struct arena *arena,
                           const struct fact_table *manifests, const struct fact_table *coverage,
                           size_t width);

#endif
