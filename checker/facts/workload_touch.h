/* workload_touch.h - patches that choose what they change by patterns and labels, stand in
 * files of operations, take something away or are Flux's and Argo CD's: what they change of
 * workloads and containers. A setting that the kustomization nearest to a manifest changes for
 * sure is what the manifest says then; one that is changed elsewhere, maybe, or in a way that
 * is not known is unknown, where it could be another. */
#ifndef FACTS_WORKLOAD_TOUCH_H
#define FACTS_WORKLOAD_TOUCH_H

#include "facts/kustomize_reach.h"

struct workload_touch {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct fact_table *patches, *labels, *workloads, *containers;
    struct kustomize_reach reach;
    struct pattern_matcher *matcher;
};

/* Changes `cells` of workloads and of containers: one a part, in their order. Either may be
 * NULL, which is left alone then. */
void workload_touch_apply(struct workload_touch *touch, struct value **workloads,
                          struct value **containers);

#endif
