/* workload_choice.h - which workloads the target of a patch chooses: by patterns of kinds and
 * names, by selectors of labels and annotations, among what its kustomization takes in. */
#ifndef FACTS_WORKLOAD_CHOICE_H
#define FACTS_WORKLOAD_CHOICE_H

#include "facts/kustomize_reach.h"

/* A workload that a target chooses. */
struct workload_chosen {
    size_t row;
    bool maybe;
};

struct workload_choice {
    struct workload_chosen *items;
    size_t count;
};

struct workload_choosing {
    struct arena *arena;
    struct kustomize_reach *reach;
    const struct fact_table *workloads;
    struct pattern_matcher *matcher;
    struct table labels;  /* path, kind and name -> cells of manifest_label, private */
    struct table choices; /* folder and target -> struct workload_choice, private */
};

/* `workloads` are rows of workload_part, `labels` of manifest_label. */
void workload_choosing_init(struct workload_choosing *choosing, struct arena *arena,
                            struct kustomize_reach *reach, const struct fact_table *workloads,
                            const struct fact_table *labels);
void workload_choosing_end(struct workload_choosing *choosing);
/* `target` are the cells of a row of kustomize_patch. Computed once a folder and target; one
 * that `reach` cut is not in full. */
const struct workload_choice *workload_choice_of(struct workload_choosing *choosing,
                                                 const char *folder, const struct value *target);

#endif
