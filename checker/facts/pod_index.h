/* pod_index.h - which rows of a table select the pods of a workload by their labels:
 * services and disruption budgets. */
#ifndef FACTS_POD_INDEX_H
#define FACTS_POD_INDEX_H

#include "base/table.h"
#include "facts/fact.h"

/* Where a selecting kind has what the index asks for. */
struct pod_selector_cells {
    size_t namespace, selector, test;
    bool empty_selects_all; /* of its namespace, or where that is not said of its folder */
};

struct pod_index {
    struct arena *arena;
    const struct fact_table *table;
    struct pod_selector_cells cells;
    struct table by_label; /* the first label of a selector -> struct pod_list */
    struct table gaps;     /* folder -> the cell that tells why */
    size_t *all, all_count;
    size_t looked; /* rows compared so far; beyond LIMIT_POD_COMPARISONS nothing is known */
};

void pod_index_init(struct pod_index *index, struct arena *arena, const struct fact_table *table,
                    const struct pod_selector_cells *cells);
/* Calls `found` for each row that selects this workload (a row of workload_part), in the
 * table's order of labels. True, false, or unknown where a gap of the same folder may. */
struct value pod_index_selects(struct pod_index *index, const struct fact_row *workload,
                               void (*found)(void *state, size_t row), void *state);

#endif
