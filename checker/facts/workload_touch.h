/* workload_touch.h - patches that choose what they change by patterns and labels, stand in
 * files of operations, take something away or are Flux's and Argo CD's: what they change of
 * workloads and containers. A setting that the kustomization nearest to a manifest changes is
 * what the manifest says then. One that is changed elsewhere makes two of it: the manifest
 * itself, in which what it lacks and the patch gives is unknown, and where the patch takes
 * something away, or it is not known what it says, the patched one, which stands at the patch. */
#ifndef FACTS_WORKLOAD_TOUCH_H
#define FACTS_WORKLOAD_TOUCH_H

#include "facts/kustomize_reach.h"

/* A row that is patched elsewhere, where it is worse than the manifest. */
struct workload_touched {
    size_t row;                /* the manifest's, among the parts */
    const struct fact_row *at; /* the patch */
    struct value *cells;
};

struct workload_touched_list {
    struct workload_touched *items;
    size_t count, capacity;
};

struct workload_touch {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct fact_table *patches, *labels, *workloads, *containers;
    struct kustomize_reach reach;
};

/* Changes the cells of workloads (rows of workload_part), one a part, in their order. Gives
 * the parts and the cells with those added that are patched elsewhere. */
void workload_touch_workloads(struct workload_touch *touch, struct value ***cells,
                              const struct fact_table **parts);
/* The same of containers. */
void workload_touch_containers(struct workload_touch *touch, struct value ***cells,
                               const struct fact_table **parts);

#endif
