/* kustomize_reach.h - which files of the tree a kustomization takes in, through the
 * kustomizations that it names. A Component reaches what those that name it reach; of a folder
 * without a kustomization, as Flux may be given one, it is every file below. What is taken in
 * from other repositories is not here. */
#ifndef FACTS_KUSTOMIZE_REACH_H
#define FACTS_KUSTOMIZE_REACH_H

#include "base/table.h"
#include "facts/fact.h"

struct kustomize_reach {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct table sources; /* kustomization -> its list of entries, private */
    struct table users;   /* Component -> those that name it, private */
    struct table reached; /* folder -> struct kustomize_files */
    size_t steps;         /* of LIMIT_KUSTOMIZE_STEPS */
    bool is_cut;          /* a limit was reached: what is reached and chosen is not known in full */
};

/* What one folder reaches. */
struct kustomize_files {
    struct table files;   /* each file that is named */
    struct table folders; /* whole ones */
};

/* `sources` are rows of kustomize_source. */
void kustomize_reach_init(struct kustomize_reach *reach, struct arena *arena,
                          const struct snapshot *snapshot, const struct fact_table *sources);
/* What the kustomization of this folder reaches; computed once a folder. */
const struct kustomize_files *kustomize_reach_of(struct kustomize_reach *reach, const char *folder);
/* Counts what is done for patches; false, and the reach is cut, where it becomes too much. */
bool kustomize_reach_step(struct kustomize_reach *reach, size_t steps);
bool kustomize_files_have(const struct kustomize_files *files, const char *path);

#endif
