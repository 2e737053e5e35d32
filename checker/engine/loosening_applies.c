#include "engine/loosening.h"

static void tell(struct hearing *hearing, const struct held_by_base *held,
                 const struct policy *policy, const char *what)
{
    loosening_add(hearing,
                  (struct loosening){
                      .of = LOOSENS_POLICY,
                      .subject = policy->name,
                      .what = what,
                      .before = held->is_unclear ? "the base may meet it" : "the base meets it",
                      .after = "the head does not",
                      .is_unclear = held->is_unclear,
                      .place = held->condition->place,
                  });
}

static void tell_of_policy(struct hearing *hearing, const struct held_by_base *held,
                           const struct policy *policy)
{
    if (policy->applies_to == held->condition)
        tell(hearing, held, policy, "applies_to");
    for (size_t i = 0; i < policy->level_count; i++)
        if (policy->levels[i].expected_of == held->condition)
            tell(hearing, held, policy,
                 arena_printf(hearing->arena, "expected_of of level %s", policy->levels[i].name));
}

void loosening_of_applicability(struct hearing *hearing)
{
    const struct ruleset *ruleset = hearing->ruleset;
    for (size_t i = 0; i < hearing->held_by_base_count; i++)
        for (size_t k = 0; k < ruleset->source_count; k++)
            tell_of_policy(hearing, &hearing->held_by_base[i], ruleset->sources[k]);
}
