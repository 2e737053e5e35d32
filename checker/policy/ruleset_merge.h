/* ruleset_merge.h - how the entries of many layers become one setting a rule.
 * Private to policy/. Entries come in the order of the layers, nearest last;
 * within one layer the strictest of what is said holds. */
#ifndef POLICY_RULESET_MERGE_H
#define POLICY_RULESET_MERGE_H

#include "base/table.h"
#include "policy/ruleset.h"

/* A lock binds every layer that is nearer than the one it was written in. */
struct lock {
    bool is_set;
    struct origin by;
};

/* A setting while layers are merged. */
struct draft {
    struct setting setting;
    struct setting below; /* what the layers before this one left */
    unsigned rank;        /* of the layer that is merged now; 0: none yet */
    bool is_touched;      /* an entry of this layer was merged */
    bool severity_is_said;
    bool *params_are_said;
    struct lock severity_lock, enforcement_lock, effective_lock, paths_lock;
    struct lock *param_locks;
};

struct merge {
    struct library *library;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct table drafts; /* rule id -> struct draft */
};

/* One entry of one layer: of a policy, or of the configuration (policy NULL). */
struct layer_entry {
    const struct policy_rule *rule;
    const struct policy *policy;
    enum layer layer;
};

void merge_init(struct merge *merge, struct library *library, struct arena *arena,
                struct diagnostics *diagnostics);
void merge_entry(struct merge *merge, const struct layer_entry *entry);

#endif
