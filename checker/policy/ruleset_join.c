#include "policy/ruleset_merge.h"

/* Does it come with the change, and another voice has the rule without it? What that leaves
 * unsaid it may tighten only. Such voices are joined after the others. */
static bool may_only_tighten(const struct merge *merge, const struct voice *voice)
{
    return voice->draft->is_touched && voice->bringer &&
           merge->is_of_change(voice->bringer, merge->selection);
}

static void join_severity(const struct merge *merge, struct draft *draft, const struct voice *voice)
{
    const struct setting *said = &voice->setting;
    bool is_looser = said->severity < draft->setting.severity;
    if (!voice->severity_is_said ||
        (draft->severity_is_said && said->severity <= draft->setting.severity) ||
        (is_looser && may_only_tighten(merge, voice)))
        return;
    draft->setting.severity = said->severity;
    draft->setting.severity_is_policys = true;
    draft->setting.severity_from = said->severity_from;
    draft->severity_is_said = true;
}

/* What every voice says, be it what the layers below left. */
static void join_enforcement(struct draft *draft, const struct setting *said)
{
    struct setting *setting = &draft->setting;
    if (!draft->is_touched || said->enforcement > setting->enforcement) {
        setting->enforcement = said->enforcement;
        setting->enforcement_from = said->enforcement_from;
    }
    if (!draft->is_touched || said->effective_from < setting->effective_from) {
        setting->effective_from = said->effective_from;
        setting->effective_from_from = said->effective_from_from;
    }
}

static int leniency(enum unknown_action action, enum unknown_action unsaid)
{
    return (int)(action == UNKNOWN_DEFAULT ? unsaid : action);
}

static void join_unknowns(struct draft *draft, const struct setting *said)
{
    struct setting *setting = &draft->setting;
    if (!draft->is_touched || leniency(said->on_unreadable, UNKNOWN_BLOCK) <
                                  leniency(setting->on_unreadable, UNKNOWN_BLOCK)) {
        setting->on_unreadable = said->on_unreadable;
        setting->on_unreadable_from = said->on_unreadable_from;
    }
    if (!draft->is_touched || leniency(said->on_unobservable, UNKNOWN_WARN) <
                                  leniency(setting->on_unobservable, UNKNOWN_WARN)) {
        setting->on_unobservable = said->on_unobservable;
        setting->on_unobservable_from = said->on_unobservable_from;
    }
    if (!draft->is_touched || (said->review_blocks && !setting->review_blocks)) {
        setting->review_blocks = said->review_blocks;
        setting->on_review_from = said->on_review_from;
    }
}

static bool list_has(const struct value_list *list, const struct value *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (value_compare(&list->items[i], item) == 0)
            return true;
    return false;
}

/* Of two lists that neither hold the other: all items where longer is stricter,
 * else those that both have. */
static struct value combine_lists(struct arena *arena, enum stricter stricter,
                                  const struct value_list *one, const struct value_list *other)
{
    struct value_list *list = ARENA_NEW(arena, struct value_list);
    struct value *items = ARENA_ARRAY(arena, struct value, one->count + other->count + 1);
    bool is_longer = stricter == STRICTER_LONGER;
    for (size_t i = 0; i < one->count; i++)
        if (is_longer || list_has(other, &one->items[i]))
            items[list->count++] = one->items[i];
    for (size_t i = 0; i < other->count && is_longer; i++)
        if (!list_has(one, &other->items[i]))
            items[list->count++] = other->items[i];
    list->items = items;
    return (struct value){.kind = VALUE_LIST, .list = list};
}

/* Two voices of one layer set the parameter. */
static void join_said_param(struct merge *merge, struct draft *draft, const struct setting *said,
                            size_t index)
{
    const struct parameter *parameter = &draft->setting.rule->params[index];
    const struct value *value = &said->params[index];
    struct value *now = &draft->setting.params[index];
    if (value_compare(now, value) == 0)
        return;
    if (parameter->stricter == STRICTER_UNSAID) {
        const struct place *first = &draft->setting.params_from[index].place;
        struct diagnostic *diagnostic = diagnostics_add(
            merge->diagnostics, E507, said->params_from[index].place,
            "'%s' of rule '%s' has another value in the same layer, and neither is stricter",
            parameter->name, draft->setting.rule->id);
        diagnostic->length = (uint32_t)strlen(parameter->name);
        diagnostic_note(diagnostic, *first, diagnostic->length, "the other value stands here");
        return;
    }
    int loosens = parameter_loosens(parameter, now, value);
    if (loosens > 0 && now->kind == VALUE_LIST && parameter_loosens(parameter, value, now) > 0) {
        *now = combine_lists(merge->arena, parameter->stricter, now->list, value->list);
        return;
    }
    if (loosens >= 0)
        return;
    *now = *value;
    draft->setting.params_from[index] = said->params_from[index];
}

