#include "policy/ruleset_merge.h"

#include <string.h>

void merge_init(struct merge *merge, struct library *library, struct arena *arena,
                struct diagnostics *diagnostics)
{
    *merge = (struct merge){.library = library, .arena = arena, .diagnostics = diagnostics};
    table_init(&merge->drafts, arena);
}

/* Where a key of the entry stands, so that a mistake points at it. */
static struct place key_place(const struct layer_entry *entry, const char *key)
{
    const struct node *node = node_key(entry->rule->node, key);
    struct place place = entry->rule->place;
    if (node) {
        place.line = node->line;
        place.column = node->column;
    }
    return place;
}

static struct origin origin_of(const struct layer_entry *entry, struct place place)
{
    return (struct origin){.layer = entry->layer, .place = place};
}

static const struct rule *find_rule(struct merge *merge, const struct policy_rule *entry)
{
    const struct rule *rule = library_need_rule(merge->library, entry->rule, merge->diagnostics);
    if (rule)
        return rule;
    struct diagnostic *diagnostic =
        diagnostics_add(merge->diagnostics, E501, entry->place, "no rule '%s'", entry->rule);
    diagnostic->length = (uint32_t)strlen(entry->rule);
    diagnostic->meant = library_suggest_rule(merge->library, merge->arena, entry->rule);
    return NULL;
}

static struct draft *draft_of(struct merge *merge, const struct rule *rule,
                              const struct layer_entry *entry)
{
    struct draft *draft = table_find(&merge->drafts, rule->id);
    if (draft)
        return draft;
    size_t count = rule->param_count + 1;
    struct origin of_rule = {.layer = rule->builtin ? LAYER_BUILTIN : entry->layer,
                             .place = rule->place};
    draft = ARENA_NEW(merge->arena, struct draft);
    draft->params_are_said = ARENA_ARRAY(merge->arena, bool, count);
    draft->param_locks = ARENA_ARRAY(merge->arena, struct lock, count);
    draft->setting = (struct setting){
        .rule = rule,
        .policy = entry->policy,
        .severity = rule->severity,
        .severity_from = of_rule,
        .enforcement = ENFORCEMENT_BLOCK,
        .enforcement_from = origin_of(entry, entry->rule->place),
        .effective_from = INT32_MIN,
        .on_unreadable = UNKNOWN_DEFAULT,
        .on_unobservable = UNKNOWN_DEFAULT,
        .params = ARENA_ARRAY(merge->arena, struct value, count),
        .params_from = ARENA_ARRAY(merge->arena, struct origin, count),
    };
    for (size_t i = 0; i < rule->param_count; i++) {
        draft->setting.params[i] = rule->params[i].initial;
        draft->setting.params_from[i] =
            (struct origin){.layer = of_rule.layer, .place = rule->params[i].place};
    }
    table_set(&merge->drafts, rule->id, draft);
    return draft;
}

/* The configuration is nearer than the repository's own policies. */
static unsigned rank_of(const struct layer_entry *entry)
{
    return (unsigned)entry->layer + (entry->policy ? 1 : 2);
}

static void enter_layer(struct merge *merge, struct draft *draft, unsigned rank)
{
    if (draft->rank == rank)
        return;
    size_t count = draft->setting.rule->param_count;
    draft->below = draft->setting;
    draft->rank = rank;
    draft->is_touched = false;
    draft->severity_is_said = false;
    draft->setting.params = ARENA_ARRAY(merge->arena, struct value, count + 1);
    draft->setting.params_from = ARENA_ARRAY(merge->arena, struct origin, count + 1);
    for (size_t i = 0; i < count; i++) {
        draft->setting.params[i] = draft->below.params[i];
        draft->setting.params_from[i] = draft->below.params_from[i];
        draft->params_are_said[i] = false;
    }
}

static bool is_bound(const struct lock *lock, const struct layer_entry *entry)
{
    return lock->is_set && lock->by.layer < entry->layer;
}

