/* ruleset_merge.h - how the entries of many layers become one setting a rule.
 * Private to policy/. Layers come in order, nearest last. Within one layer each
 * policy that no other extends there is a voice: what it extends speaks first, then
 * itself, the later word counting; of the voices the strictest holds. */
#ifndef POLICY_RULESET_MERGE_H
#define POLICY_RULESET_MERGE_H

#include "base/table.h"
#include "policy/ruleset.h"

struct merge {
    struct library *library;
    struct arena *arena;
    struct diagnostics *diagnostics;
    int32_t today;
    struct table drafts; /* rule id -> struct draft */
    /* Is that policy in force because of the change alone? Then it loosens nothing. */
    bool (*is_of_change)(const struct policy *policy, const void *selection);
    const void *selection;
};

/* A setting while layers are merged. */
struct draft {
    struct setting setting;
    struct setting below; /* what the layers before this one left */
    unsigned rank;        /* of the layer that is merged now; 0: none yet */
    unsigned first_rank;  /* of the layer that brought the rule in */
    bool is_touched;      /* a voice of this layer was joined */
    bool severity_is_said;
    bool *params_are_said;
    struct attempt *refused;
    size_t refused_count, refused_capacity;
};

/* One entry of one layer: of a policy, or of the configuration (policy NULL). */
struct layer_entry {
    const struct policy_rule *rule;
    const struct policy *policy;
    enum layer layer;
};

/* What one voice of a layer says of one rule. */
struct voice {
    struct draft *draft;
    struct setting setting; /* begins as what the layers below left */
    const struct policy_rule *last;
    bool is_new; /* nothing stands below: its first entry brings the rule in force */
    const struct policy *bringer; /* the policy of that entry, or NULL */
    bool severity_is_said;
    bool *params_are_said;
};

void merge_init(struct merge *merge, struct library *library, int32_t today, struct arena *arena,
                struct diagnostics *diagnostics);
/* The entries of one voice, policy by policy; then what it said joins the layer. */
struct voices {
    struct merge *merge;
    struct table by_rule; /* rule id -> struct voice */
};
void voices_begin(struct voices *voices, struct merge *merge);
void voices_add(struct voices *voices, const struct layer_entry *entry);
void voices_join(struct voices *voices);

/* ruleset_speak.c: an entry changes what its voice says. */
void voice_speak(struct merge *merge, struct voice *voice, const struct layer_entry *entry);
/* ruleset_join.c: the strictest of what the voices of a layer say. */
void voice_join(struct merge *merge, struct voice *voice);
/* Compiles `for_paths` as it was written. */
void setting_set_paths(struct arena *arena, struct setting *setting, const char *const *written);

#endif