static void join_params(struct merge *merge, struct draft *draft, const struct voice *voice)
{
    for (size_t i = 0; i < draft->setting.rule->param_count; i++) {
        if (!voice->params_are_said[i])
            continue;
        if (draft->params_are_said[i]) {
            join_said_param(merge, draft, &voice->setting, i);
            continue;
        }
        const struct parameter *parameter = &draft->setting.rule->params[i];
        const struct value *now = &draft->setting.params[i];
        const struct value *said = &voice->setting.params[i];
        bool may_loosen = parameter->stricter == STRICTER_UNSAID
                              ? value_compare(now, said) != 0
                              : parameter_loosens(parameter, now, said) > 0;
        if (may_loosen && may_only_tighten(merge, voice))
            continue;
        draft->setting.params[i] = *said;
        draft->setting.params_from[i] = voice->setting.params_from[i];
        draft->params_are_said[i] = true;
    }
}

void setting_set_paths(struct arena *arena, struct setting *setting, const char *const *written)
{
    size_t count = 0;
    while (written[count])
        count++;
    setting->for_paths = ARENA_ARRAY(arena, const struct glob *, count + 1);
    setting->for_path_count = 0;
    setting->for_path_texts = written;
    for (size_t i = 0; i < count; i++) {
        const char *problem;
        size_t at;
        const struct glob *glob = glob_new(arena, written[i], &problem, &at);
        if (glob) /* the parser of policy files has refused the others */
            setting->for_paths[setting->for_path_count++] = glob;
    }
}

static const char *const *all_of(struct arena *arena, const char *const *one,
                                 const char *const *other)
{
    size_t most = 1;
    for (size_t i = 0; one[i]; i++)
        most++;
    for (size_t i = 0; other[i]; i++)
        most++;
    const char **all = ARENA_ARRAY(arena, const char *, most);
    size_t count = 0;
    for (; *one; one++)
        all[count++] = *one;
    for (; *other; other++)
        if (!string_is_one_of(*other, all))
            all[count++] = *other;
    return all;
}

/* Every voice asks for its own paths; without any, for all. */
static void join_for_paths(struct merge *merge, struct draft *draft, const struct setting *said)
{
    struct setting *setting = &draft->setting;
    if (draft->is_touched && !setting->for_path_texts)
        return;
    if (draft->is_touched && said->for_path_texts) {
        setting_set_paths(merge->arena, setting,
                          all_of(merge->arena, setting->for_path_texts, said->for_path_texts));
        return;
    }
    setting->for_paths = said->for_paths;
    setting->for_path_texts = said->for_path_texts;
    setting->for_path_count = said->for_path_count;
    setting->for_paths_from = said->for_paths_from;
}

static void join_lock(struct lock *lock, const struct lock *said)
{
    if (said->is_set && !lock->is_set)
        *lock = *said;
}

static void join_locks(struct setting *setting, const struct setting *said)
{
    join_lock(&setting->severity_lock, &said->severity_lock);
    join_lock(&setting->enforcement_lock, &said->enforcement_lock);
    join_lock(&setting->effective_lock, &said->effective_lock);
    join_lock(&setting->paths_lock, &said->paths_lock);
    for (size_t i = 0; i < setting->rule->param_count; i++)
        join_lock(&setting->param_locks[i], &said->param_locks[i]);
}

void voice_join(struct merge *merge, struct voice *voice)
{
    struct draft *draft = voice->draft;
    join_severity(merge, draft, voice);
    join_enforcement(draft, &voice->setting);
    join_unknowns(draft, &voice->setting);
    join_params(merge, draft, voice);
    join_for_paths(merge, draft, &voice->setting);
    join_locks(&draft->setting, &voice->setting);
    draft->is_touched = true;
}