static void refuse(struct merge *merge, const struct layer_entry *entry, const struct lock *lock,
                   struct place place, const char *what, const char *may)
{
    struct diagnostic *diagnostic =
        diagnostics_add(merge->diagnostics, E506, place, "'%s' of rule '%s' is locked and may %s",
                        what, entry->rule->rule, may);
    diagnostic_note(diagnostic, lock->by.place, 0, "it is locked here");
}

/* False, with a diagnostic, where a locked value would be loosened. */
static bool may_set(struct merge *merge, const struct layer_entry *entry, const struct lock *lock,
                    bool is_looser, struct place place, const char *what)
{
    if (!is_looser || !is_bound(lock, entry))
        return true;
    refuse(merge, entry, lock, place, what, "only be tightened");
    return false;
}

static void merge_severity(struct merge *merge, struct draft *draft,
                           const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    if (entry->rule->severity < 0)
        return;
    enum severity severity = (enum severity)entry->rule->severity;
    struct place place = key_place(entry, "severity");
    if (!may_set(merge, entry, &draft->severity_lock, severity < draft->below.severity, place,
                 "severity") ||
        (draft->severity_is_said && severity <= setting->severity))
        return;
    setting->severity = severity;
    setting->severity_is_policys = true;
    setting->severity_from = origin_of(entry, place);
    draft->severity_is_said = true;
}

/* A policy always says how strictly its rules hold; the configuration may. */
static void merge_enforcement(struct merge *merge, struct draft *draft,
                              const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    bool own = entry->rule->enforcement >= 0;
    if (!own && !entry->policy)
        return;
    enum enforcement enforcement =
        own ? (enum enforcement)entry->rule->enforcement : entry->policy->enforcement;
    struct place place = own ? key_place(entry, "enforcement") : entry->policy->place;
    if (!may_set(merge, entry, &draft->enforcement_lock, enforcement < draft->below.enforcement,
                 own ? place : entry->rule->place, "enforcement") ||
        (draft->is_touched && enforcement <= setting->enforcement))
        return;
    setting->enforcement = enforcement;
    setting->enforcement_from = origin_of(entry, place);
}

static void merge_effective_from(struct merge *merge, struct draft *draft,
                                 const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    int32_t day = entry->rule->effective_from;
    struct origin from = draft->below.effective_from_from;
    if (day == INT32_MIN)
        day = draft->below.effective_from;
    else
        from = origin_of(entry, key_place(entry, "effective_from"));
    if (!may_set(merge, entry, &draft->effective_lock, day > draft->below.effective_from,
                 from.place, "effective_from") ||
        (draft->is_touched && day >= setting->effective_from))
        return;
    setting->effective_from = day;
    setting->effective_from_from = from;
}

/* How strict an action is for what cannot be known: less is stricter. */
static int leniency(enum unknown_action action, enum unknown_action unsaid)
{
    return (int)(action == UNKNOWN_DEFAULT ? unsaid : action);
}

static enum unknown_action merge_unknown(struct merge *merge, const struct draft *draft,
                                         const struct layer_entry *entry, const char *what,
                                         const enum unknown_action actions[3],
                                         enum unknown_action unsaid)
{
    enum unknown_action now = actions[0];
    enum unknown_action below = actions[1];
    enum unknown_action said = actions[2] == UNKNOWN_DEFAULT ? below : actions[2];
    if (!may_set(merge, entry, &draft->enforcement_lock,
                 leniency(said, unsaid) > leniency(below, unsaid), entry->rule->place, what) ||
        (draft->is_touched && leniency(said, unsaid) >= leniency(now, unsaid)))
        return now;
    return said;
}

