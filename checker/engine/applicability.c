#include "engine/applicability.h"

#include "engine/judge_condition.h"

#include <string.h>

/* One snapshot's answers. */
struct side {
    bool is_gathered;
    struct plan *plan;
    struct evaluator *evaluator;
    struct condition **conditions; /* in the order of the plan's settings */
    size_t count;
};

struct applicability {
    struct hearing *hearing;
    struct side head, base, tip;
    struct failure *failure;
};

struct applicability *applicability_new(struct hearing *hearing)
{
    struct applicability *applicability = ARENA_NEW(hearing->arena, struct applicability);
    *applicability = (struct applicability){.hearing = hearing};
    return applicability;
}

static void release(struct side *side)
{
    if (side->evaluator)
        evaluator_free(side->evaluator);
    if (side->plan)
        plan_release(side->plan);
}

void applicability_free(struct applicability *applicability)
{
    release(&applicability->head);
    release(&applicability->base);
    release(&applicability->tip);
}

struct failure *applicability_failure(struct applicability *applicability)
{
    struct failure *failure = applicability->failure;
    applicability->failure = NULL;
    return failure;
}

static size_t find(const struct side *side, const struct condition *condition)
{
    size_t i = 0;
    while (i < side->count && side->conditions[i] != condition)
        i++;
    return i;
}

/* Unknown, too, where it was not asked for. */
static enum truth truth_of(const struct side *side, const struct condition *condition)
{
    size_t i = find(side, condition);
    if (i == side->count)
        return TRUTH_UNKNOWN;
    struct judge_context context = {.evaluator = side->evaluator,
                                    .setting = &side->plan->settings[i]};
    return judge_condition(&context, condition, evaluator_repository(side->evaluator)).truth;
}

/* Gathers what the conditions of `side` need. */
static struct failure *gather(struct applicability *applicability, struct side *side)
{
    struct hearing *hearing = applicability->hearing;
    const struct plan_extra extra = {.conditions = side->conditions,
                                     .condition_count = side->count};
    TRY(plan_new(&side->plan, NULL, &extra, hearing->arena));
    struct collection *collection = ARENA_NEW(hearing->arena, struct collection);
    if (side == &applicability->head)
        TRY(hearing_collect(hearing, side->plan, SIDE_HEAD, false, collection));
    else
        TRY(hearing_collect_unchanged(hearing, side->plan, side == &applicability->tip,
                                      collection));
    const struct evaluator_options options = {
        .plan = side->plan,
        .head = collection,
        .now = (int64_t)hearing->options->today * 86400,
        .deadline = &hearing->deadline,
        .arena = hearing->arena,
    };
    side->evaluator = evaluator_new(&options);
    return NULL;
}

static void add_condition(struct side *side, struct condition *condition)
{
    if (condition)
        side->conditions[side->count++] = condition;
}

static void list_conditions(struct applicability *applicability, struct side *side)
{
    const struct library *library = &applicability->hearing->library;
    size_t most = library->policy_count;
    for (size_t i = 0; i < library->policy_count; i++)
        most += library->policies[i]->level_count;
    side->conditions = ARENA_ARRAY(applicability->hearing->arena, struct condition *, most + 1);
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *policy = library->policies[i];
        add_condition(side, policy->applies_to);
        for (size_t k = 0; k < policy->level_count; k++)
            add_condition(side, policy->levels[k].expected_of);
    }
}

static void gather_once(struct applicability *applicability, struct side *side)
{
    if (side->is_gathered || applicability->failure)
        return;
    side->is_gathered = true;
    list_conditions(applicability, side);
    applicability->failure = gather(applicability, side);
}

static void keep(struct hearing *hearing, const struct condition *condition, bool is_unclear)
{
    for (size_t i = 0; i < hearing->held_by_base_count; i++)
        if (hearing->held_by_base[i].condition == condition)
            return;
    hearing->held_by_base =
        arena_grow(hearing->arena, hearing->held_by_base, hearing->held_by_base_count,
                   &hearing->held_by_base_capacity, sizeof(*hearing->held_by_base));
    hearing->held_by_base[hearing->held_by_base_count++] =
        (struct held_by_base){.condition = condition, .is_unclear = is_unclear};
}

static bool has_moved_on(const struct hearing *hearing)
{
    const struct object_id *tip = &hearing->policy.commit.tree;
    return memcmp(tip, &hearing->base.commit.tree, sizeof(*tip)) != 0;
}

/* True where it is not known, or could not be gathered. */
static bool may_hold(struct applicability *applicability, struct side *side,
                     const struct condition *condition, enum truth *truth)
{
    *truth = TRUTH_UNKNOWN;
    gather_once(applicability, side);
    if (!applicability->failure)
        *truth = truth_of(side, condition);
    return *truth != TRUTH_FALSE;
}

bool applicability_holds(const struct condition *condition, void *state)
{
    struct applicability *applicability = state;
    struct hearing *hearing = applicability->hearing;
    enum truth truth;
    if (may_hold(applicability, &applicability->head, condition, &truth))
        return true;
    if (!hearing->has_base)
        return false;
    if (may_hold(applicability, &applicability->base, condition, &truth)) {
        keep(hearing, condition, truth == TRUTH_UNKNOWN);
        return true;
    }
    return has_moved_on(hearing) && may_hold(applicability, &applicability->tip, condition, &truth);
}

bool applicability_is_of_change(const struct condition *condition, void *state)
{
    struct applicability *applicability = state;
    const struct hearing *hearing = applicability->hearing;
    enum truth truth;
    return hearing->has_base && !may_hold(applicability, &applicability->base, condition, &truth) &&
           (!has_moved_on(hearing) ||
            !may_hold(applicability, &applicability->tip, condition, &truth));
}
