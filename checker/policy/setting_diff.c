#include "base/date.h"
#include "policy/ruleset_change.h"

#include <string.h>

/* One rule on both sides. */
struct pair {
    struct comparison *comparison;
    const struct setting *before, *after;
    bool demands_changed; /* the rule itself is another one */
};

static struct change_subject subject_of(const struct pair *pair)
{
    return (struct change_subject){.rule = pair->after->rule->id};
}

/* Where the new value stands; where nobody says it any more, where the old one did. */
static struct place place_of(const struct origin *after, const struct origin *before)
{
    return after->place.path ? after->place : before->place;
}

/* `order` above 0: tighter, below: looser. */
static void add_ordered(const struct pair *pair, int order, const char *what, const char *before,
                        const char *after, struct place place)
{
    if (order == 0)
        return;
    change_add(pair->comparison, subject_of(pair), order > 0 ? CHANGE_TIGHTER : CHANGE_LOOSER, what,
               before, after)
        ->place = place;
}

static void add_unclear(const struct pair *pair, const char *what, const char *before,
                        const char *after, struct place place)
{
    change_add_unclear(pair->comparison, subject_of(pair), what, before, after)->place = place;
}

static void rule_diff(struct pair *pair)
{
    const struct rule *before = pair->before->rule;
    const struct rule *after = pair->after->rule;
    struct arena *arena = pair->comparison->arena;
    if (strcmp(before->id, after->id) != 0)
        change_add(pair->comparison, subject_of(pair), CHANGE_NEUTRAL, "id", before->id, after->id)
            ->place = after->place;
    if (before == after ||
        strcmp(library_rule_digest(pair->comparison->before->library, before),
               library_rule_digest(pair->comparison->after->library, after)) == 0)
        return;
    struct rule_difference difference;
    rule_compare(&difference, before, after, arena);
    pair->demands_changed = *difference.demands != NULL;
    if (pair->demands_changed)
        add_unclear(pair, "demand", NULL, words_join(arena, difference.demands), after->place);
    if (*difference.words)
        change_add(pair->comparison, subject_of(pair), CHANGE_NEUTRAL, "words", NULL,
                   words_join(arena, difference.words))
            ->place = after->place;
}

/* Of one check, under the policy's. */
static enum severity severity_of(const struct setting *setting, size_t check)
{
    enum severity own = setting->rule->checks[check].severity;
    return own < setting->rule->severity && own < setting->severity ? own : setting->severity;
}

static void severity_diff(const struct pair *pair)
{
    const struct setting *before = pair->before;
    const struct setting *after = pair->after;
    struct place place = place_of(&after->severity_from, &before->severity_from);
    add_ordered(pair, (int)after->severity - (int)before->severity, "severity",
                severity_words[before->severity], severity_words[after->severity], place);
    if (pair->demands_changed || after->severity != before->severity)
        return;
    for (size_t i = 0; i < after->rule->check_count; i++) {
        enum severity old = severity_of(before, i);
        enum severity new = severity_of(after, i);
        add_ordered(
            pair, (int)new - (int)old,
            arena_printf(pair->comparison->arena, "severity of '%s'", after->rule->checks[i].name),
            severity_words[old], severity_words[new], place);
    }
}

static const char *day_of(struct arena *arena, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN)
        return "at once";
    date_format(day, text);
    return arena_strdup(arena, text);
}

static void enforcement_diff(const struct pair *pair)
{
    const struct setting *before = pair->before;
    const struct setting *after = pair->after;
    struct arena *arena = pair->comparison->arena;
    add_ordered(pair, (int)after->enforcement - (int)before->enforcement, "enforcement",
                enforcement_words[before->enforcement], enforcement_words[after->enforcement],
                place_of(&after->enforcement_from, &before->enforcement_from));
    add_ordered(pair,
                (before->effective_from > after->effective_from) -
                    (before->effective_from < after->effective_from),
                "effective_from", day_of(arena, before->effective_from),
                day_of(arena, after->effective_from),
                place_of(&after->effective_from_from, &before->effective_from_from));
}

static void unknown_diff(const struct pair *pair, const char *what, enum unknown_action before,
                         enum unknown_action after, enum unknown_action unsaid, struct place place)
{
    static const char *const words[] = {"block", "warn", "ignore"};
    before = before == UNKNOWN_DEFAULT ? unsaid : before;
    after = after == UNKNOWN_DEFAULT ? unsaid : after;
    add_ordered(pair, (int)before - (int)after, what, words[before], words[after], place);
}

static void unknowns_diff(const struct pair *pair)
{
    const struct setting *before = pair->before;
    const struct setting *after = pair->after;
    unknown_diff(pair, "on_unreadable", before->on_unreadable, after->on_unreadable, UNKNOWN_BLOCK,
                 place_of(&after->on_unreadable_from, &before->on_unreadable_from));
    unknown_diff(pair, "on_unobservable", before->on_unobservable, after->on_unobservable,
                 UNKNOWN_WARN,
                 place_of(&after->on_unobservable_from, &before->on_unobservable_from));
    add_ordered(pair, (int)after->review_blocks - (int)before->review_blocks, "on_review",
                before->review_blocks ? "block" : "warn", after->review_blocks ? "block" : "warn",
                place_of(&after->on_review_from, &before->on_review_from));
}

