/* kubernetes.h - the workloads of Kubernetes in one parsed document: which kinds
 * run containers, where their pod's spec stands. */
#ifndef FACTS_KUBERNETES_H
#define FACTS_KUBERNETES_H

#include "document/node.h"

/* The spec of the pods that this object makes; NULL when it makes none. Knative
 * and Argo's Rollout count; a List is opened by the caller. */
const struct node *kubernetes_pod_spec(const struct node *object);
/* The labels of those pods; NULL when it says none. */
const struct node *kubernetes_pod_labels(const struct node *object);
bool kubernetes_is_list(const struct node *object);
/* Does a line of the text say `kind:` and one of these kinds? For text that does
 * not parse. */
bool kubernetes_names_workload(struct text text);
/* The same of any kinds; NULL-ended. */
bool kubernetes_names_kind(struct text text, const char *const *kinds);
/* Proxies and agents that run beside the program, by the usual names; what is alone in
 * its pod is the program itself. */
bool kubernetes_is_sidecar(const struct node *container, bool init);
/* Does the pod or the container forbid uid 0? False also when nothing is said. */
bool kubernetes_forbids_root(const struct node *pod_spec, const struct node *container);
/* Does it say uid 0, for the container or for its pod? */
bool kubernetes_asks_for_root(const struct node *pod_spec, const struct node *container);

#endif
