#include "engine/loosening.h"
#include "policy/ruleset_diff.h"

static void add_changes(struct hearing *hearing, const struct policy_sides *sides)
{
    struct policy_changes changes;
    ruleset_diff(&changes, &sides->before, &sides->after, hearing->arena);
    for (size_t i = 0; i < changes.count; i++) {
        const struct policy_change *change = &changes.items[i];
        if (change->direction != CHANGE_LOOSER)
            continue;
        loosening_add(hearing, (struct loosening){
                                   .of = LOOSENS_POLICY,
                                   .subject = change->rule ? change->rule : change->policy,
                                   .what = change->what,
                                   .before = change->before,
                                   .after = change->after,
                                   .is_unclear = change->is_unclear,
                                   .place = change->place,
                               });
    }
}

/* What only the policies together tell - a rule that is named and not there -, where the
 * files alone told no mistake: `told` of both sides, and those of the base have none. */
static void show_mistakes(struct hearing *hearing, const struct diagnostics *told)
{
    struct diagnostics *shown = hearing->head_diagnostics;
    if (shown->errors > 0)
        return;
    for (size_t i = 0; i < told->count; i++) {
        const struct diagnostic *mistake = &told->items[i];
        if (mistake->level == DIAGNOSTIC_ERROR)
            *diagnostics_add(shown, mistake->code, mistake->place, "%s", mistake->message) =
                *mistake;
    }
    diagnostics_sort(shown);
}

static void add_problem(struct hearing *hearing, const struct policy_sides *compared,
                        const struct diagnostics *told)
{
    hearing->trust->policy_problem = compared->before.ruleset
                                         ? "the head's own policy files have mistakes"
                                         : "the policy files of the merge base have mistakes";
    if (compared->before.ruleset)
        show_mistakes(hearing, told);
}

struct failure *loosening_of_policies(struct hearing *hearing, const struct loosening_sides *sides)
{
    const struct judge_options *options = hearing->options;
    if (options->extra_policy_files)
        return NULL; /* handed in for a test of rules: nobody reads what changes of them */
    const struct policy_sides_options wanted = {
        .above = options->policies, .version = options->version, .today = options->today};
    struct diagnostics told;
    struct policy_sides compared;
    diagnostics_init(&told, hearing->arena);
    struct failure *failure = policy_sides_of_files(&compared, &sides->before, &sides->after,
                                                    &wanted, hearing->arena, &told);
    if (!failure && compared.before.ruleset && compared.after.ruleset)
        add_changes(hearing, &compared);
    else if (!failure)
        add_problem(hearing, &compared, &told);
    policy_sides_release(&compared);
    return failure;
}
