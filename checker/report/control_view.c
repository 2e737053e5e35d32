#include "report/control_view.h"

#include <string.h>

const char *const control_state_words[] = {"not observable", "no rule",       "not applicable",
                                           "supported",      "excused",       "review",
                                           "unknown",        "not supported", NULL};

static bool supports(const struct rule *rule, const char *control)
{
    return rule->controls && string_is_one_of(control, rule->controls);
}

static enum control_state state_of(const struct rule_result *result)
{
    switch (result->verdict) {
    case VERDICT_NOT_APPLICABLE:
        return CONTROL_NOT_APPLICABLE;
    case VERDICT_PASS:
        return CONTROL_SUPPORTED;
    case VERDICT_REVIEW:
        return CONTROL_REVIEW;
    case VERDICT_UNKNOWN:
        return CONTROL_UNKNOWN;
    case VERDICT_FAIL:
        break;
    }
    return result->excused ? CONTROL_EXCUSED : CONTROL_NOT_SUPPORTED;
}

static struct control_row row_of(const struct evaluation *evaluation, const char *control,
                                 struct arena *arena)
{
    struct control_row row = {.control = control, .state = CONTROL_WITHOUT_RULE};
    row.rules = ARENA_ARRAY(arena, const struct rule_result *, evaluation->rule_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        if (!supports(result->setting->rule, control))
            continue;
        row.rules[count++] = result;
        if (state_of(result) > row.state)
            row.state = state_of(result);
    }
    row.reason = count == 0 ? control_unobservable(control) : NULL;
    if (row.reason)
        row.state = CONTROL_NOT_OBSERVABLE;
    return row;
}

static bool is_selected(const struct evaluation *evaluation, const char *control)
{
    const struct ruleset *ruleset = evaluation->ruleset;
    for (size_t i = 0; i < ruleset->source_count; i++)
        if (policy_asks_for(ruleset->sources[i], control))
            return true;
    return false;
}

static bool selects_any(const struct evaluation *evaluation)
{
    const struct ruleset *ruleset = evaluation->ruleset;
    for (size_t i = 0; i < ruleset->source_count; i++)
        if (ruleset->sources[i]->controls)
            return true;
    return false;
}

void control_view_fill(struct control_view *view, const struct evaluation *evaluation, bool all,
                       struct arena *arena)
{
    *view = (struct control_view){0};
    bool selected = selects_any(evaluation);
    size_t capacity = 0;
    if (!selected && !all)
        return;
    for (const char *const *name = control_frameworks(); *name; name++)
        for (const char *const *id = control_ids(arena, *name); *id; id++) {
            const char *control = arena_printf(arena, "%s/%s", *name, *id);
            if (selected && !is_selected(evaluation, control))
                continue;
            struct control_row row = row_of(evaluation, control, arena);
            if (!selected && !row.rules[0])
                continue;
            view->rows = arena_grow(arena, view->rows, view->count, &capacity, sizeof(row));
            view->rows[view->count++] = row;
            view->by_state[row.state]++;
        }
}