static void merge_unknowns(struct merge *merge, struct draft *draft,
                           const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    const struct setting *below = &draft->below;
    const struct policy *policy = entry->policy;
    if (!policy)
        return;
    const enum unknown_action unreadable[] = {setting->on_unreadable, below->on_unreadable,
                                              policy->on_unreadable};
    const enum unknown_action unobservable[] = {setting->on_unobservable, below->on_unobservable,
                                                policy->on_unobservable};
    setting->on_unreadable =
        merge_unknown(merge, draft, entry, "on_unreadable", unreadable, UNKNOWN_BLOCK);
    setting->on_unobservable =
        merge_unknown(merge, draft, entry, "on_unobservable", unobservable, UNKNOWN_WARN);
    bool review = policy->review_is_said ? policy->review_blocks : below->review_blocks;
    if (may_set(merge, entry, &draft->enforcement_lock, below->review_blocks && !review,
                entry->rule->place, "on_review"))
        setting->review_blocks = review || (draft->is_touched && setting->review_blocks);
}

static void unknown_parameter(struct merge *merge, const struct rule *rule, struct place place,
                              const char *name, const char *purpose)
{
    const char **known = ARENA_ARRAY(merge->arena, const char *, rule->param_count + 1);
    for (size_t i = 0; i < rule->param_count; i++)
        known[i] = rule->params[i].name;
    struct diagnostic *diagnostic =
        diagnostics_add(merge->diagnostics, E508, place, "rule '%s' has no parameter '%s'%s",
                        rule->id, name, purpose);
    diagnostic->meant = suggest(name, known);
}

