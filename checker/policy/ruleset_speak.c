#include "base/date.h"
#include "policy/ruleset_merge.h"

#include <string.h>

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

/* By a nearer layer, or by a policy that extends the one which locks: only these
 * come after a lock within a layer. */
static bool is_bound(const struct lock *lock, const struct layer_entry *entry)
{
    return lock->is_set &&
           (lock->by.layer < entry->layer || (lock->by.layer == entry->layer && entry->policy));
}

/* Something that an entry asks for. */
struct wish {
    const char *what;
    const char *value;
    struct place place;
    const struct lock *lock;
};

static void refuse(struct merge *merge, struct voice *voice, const struct layer_entry *entry,
                   const struct wish *wish, const char *may)
{
    struct diagnostic *diagnostic = diagnostics_add(merge->diagnostics, E506, wish->place,
                                                    "'%s' of rule '%s' is locked and may %s",
                                                    wish->what, entry->rule->rule, may);
    diagnostic_note(diagnostic, wish->lock->by.place, 0, "it is locked here");
    struct draft *draft = voice->draft;
    draft->refused = arena_grow(merge->arena, draft->refused, draft->refused_count,
                                &draft->refused_capacity, sizeof(*draft->refused));
    draft->refused[draft->refused_count++] = (struct attempt){
        .what = wish->what,
        .value = wish->value,
        .from = origin_of(entry, wish->place),
        .lock = wish->lock->by,
    };
}

/* Of a policy that comes with the change: does it speak of a rule that others brought? */
static bool may_only_tighten(const struct merge *merge, const struct voice *voice,
                             const struct layer_entry *entry)
{
    bool brings_rule = voice->is_new && !voice->last;
    return entry->policy && !brings_rule && merge->is_of_change(entry->policy, merge->selection);
}

/* False where nothing may be loosened, with a diagnostic where that is locked. */
static bool may_set(struct merge *merge, struct voice *voice, const struct layer_entry *entry,
                    bool is_looser, const struct wish *wish)
{
    if (!is_looser)
        return true;
    if (!is_bound(wish->lock, entry))
        return !may_only_tighten(merge, voice, entry);
    refuse(merge, voice, entry, wish, "only be tightened");
    return false;
}

static void speak_severity(struct merge *merge, struct voice *voice,
                           const struct layer_entry *entry)
{
    struct setting *setting = &voice->setting;
    if (entry->rule->severity < 0)
        return;
    enum severity severity = (enum severity)entry->rule->severity;
    const struct wish wish = {"severity", severity_words[severity], key_place(entry, "severity"),
                              &setting->severity_lock};
    if (!may_set(merge, voice, entry, severity < setting->severity, &wish))
        return;
    setting->severity = severity;
    setting->severity_is_policys = true;
    setting->severity_from = origin_of(entry, wish.place);
    voice->severity_is_said = true;
}

/* A policy always says how strictly its rules hold, but for one that extends others
 * and leaves it to them; the configuration may. */
static void speak_enforcement(struct merge *merge, struct voice *voice,
                              const struct layer_entry *entry)
{
    struct setting *setting = &voice->setting;
    const struct policy *policy = entry->policy;
    bool own = entry->rule->enforcement >= 0;
    bool is_inherited = policy && policy->base_count > 0 && !policy->enforcement_is_said &&
                        (!voice->is_new || voice->last);
    if (!own && (!policy || is_inherited))
        return;
    enum enforcement enforcement =
        own ? (enum enforcement)entry->rule->enforcement : policy->enforcement;
    struct place place = own ? key_place(entry, "enforcement") : policy->place;
    const struct wish wish = {"enforcement", enforcement_words[enforcement],
                              own ? place : entry->rule->place, &setting->enforcement_lock};
    if (!may_set(merge, voice, entry, enforcement < setting->enforcement, &wish))
        return;
    setting->enforcement = enforcement;
    setting->enforcement_from = origin_of(entry, place);
}

static void speak_effective_from(struct merge *merge, struct voice *voice,
                                 const struct layer_entry *entry)
{
    struct setting *setting = &voice->setting;
    int32_t day = entry->rule->effective_from;
    if (day == INT32_MIN)
        return;
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    const struct wish wish = {"effective_from", arena_strdup(merge->arena, text),
                              key_place(entry, "effective_from"), &setting->effective_lock};
    if (!may_set(merge, voice, entry, day > setting->effective_from, &wish))
        return;
    setting->effective_from = day;
    setting->effective_from_from = origin_of(entry, wish.place);
}

/* How strict an action is for what cannot be known: less is stricter. */
static int leniency(enum unknown_action action, enum unknown_action unsaid)
{
    return (int)(action == UNKNOWN_DEFAULT ? unsaid : action);
}

static void speak_unknown(struct merge *merge, struct voice *voice, const struct layer_entry *entry,
                          bool is_unreadable)
{
    static const char *const words[] = {"block", "warn", "ignore"};
    struct setting *setting = &voice->setting;
    enum unknown_action said =
        is_unreadable ? entry->policy->on_unreadable : entry->policy->on_unobservable;
    enum unknown_action *now = is_unreadable ? &setting->on_unreadable : &setting->on_unobservable;
    enum unknown_action unsaid = is_unreadable ? UNKNOWN_BLOCK : UNKNOWN_WARN;
    if (said == UNKNOWN_DEFAULT)
        return;
    const struct wish wish = {is_unreadable ? "on_unreadable" : "on_unobservable", words[said],
                              entry->rule->place, &setting->enforcement_lock};
    if (!may_set(merge, voice, entry, leniency(said, unsaid) > leniency(*now, unsaid), &wish))
        return;
    *now = said;
    *(is_unreadable ? &setting->on_unreadable_from : &setting->on_unobservable_from) =
        origin_of(entry, entry->policy->place);
}

