#include "policy/ruleset_change.h"

#include <string.h>

const char *const change_direction_words[] = {"looser", "tighter", "neutral", NULL};

struct policy_change *change_add(struct comparison *comparison, struct change_subject subject,
                                 enum change_direction direction, const char *what,
                                 const char *before, const char *after)
{
    struct policy_changes *changes = comparison->changes;
    changes->items = arena_grow(comparison->arena, changes->items, changes->count,
                                &changes->capacity, sizeof(*changes->items));
    struct policy_change *change = &changes->items[changes->count++];
    *change = (struct policy_change){
        .direction = direction,
        .rule = subject.rule,
        .policy = subject.policy,
        .what = what,
        .before = before,
        .after = after,
    };
    return change;
}

struct policy_change *change_add_unclear(struct comparison *comparison,
                                         struct change_subject subject, const char *what,
                                         const char *before, const char *after)
{
    struct policy_change *change =
        change_add(comparison, subject, CHANGE_LOOSER, what, before, after);
    change->is_unclear = true;
    return change;
}

static bool has_more(const char *const *words, const char *const *than)
{
    for (; words && *words; words++)
        if (!than || !string_is_one_of(*words, than))
            return true;
    return false;
}

int words_compare(const char *const *before, const char *const *after)
{
    bool is_gained = has_more(after, before);
    if (has_more(before, after))
        return is_gained ? 2 : -1;
    return is_gained ? 1 : 0;
}

const char *words_join(struct arena *arena, const char *const *words)
{
    if (!words || !*words)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; words[i]; i++)
        buffer_printf(&out, "%s%s", i ? ", " : "", words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static const struct setting *find_setting(const struct ruleset *ruleset, const char *id)
{
    size_t low = 0;
    size_t high = ruleset->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(ruleset->settings[middle].rule->id, id);
        if (order == 0)
            return &ruleset->settings[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct setting *find_counterpart(const struct ruleset *ruleset, const struct rule *rule)
{
    const struct setting *found = find_setting(ruleset, rule->id);
    for (size_t i = 0; i < ruleset->count && !found; i++) {
        const struct rule *other = ruleset->settings[i].rule;
        if (string_is_one_of(rule->id, other->aliases) ||
            string_is_one_of(other->id, rule->aliases))
            found = &ruleset->settings[i];
    }
    return found;
}

static const char *strength_of(struct arena *arena, const struct setting *setting)
{
    return arena_printf(arena, "%s, %s", severity_words[setting->severity],
                        enforcement_words[setting->enforcement]);
}

static void rules_diff(struct comparison *comparison)
{
    const struct ruleset *before = comparison->before->ruleset;
    const struct ruleset *after = comparison->after->ruleset;
    for (size_t i = 0; i < before->count; i++) {
        const struct setting *old = &before->settings[i];
        const struct setting *new = find_counterpart(after, old->rule);
        if (new) {
            setting_diff(comparison, old, new);
            continue;
        }
        change_add(comparison, (struct change_subject){.rule = old->rule->id}, CHANGE_LOOSER,
                   "rule", strength_of(comparison->arena, old), NULL)
            ->place = old->enforcement_from.place;
    }
    for (size_t i = 0; i < after->count; i++) {
        const struct setting *new = &after->settings[i];
        if (!find_counterpart(before, new->rule))
            change_add(comparison, (struct change_subject){.rule = new->rule->id}, CHANGE_TIGHTER,
                       "rule", NULL, strength_of(comparison->arena, new))
                ->place = new->enforcement_from.place;
    }
}

static int text_order(const char *one, const char *other)
{
    return strcmp(one ? one : "~", other ? other : "~"); /* what is of no rule comes last */
}

static int by_direction(const void *a, const void *b)
{
    const struct policy_change *one = a;
    const struct policy_change *other = b;
    if (one->direction != other->direction)
        return (int)one->direction - (int)other->direction;
    if (one->is_unclear != other->is_unclear)
        return (int)one->is_unclear - (int)other->is_unclear;
    int order = text_order(one->rule, other->rule);
    if (order == 0)
        order = text_order(one->policy, other->policy);
    return order ? order : strcmp(one->what, other->what);
}

static void count_changes(struct policy_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        const struct policy_change *change = &changes->items[i];
        if (change->is_unclear)
            changes->unclear++;
        else if (change->direction == CHANGE_LOOSER)
            changes->looser++;
        else if (change->direction == CHANGE_TIGHTER)
            changes->tighter++;
        else
            changes->neutral++;
    }
}

void ruleset_diff(struct policy_changes *out, const struct policy_side *before,
                  const struct policy_side *after, struct arena *arena)
{
    *out = (struct policy_changes){0};
    struct comparison comparison = {
        .before = before, .after = after, .arena = arena, .changes = out};
    rules_diff(&comparison);
    limits_diff(&comparison);
    policies_diff(&comparison);
    configuration_diff(&comparison);
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), by_direction);
    count_changes(out);
}

bool policy_changes_weaken(const struct policy_changes *changes)
{
    return changes->looser + changes->unclear > 0;
}
