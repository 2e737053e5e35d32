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

enum { WORKLOAD_KUSTOMIZE_TOKENS_MAX = 16 };

/* A patch of a kustomization. One in a file has `file` and no more than its target. */
struct workload_kustomize_patch {
    const struct node *at;
    const struct node *target; /* NULL: what the patch calls itself */
    const char *file;          /* as written */
    /* What it says: a strategic merge as it is, of operations what they add and replace. Its
     * kind tells where its pods stand; it is the target's where `is_of_one`. */
    const struct node *object;
    const struct node *operations; /* RFC 6902; NULL: a strategic merge */
    bool is_of_one;                /* one kind and one name, no pattern and no selector of many */
};

/* Calls `found` for each patch of `root`: a kustomization, the spec of Flux or Argo CD that
 * has one's patches. Patches that cannot be parsed are passed over. */
void workload_kustomize_patches(struct arena *arena, const struct node *root,
                                void (*found)(void *state,
                                              const struct workload_kustomize_patch *patch),
                                void *state);
/* The same of a file that is a list of operations. */
void workload_kustomize_operations(struct arena *arena, const struct node *operations,
                                   void (*found)(void *state,
                                                 const struct workload_kustomize_patch *patch),
                                   void *state);
/* Is what this operation says in the patch's object? */
bool workload_kustomize_is_applied(struct arena *arena, const struct node *operations,
                                   size_t index);
/* The parts of a pointer (RFC 6901); 0: it is none, or too long. */
size_t workload_kustomize_tokens(struct arena *arena, const char *pointer,
                                 char *tokens[WORKLOAD_KUSTOMIZE_TOKENS_MAX]);
/* Calls `found` for each patch written in the kustomization `root` whose target is one kind
 * and one name, as an object of that kind and name. */
void workload_kustomize_each(struct arena *arena, const struct node *root,
                             void (*found)(void *state, const struct node *object), void *state);

#endif
