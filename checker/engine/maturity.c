#include "engine/maturity.h"

static const struct rule_result *result_of(const struct evaluation *evaluation,
                                           const struct rule *rule)
{
    for (size_t i = 0; i < evaluation->rule_count; i++)
        if (evaluation->rules[i].setting->rule == rule)
            return &evaluation->rules[i];
    return NULL;
}

static void add_rule(struct level_result *level, const struct evaluation *evaluation,
                     const struct rule *rule)
{
    const struct rule_result *result = result_of(evaluation, rule);
    enum verdict verdict = result ? result->verdict : VERDICT_UNKNOWN;
    if (verdict == VERDICT_PASS || verdict == VERDICT_NOT_APPLICABLE)
        return;
    if (verdict == VERDICT_FAIL && result->excused)
        level->excused++;
    else
        level->needs[level->need_count++] =
            (struct level_need){.rule = rule, .verdict = verdict, .judged = result != NULL};
}

void maturity_fill(struct evaluation *evaluation, struct arena *arena)
{
    const struct ruleset *ruleset = evaluation->ruleset;
    evaluation->levels = ARENA_ARRAY(arena, struct level_result, ruleset->level_count + 1);
    evaluation->level_count = ruleset->level_count;
    for (size_t i = 0; i < ruleset->level_count; i++) {
        struct level_result *level = &evaluation->levels[i];
        const struct level_result *below = i > 0 ? level - 1 : NULL;
        level->setting = &ruleset->levels[i];
        size_t count = 0;
        while (level->setting->rules[count])
            count++;
        level->needs = ARENA_ARRAY(arena, struct level_need, count + 1);
        for (size_t r = 0; r < count; r++)
            add_rule(level, evaluation, level->setting->rules[r]);
        bool is_lowest = !below || below->setting->policy != level->setting->policy;
        level->reached = level->need_count == 0 && (is_lowest || below->reached);
    }
}
