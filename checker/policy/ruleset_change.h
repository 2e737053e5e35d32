/* ruleset_change.h - private to the comparison of rulesets: the list of changes
 * under construction, and the parts that add to it. */
#ifndef POLICY_RULESET_CHANGE_H
#define POLICY_RULESET_CHANGE_H

#include "policy/ruleset_diff.h"

struct comparison {
    const struct policy_side *before, *after;
    struct arena *arena;
    struct policy_changes *changes;
};

/* What a change is about: a rule, a policy, or neither. */
struct change_subject {
    const char *rule, *policy;
};

struct policy_change *change_add(struct comparison *comparison, struct change_subject subject,
                                 enum change_direction direction, const char *what,
                                 const char *before, const char *after);
/* Nobody can tell which way it goes. */
struct policy_change *change_add_unclear(struct comparison *comparison,
                                         struct change_subject subject, const char *what,
                                         const char *before, const char *after);
/* Of two sets of words: -1 where `after` only lost some, 1 where it only gained some,
 * 0 where they are equal, 2 where both. NULL is the empty set. */
int words_compare(const char *const *before, const char *const *after);
const char *words_join(struct arena *arena, const char *const *words); /* ", "; NULL of none */

/* The same rule on the other side, be it under another name: one of its aliases tells. NULL:
 * it is not in force there. */
const struct setting *find_counterpart(const struct ruleset *ruleset, const struct rule *rule);

/* setting_diff.c: one rule that is in force on both sides. */
void setting_diff(struct comparison *comparison, const struct setting *before,
                  const struct setting *after);
/* policy_diff.c: limits of exceptions, policies by their own keys, labels. */
void limits_diff(struct comparison *comparison);
void policies_diff(struct comparison *comparison);
void configuration_diff(struct comparison *comparison);

#endif
