/* workload_kustomize.h - the patches that are written in a kustomization itself, as the
 * objects of Kubernetes that a file of a patch would hold:
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/ */
#ifndef FACTS_WORKLOAD_KUSTOMIZE_H
#define FACTS_WORKLOAD_KUSTOMIZE_H

#include "document/node.h"
#include "facts/fact.h"

/* What the name of a container begins with that a patch names by its number alone, in
 * `containers` and in `initContainers`; the number follows. */
extern const char workload_kustomize_container[];
extern const char workload_kustomize_init_container[];

bool workload_kustomize_is_name(const char *base);
/* The kustomization of this folder; NULL: it has none. */
const char *workload_kustomize_in(struct arena *arena, const struct snapshot *snapshot,
                                  const char *folder);
/* Calls `found` for each patch of the kustomization `root` whose target is one kind and
 * one name: strategic merges as they are, lists of operations (RFC 6902) as the object that
 * has what they add and replace. What they take away, and targets by labels or patterns, are
 * not looked at. */
void workload_kustomize_each(struct arena *arena, const struct node *root,
                             void (*found)(void *state, const struct node *object), void *state);

#endif
