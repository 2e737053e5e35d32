/* workload_replicas.h - the replicas that workloads have once Kustomize has changed them:
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replicas/ */
#ifndef FACTS_WORKLOAD_REPLICAS_H
#define FACTS_WORKLOAD_REPLICAS_H

#include "facts/fact.h"

/* `cells` are those of `workloads`, row by row, whose replicas change. */
void workload_replicas_apply(struct arena *arena, const struct fact_table *replicas,
                             const struct fact_table *workloads, struct value *const *cells);

#endif
