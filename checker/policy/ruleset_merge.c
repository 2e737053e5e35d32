#include "policy/ruleset_merge.h"

#include "base/date.h"

#include <string.h>

void merge_init(struct merge *merge, struct library *library, int32_t today, struct arena *arena,
                struct diagnostics *diagnostics)
{
    *merge = (struct merge){
        .library = library, .arena = arena, .diagnostics = diagnostics, .today = today};
    table_init(&merge->drafts, arena);
}

static struct diagnostic *say(struct merge *merge, int code, const struct layer_entry *entry,
                              const char *message)
{
    struct diagnostic *diagnostic =
        diagnostics_add(merge->diagnostics, code, entry->rule->place, "%s", message);
    diagnostic->length = (uint32_t)strlen(entry->rule->rule);
    return diagnostic;
}

/* Names that are about to go, or are gone. False where the rule is refused. */
static bool check_name(struct merge *merge, const struct rule *rule,
                       const struct layer_entry *entry)
{
    const char *written = entry->rule->rule;
    if (strcmp(written, rule->id) != 0)
        say(merge, W110, entry,
            arena_printf(merge->arena, "rule '%s' is called '%s' now", written, rule->id))
            ->expected = rule->id;
    if (strcmp(rule->stability, "deprecated") != 0 || entry->layer == LAYER_BUILTIN)
        return true;
    char day[DATE_TEXT_SIZE];
    const char *next = rule->replaced_by;
    if (rule->removed_on != INT32_MIN && merge->today >= rule->removed_on) {
        date_format(rule->removed_on, day);
        say(merge, E513, entry,
            arena_printf(merge->arena, "rule '%s' was removed on %s", written, day))
            ->expected = next;
        return false;
    }
    if (rule->deprecated_on != INT32_MIN && merge->today < rule->deprecated_on)
        return true;
    const char *until = "";
    if (rule->removed_on != INT32_MIN) {
        date_format(rule->removed_on, day);
        until = arena_printf(merge->arena, " and is refused from %s on", day);
    }
    say(merge, W110, entry, arena_printf(merge->arena, "rule '%s' is deprecated%s", written, until))
        ->expected = next;
    return true;
}

static const struct rule *find_rule(struct merge *merge, const struct layer_entry *entry)
{
    const char *written = entry->rule->rule;
    const struct rule *rule = library_need_rule(merge->library, written, merge->diagnostics);
    if (rule)
        return check_name(merge, rule, entry) ? rule : NULL;
    if (library_has_refused(merge->library, written))
        return NULL;
    say(merge, E501, entry, arena_printf(merge->arena, "no rule '%s'", written))->meant =
        library_suggest_rule(merge->library, merge->arena, written);
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
    struct origin of_entry = {.layer = entry->layer, .place = entry->rule->place};
    draft = ARENA_NEW(merge->arena, struct draft);
    draft->params_are_said = ARENA_ARRAY(merge->arena, bool, count);
    draft->setting = (struct setting){
        .rule = rule,
        .policy = entry->policy,
        .severity = rule->severity,
        .severity_from = of_rule,
        .enforcement = ENFORCEMENT_BLOCK,
        .enforcement_from = of_entry,
        .effective_from = INT32_MIN,
        .on_unreadable = UNKNOWN_DEFAULT,
        .on_unobservable = UNKNOWN_DEFAULT,
        .params = ARENA_ARRAY(merge->arena, struct value, count),
        .params_from = ARENA_ARRAY(merge->arena, struct origin, count),
        .param_locks = ARENA_ARRAY(merge->arena, struct lock, count),
    };
    for (size_t i = 0; i < rule->param_count; i++) {
        draft->setting.params[i] = rule->params[i].initial;
        draft->setting.params_from[i] =
            (struct origin){.layer = of_rule.layer, .place = rule->params[i].place};
    }
    table_set(&merge->drafts, rule->id, draft);
    return draft;
}

/* What can be changed without the original. */
static struct setting copy_setting(struct arena *arena, const struct setting *from)
{
    struct setting copy = *from;
    size_t count = from->rule->param_count;
    copy.params = ARENA_ARRAY(arena, struct value, count + 1);
    copy.params_from = ARENA_ARRAY(arena, struct origin, count + 1);
    copy.param_locks = ARENA_ARRAY(arena, struct lock, count + 1);
    for (size_t i = 0; i < count; i++) {
        copy.params[i] = from->params[i];
        copy.params_from[i] = from->params_from[i];
        copy.param_locks[i] = from->param_locks[i];
    }
    return copy;
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
    draft->below = draft->setting;
    draft->setting = copy_setting(merge->arena, &draft->below);
    draft->rank = rank;
    if (draft->first_rank == 0)
        draft->first_rank = rank;
    draft->is_touched = false;
    draft->severity_is_said = false;
    for (size_t i = 0; i < draft->setting.rule->param_count; i++)
        draft->params_are_said[i] = false;
}

void voices_begin(struct voices *voices, struct merge *merge)
{
    voices->merge = merge;
    table_init(&voices->by_rule, merge->arena);
}

/* Does no layer before this one have the rule? */
static bool is_new(const struct draft *draft, const struct layer_entry *entry)
{
    return draft->rank == 0 || (draft->rank == rank_of(entry) && draft->first_rank == draft->rank);
}

static struct voice *voice_of(struct voices *voices, const struct rule *rule,
                              const struct layer_entry *entry)
{
    struct voice *voice = table_find(&voices->by_rule, rule->id);
    if (voice)
        return voice;
    struct arena *arena = voices->merge->arena;
    voice = ARENA_NEW(arena, struct voice);
    voice->draft = draft_of(voices->merge, rule, entry);
    voice->is_new = is_new(voice->draft, entry);
    enter_layer(voices->merge, voice->draft, rank_of(entry));
    voice->setting = copy_setting(arena, &voice->draft->below);
    voice->params_are_said = ARENA_ARRAY(arena, bool, rule->param_count + 1);
    table_set(&voices->by_rule, rule->id, voice);
    return voice;
}

/* One file says one thing of a rule, under whichever of its names. */
static bool is_said_twice(struct merge *merge, const struct voice *voice,
                          const struct layer_entry *entry)
{
    const struct policy_rule *last = voice->last;
    if (!last || strcmp(last->place.path, entry->rule->place.path) != 0)
        return false;
    struct diagnostic *diagnostic =
        say(merge, E505, entry,
            arena_printf(merge->arena, "rule '%s' stands here twice, first as '%s'",
                         entry->rule->rule, last->rule));
    diagnostic_note(diagnostic, last->place, (uint32_t)strlen(last->rule), "it stands here first");
    return true;
}

void voices_add(struct voices *voices, const struct layer_entry *entry)
{
    const struct rule *rule = find_rule(voices->merge, entry);
    if (!rule)
        return;
    struct voice *voice = voice_of(voices, rule, entry);
    if (is_said_twice(voices->merge, voice, entry))
        return;
    voice_speak(voices->merge, voice, entry);
    voice->last = entry->rule;
}

void voices_join(struct voices *voices)
{
    for (size_t i = 0; i < voices->by_rule.count; i++)
        voice_join(voices->merge, voices->by_rule.entries[i].value);
}
