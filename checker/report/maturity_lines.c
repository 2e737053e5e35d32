#include "report/maturity_lines.h"

bool ladder_next(const struct evaluation *evaluation, size_t *at, struct ladder *out)
{
    if (*at >= evaluation->level_count)
        return false;
    *out = (struct ladder){.first = &evaluation->levels[*at]};
    const struct policy *policy = out->first->setting->policy;
    for (; *at < evaluation->level_count && evaluation->levels[*at].setting->policy == policy;
         (*at)++, out->count++) {
        const struct level_result *level = &evaluation->levels[*at];
        if (level->reached)
            out->reached = level;
        else if (!out->next)
            out->next = level;
        if (level->setting->expected)
            out->expected = level;
    }
    return true;
}

bool ladder_is_short(const struct ladder *ladder)
{
    return ladder->expected && (!ladder->reached || ladder->reached < ladder->expected);
}

void ladder_write_state(struct buffer *out, const struct ladder *ladder)
{
    buffer_printf(out, "%s: ", ladder->first->setting->policy->name);
    if (!ladder->reached)
        buffer_add_string(out, "no level reached");
    else
        buffer_printf(out, "%s reached", ladder->reached->setting->level->name);
    size_t excused = 0;
    for (size_t i = 0; i < ladder->count && ladder->first[i].reached; i++)
        excused += ladder->first[i].excused;
    if (excused > 0)
        buffer_printf(out, " (%zu rule%s only by exception)", excused, excused == 1 ? "" : "s");
    if (ladder->expected)
        buffer_printf(out, ", %s expected", ladder->expected->setting->level->name);
}

void ladder_write_needs(struct buffer *out, const struct ladder *ladder)
{
    if (!ladder->next)
        return;
    buffer_printf(out, "%s needs", ladder->next->setting->level->name);
    for (size_t i = 0; i < ladder->next->need_count; i++) {
        const struct level_need *need = &ladder->next->needs[i];
        buffer_printf(out, "%s %s (%s)", i > 0 ? "," : "", need->rule->id,
                      need->judged ? verdict_words[need->verdict] : "not judged");
    }
}