static void speak_review(struct merge *merge, struct voice *voice, const struct layer_entry *entry)
{
    struct setting *setting = &voice->setting;
    bool blocks = entry->policy->review_blocks;
    if (!entry->policy->review_is_said)
        return;
    const struct wish wish = {"on_review", blocks ? "block" : "warn", entry->rule->place,
                              &setting->enforcement_lock};
    if (!may_set(merge, voice, entry, setting->review_blocks && !blocks, &wish))
        return;
    setting->review_blocks = blocks;
    setting->on_review_from = origin_of(entry, entry->policy->place);
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

static void speak_param(struct merge *merge, struct voice *voice, const struct layer_entry *entry,
                        const struct node *key, const struct node *item)
{
    struct setting *setting = &voice->setting;
    const struct rule *rule = setting->rule;
    const char *path = entry->rule->place.path;
    struct place place = {.path = path, .line = key->line, .column = key->column};
    size_t index = parameter_index(rule, key->text);
    if (index == rule->param_count) {
        unknown_parameter(merge, rule, place, key->text, "");
        return;
    }
    const struct parameter *parameter = &rule->params[index];
    struct value value;
    if (!parameter_value(merge->arena, parameter, path, item, merge->diagnostics, &value))
        return;
    const struct wish wish = {arena_printf(merge->arena, "params.%s", parameter->name),
                              value_format(merge->arena, &value), place,
                              &setting->param_locks[index]};
    const struct value *now = &setting->params[index];
    if (parameter->stricter == STRICTER_UNSAID && value_compare(now, &value) != 0) {
        if (is_bound(wish.lock, entry))
            refuse(merge, voice, entry, &wish, "not be changed");
        if (is_bound(wish.lock, entry) || may_only_tighten(merge, voice, entry))
            return;
    }
    if (!may_set(merge, voice, entry, parameter_loosens(parameter, now, &value) > 0, &wish))
        return;
    setting->params[index] = value;
    setting->params_from[index] = origin_of(entry, place);
    voice->params_are_said[index] = true;
}

static void speak_params(struct merge *merge, struct voice *voice, const struct layer_entry *entry)
{
    const struct node *params = entry->rule->params;
    for (size_t i = 0; params && i < params->count; i++)
        speak_param(merge, voice, entry, params->keys[i], params->items[i]);
}

static const char *joined(struct arena *arena, const char *const *words)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; words[i]; i++)
        buffer_printf(&out, "%s%s", i ? ", " : "", words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static void speak_for_paths(struct merge *merge, struct voice *voice,
                            const struct layer_entry *entry)
{
    const char *const *written = entry->rule->for_paths;
    if (!written)
        return;
    const struct wish wish = {"for_paths", joined(merge->arena, written),
                              key_place(entry, "for_paths"), &voice->setting.paths_lock};
    if (!may_set(merge, voice, entry, true, &wish))
        return;
    setting_set_paths(merge->arena, &voice->setting, written);
    voice->setting.for_paths_from = origin_of(entry, wish.place);
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

static void speak_locks(struct merge *merge, struct voice *voice, const struct layer_entry *entry)
{
    static const char prefix[] = "params.";
    struct setting *setting = &voice->setting;
    const struct rule *rule = setting->rule;
    for (size_t n = 0; entry->rule->lock && entry->rule->lock[n]; n++) {
        const char *word = entry->rule->lock[n];
        struct origin by = origin_of(entry, lock_place(entry, n));
        bool all = strcmp(word, "all") == 0;
        bool severity = all || strcmp(word, "severity") == 0;
        bool enforcement = all || strcmp(word, "enforcement") == 0;
        /* a later day or fewer paths would undo a locked enforcement */
        bool effective = enforcement || strcmp(word, "effective_from") == 0;
        bool paths = severity || enforcement || strcmp(word, "for_paths") == 0;
        set_lock(&setting->severity_lock, severity, by);
        set_lock(&setting->enforcement_lock, enforcement, by);
        set_lock(&setting->effective_lock, effective, by);
        set_lock(&setting->paths_lock, paths, by);
        for (size_t i = 0; i < rule->param_count; i++)
            set_lock(&setting->param_locks[i], all, by);
        if (!string_starts_with(word, prefix))
            continue;
        const char *name = word + strlen(prefix);
        size_t index = parameter_index(rule, name);
        if (index < rule->param_count)
            set_lock(&setting->param_locks[index], true, by);
        else
            unknown_parameter(merge, rule, by.place, name, " to lock");
    }
}

void voice_speak(struct merge *merge, struct voice *voice, const struct layer_entry *entry)
{
    if (voice->is_new && !voice->last)
        voice->bringer = entry->policy;
    speak_severity(merge, voice, entry);
    speak_enforcement(merge, voice, entry);
    speak_effective_from(merge, voice, entry);
    if (entry->policy) {
        speak_unknown(merge, voice, entry, true);
        speak_unknown(merge, voice, entry, false);
        speak_review(merge, voice, entry);
    }
    speak_params(merge, voice, entry);
    speak_for_paths(merge, voice, entry);
    speak_locks(merge, voice, entry);
}