static bool has_exclusion(const char *const *globs)
{
    for (; globs && *globs; globs++)
        if (**globs == '!')
            return true;
    return false;
}

/* More globs are more files; a glob that takes away turns that round. */
static void for_paths_diff(const struct pair *pair)
{
    const char *const *before = pair->before->for_path_texts;
    const char *const *after = pair->after->for_path_texts;
    struct arena *arena = pair->comparison->arena;
    struct place place = place_of(&pair->after->for_paths_from, &pair->before->for_paths_from);
    const char *old = before ? words_join(arena, before) : "everywhere";
    const char *new = after ? words_join(arena, after) : "everywhere";
    int order = words_compare(before, after);
    if (order == 0)
        return;
    if (!before || !after)
        add_ordered(pair, after ? -1 : 1, "for_paths", old, new, place);
    else if (order == 2 || has_exclusion(before) || has_exclusion(after))
        add_unclear(pair, "for_paths", old, new, place);
    else
        add_ordered(pair, order, "for_paths", old, new, place);
}

static void param_diff(const struct pair *pair, size_t index, size_t old_index)
{
    const struct setting *after = pair->after;
    const struct parameter *parameter = &after->rule->params[index];
    const struct value *old = &pair->before->params[old_index];
    const struct value *new = &after->params[index];
    if (old->kind == new->kind && value_compare(old, new) == 0)
        return;
    struct arena *arena = pair->comparison->arena;
    const char *what = arena_printf(arena, "params.%s", parameter->name);
    const char *was = value_format(arena, old);
    const char *is = value_format(arena, new);
    struct place place = after->params_from[index].place;
    int loosens = parameter_loosens(parameter, old, new);
    bool is_list = parameter->stricter != STRICTER_UNSAID && old->kind == VALUE_LIST &&
                   new->kind == VALUE_LIST;
    if (loosens != 0)
        add_ordered(pair, -loosens, what, was, is, place);
    else if (!is_list) /* a list with the same items in another order is the same */
        add_unclear(pair, what, was, is, place);
}

static void params_diff(const struct pair *pair)
{
    const struct rule *before = pair->before->rule;
    const struct rule *after = pair->after->rule;
    for (size_t i = 0; i < after->param_count; i++)
        for (size_t j = 0; j < before->param_count; j++)
            if (strcmp(after->params[i].name, before->params[j].name) == 0)
                param_diff(pair, i, j);
}

/* Locks by name, so that they can be told. */
struct lock_list {
    const char **names;
    const struct lock **locks;
    size_t count;
};

static void add_lock(struct lock_list *list, const char *name, const struct lock *lock)
{
    if (!lock->is_set)
        return;
    list->names[list->count] = name;
    list->locks[list->count++] = lock;
}

static struct lock_list locks_of(struct arena *arena, const struct setting *setting)
{
    enum { FIXED = 4 };
    size_t most = FIXED + setting->rule->param_count + 1;
    struct lock_list list = {.names = ARENA_ARRAY(arena, const char *, most),
                             .locks = ARENA_ARRAY(arena, const struct lock *, most)};
    add_lock(&list, "severity", &setting->severity_lock);
    add_lock(&list, "enforcement", &setting->enforcement_lock);
    add_lock(&list, "effective_from", &setting->effective_lock);
    add_lock(&list, "for_paths", &setting->paths_lock);
    for (size_t i = 0; i < setting->rule->param_count; i++)
        add_lock(&list, arena_printf(arena, "params.%s", setting->rule->params[i].name),
                 &setting->param_locks[i]);
    return list;
}

/* Does a lock of `list` hold less far up in `other`, or not at all? */
static bool is_lost(const struct lock_list *list, const struct lock_list *other)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t at = 0;
        while (at < other->count && strcmp(other->names[at], list->names[i]) != 0)
            at++;
        if (at == other->count || other->locks[at]->by.layer > list->locks[i]->by.layer)
            return true;
    }
    return false;
}

static void locks_diff(const struct pair *pair)
{
    struct arena *arena = pair->comparison->arena;
    struct lock_list before = locks_of(arena, pair->before);
    struct lock_list after = locks_of(arena, pair->after);
    bool is_looser = is_lost(&before, &after);
    bool is_tighter = is_lost(&after, &before);
    if (!is_looser && !is_tighter)
        return;
    struct place place = after.count > 0 ? after.locks[0]->by.place : before.locks[0]->by.place;
    add_ordered(pair, is_looser ? -1 : 1, "lock", words_join(arena, before.names),
                words_join(arena, after.names), place);
}

void setting_diff(struct comparison *comparison, const struct setting *before,
                  const struct setting *after)
{
    struct pair pair = {.comparison = comparison, .before = before, .after = after};
    rule_diff(&pair);
    severity_diff(&pair);
    enforcement_diff(&pair);
    unknowns_diff(&pair);
    for_paths_diff(&pair);
    params_diff(&pair);
    locks_diff(&pair);
}
