/* decision_register.h - the decision records of a repository as a list for people: those
 * of each folder, with status, since when, and what became of them. */
#ifndef REPORT_DECISION_REGISTER_H
#define REPORT_DECISION_REGISTER_H

#include "facts/fact.h"

/* Appends it. `records` and `relations` are the tables of adr and adr_relation; `width` is
 * that of a terminal, SIZE_MAX for as wide as it takes. */
void decision_register_write(struct buffer *out, struct arena *arena,
                             const struct fact_table *records, const struct fact_table *relations,
                             size_t width);
/* The relations as a graph in the DOT language of Graphviz, records by their paths. What is
 * not in force is drawn grey, what may be dashed. */
void decision_graph_write(struct buffer *out, struct arena *arena, const struct fact_table *records,
                          const struct fact_table *relations);

#endif