static size_t parameter_index(const struct rule *rule, const char *name)
{
    size_t i = 0;
    while (i < rule->param_count && strcmp(rule->params[i].name, name) != 0)
        i++;
    return i;
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

/* Two policies of one layer set the parameter. */
static void merge_said_param(struct merge *merge, struct draft *draft, size_t index,
                             const struct value *value, struct origin from)
{
    const struct parameter *parameter = &draft->setting.rule->params[index];
    struct value *now = &draft->setting.params[index];
    if (value_compare(now, value) == 0)
        return;
    if (parameter->stricter == STRICTER_UNSAID) {
        const struct place *first = &draft->setting.params_from[index].place;
        struct diagnostic *diagnostic = diagnostics_add(
            merge->diagnostics, E507, from.place,
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
    draft->setting.params_from[index] = from;
}

static void merge_param(struct merge *merge, struct draft *draft, const struct layer_entry *entry,
                        const struct node *key, const struct node *item)
{
    const struct rule *rule = draft->setting.rule;
    const char *path = entry->rule->place.path;
    struct place place = {.path = path, .line = key->line, .column = key->column};
    size_t index = parameter_index(rule, key->text);
    if (index == rule->param_count) {
        unknown_parameter(merge, rule, place, key->text, "");
        return;
    }
    const struct parameter *parameter = &rule->params[index];
    const struct lock *lock = &draft->param_locks[index];
    struct value value;
    if (!parameter_value(merge->arena, parameter, path, item, merge->diagnostics, &value))
        return;
    const char *what = arena_printf(merge->arena, "params.%s", parameter->name);
    const struct value *below = &draft->below.params[index];
    bool is_ordered = parameter->stricter != STRICTER_UNSAID;
    if (!is_ordered && is_bound(lock, entry) && value_compare(below, &value) != 0) {
        refuse(merge, entry, lock, place, what, "not be changed");
        return;
    }
    if (!may_set(merge, entry, lock, parameter_loosens(parameter, below, &value) > 0, place, what))
        return;
    struct origin from = origin_of(entry, place);
    if (draft->params_are_said[index]) {
        merge_said_param(merge, draft, index, &value, from);
        return;
    }
    draft->setting.params[index] = value;
    draft->setting.params_from[index] = from;
    draft->params_are_said[index] = true;
}

static void merge_params(struct merge *merge, struct draft *draft, const struct layer_entry *entry)
{
    const struct node *params = entry->rule->params;
    for (size_t i = 0; params && i < params->count; i++)
        merge_param(merge, draft, entry, params->keys[i], params->items[i]);
}

static void set_paths(struct merge *merge, struct setting *setting, const char *const *written)
{
    size_t count = 0;
    while (written[count])
        count++;
    setting->for_paths = ARENA_ARRAY(merge->arena, const struct glob *, count + 1);
    setting->for_path_count = 0;
    setting->for_path_texts = written;
    for (size_t i = 0; i < count; i++) {
        const char *problem;
        size_t at;
        const struct glob *glob = glob_new(merge->arena, written[i], &problem, &at);
        if (glob) /* the parser of policy files has refused the others */
            setting->for_paths[setting->for_path_count++] = glob;
    }
}

static const char *const *join(struct arena *arena, const char *const *one,
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

/* Of one layer every policy asks for its own paths; without any, for all. */
static void merge_for_paths(struct merge *merge, struct draft *draft,
                            const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    const char *const *written = entry->rule->for_paths;
    if (!may_set(merge, entry, &draft->paths_lock, written != NULL, key_place(entry, "for_paths"),
                 "for_paths"))
        return;
    if (!written)
        written = draft->below.for_path_texts;
    if (draft->is_touched)
        written = written && setting->for_path_texts
                      ? join(merge->arena, setting->for_path_texts, written)
                      : NULL;
    if (written) {
        set_paths(merge, setting, written);
        return;
    }
    setting->for_paths = NULL;
    setting->for_path_texts = NULL;
    setting->for_path_count = 0;
}

static void set_lock(struct lock *lock, bool wanted, struct origin by)
{
    if (wanted && !lock->is_set) /* the first is the highest */
        *lock = (struct lock){.is_set = true, .by = by};
}

static struct place lock_place(const struct layer_entry *entry, size_t number)
{
    const struct node *node = node_find(entry->rule->node, "lock");
    if (node && node->kind == NODE_SEQUENCE && number < node->count)
        node = node->items[number];
    struct place place = entry->rule->place;
    if (node) {
        place.line = node->line;
        place.column = node->column;
    }
    return place;
}

static void merge_locks(struct merge *merge, struct draft *draft, const struct layer_entry *entry)
{
    static const char prefix[] = "params.";
    const struct rule *rule = draft->setting.rule;
    for (size_t n = 0; entry->rule->lock && entry->rule->lock[n]; n++) {
        const char *word = entry->rule->lock[n];
        struct origin by = origin_of(entry, lock_place(entry, n));
        bool all = strcmp(word, "all") == 0;
        bool severity = all || strcmp(word, "severity") == 0;
        bool enforcement = all || strcmp(word, "enforcement") == 0;
        /* a later day or fewer paths would undo a locked enforcement */
        bool effective = enforcement || strcmp(word, "effective_from") == 0;
        set_lock(&draft->severity_lock, severity, by);
        set_lock(&draft->enforcement_lock, enforcement, by);
        set_lock(&draft->effective_lock, effective, by);
        set_lock(&draft->paths_lock, severity || enforcement, by);
        for (size_t i = 0; i < rule->param_count; i++)
            set_lock(&draft->param_locks[i], all, by);
        if (!string_starts_with(word, prefix))
            continue;
        const char *name = word + strlen(prefix);
        size_t index = parameter_index(rule, name);
        if (index < rule->param_count)
            set_lock(&draft->param_locks[index], true, by);
        else
            unknown_parameter(merge, rule, by.place, name, " to lock");
    }
}

void merge_entry(struct merge *merge, const struct layer_entry *entry)
{
    const struct rule *rule = find_rule(merge, entry->rule);
    if (!rule)
        return;
    struct draft *draft = draft_of(merge, rule, entry);
    enter_layer(merge, draft, rank_of(entry));
    merge_severity(merge, draft, entry);
    merge_enforcement(merge, draft, entry);
    merge_effective_from(merge, draft, entry);
    merge_unknowns(merge, draft, entry);
    merge_params(merge, draft, entry);
    merge_for_paths(merge, draft, entry);
    merge_locks(merge, draft, entry);
    draft->is_touched = true;
}
