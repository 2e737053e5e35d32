#include "policy/ruleset_change.h"

#include <string.h>

static const struct change_subject of_none = {0};

static void add_number(struct comparison *comparison, const char *what, int64_t before,
                       int64_t after, bool more_is_tighter)
{
    if (before == after)
        return;
    struct arena *arena = comparison->arena;
    bool is_more = after > before;
    change_add(comparison, of_none, is_more == more_is_tighter ? CHANGE_TIGHTER : CHANGE_LOOSER,
               what, arena_printf(arena, "%lld", (long long)before),
               arena_printf(arena, "%lld", (long long)after));
}

static void renewals_diff(struct comparison *comparison, int64_t before, int64_t after)
{
    struct arena *arena = comparison->arena;
    if (before == after)
        return;
    bool is_looser = after < 0 || (before >= 0 && after > before);
    change_add(comparison, of_none, is_looser ? CHANGE_LOOSER : CHANGE_TIGHTER,
               "exceptions.max_renewals",
               before < 0 ? "any number" : arena_printf(arena, "%lld", (long long)before),
               after < 0 ? "any number" : arena_printf(arena, "%lld", (long long)after));
}

static const struct rule *rule_after(const struct comparison *comparison, const char *id)
{
    const struct library *library = comparison->after->library;
    const struct rule *rule = library_find_rule_or_alias(library, id);
    const struct rule *old = library_find_rule_or_alias(comparison->before->library, id);
    for (const char *const *alias = old ? old->aliases : NULL; !rule && alias && *alias; alias++)
        rule = library_find_rule_or_alias(library, *alias);
    return rule;
}

/* By the ids that the rules have now: who renames one takes nothing away. */
static const char *const *ids_after(const struct comparison *comparison, const char *const *ids)
{
    size_t count = 0;
    while (ids && ids[count])
        count++;
    const char **out = ARENA_ARRAY(comparison->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = rule_after(comparison, ids[i]);
        out[i] = rule ? rule->id : ids[i];
    }
    out[count] = NULL;
    return out;
}

void limits_diff(struct comparison *comparison)
{
    const struct exception_limits *before = &comparison->before->ruleset->exceptions;
    const struct exception_limits *after = &comparison->after->ruleset->exceptions;
    struct arena *arena = comparison->arena;
    for (int severity = SEVERITY_CRITICAL; severity >= SEVERITY_INFO; severity--)
        add_number(comparison,
                   arena_printf(arena, "exceptions.max_days.%s", severity_words[severity]),
                   exception_most_days(before, (enum severity)severity),
                   exception_most_days(after, (enum severity)severity), false);
    renewals_diff(comparison, before->max_renewals, after->max_renewals);
    add_number(comparison, "exceptions.approvals", before->approvals, after->approvals, true);
    exception_caps_diff(comparison, &before->caps, &after->caps);
    approval_limits_diff(comparison, &before->approving, &after->approving);
    int order = words_compare(ids_after(comparison, before->non_waivable), after->non_waivable);
    if (order != 0)
        change_add(comparison, of_none, order == 1 ? CHANGE_TIGHTER : CHANGE_LOOSER,
                   "exceptions.non_waivable", words_join(arena, before->non_waivable),
                   words_join(arena, after->non_waivable));
}

static const struct policy *find_source(const struct ruleset *ruleset, const struct policy *policy)
{
    const struct policy *found = NULL;
    for (size_t i = 0; i < ruleset->source_count; i++) {
        const struct policy *other = ruleset->sources[i];
        if (strcmp(other->name, policy->name) == 0 && (!found || other->layer == policy->layer))
            found = other;
    }
    return found;
}

static unsigned next_number(const char **text)
{
    unsigned number = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++)
        if (number < 100000000)
            number = number * 10 + (unsigned)(**text - '0');
    *text += **text == '.';
    return number;
}

/* An older program would take the policy for what it understands of it. */
static void min_version_diff(struct comparison *comparison, struct change_subject subject,
                             const char *before, const char *after, struct place place)
{
    const char *one = before ? before : "";
    const char *other = after ? after : "";
    for (size_t i = 0; i < 3; i++) {
        unsigned old = next_number(&one);
        unsigned new = next_number(&other);
        if (old == new)
            continue;
        change_add(comparison, subject, new > old ? CHANGE_TIGHTER : CHANGE_LOOSER, "min_version",
                   before, after)
            ->place = place;
        return;
    }
}

static bool is_same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static void add_neutral(struct comparison *comparison, const struct policy *policy,
                        const char *what, const char *before, const char *after)
{
    if (!is_same_text(before, after))
        change_add(comparison, (struct change_subject){.policy = policy->name}, CHANGE_NEUTRAL,
                   what, before, after)
            ->place = policy->place;
}

static void policy_diff(struct comparison *comparison, const struct policy *before,
                        const struct policy *after)
{
    struct change_subject subject = {.policy = after->name};
    const char *old = before->applies_to_text;
    const char *new = after->applies_to_text;
    if (!is_same_text(old, new)) {
        struct policy_change *change =
            old && new ? change_add_unclear(comparison, subject, "applies_to", old, new)
                       : change_add(comparison, subject, new ? CHANGE_LOOSER : CHANGE_TIGHTER,
                                    "applies_to", old ? old : "every repository",
                                    new ? new : "every repository");
        change->place = after->place;
    }
    min_version_diff(comparison, subject, before->min_version, after->min_version, after->place);
    add_neutral(comparison, after, "version", before->version, after->version);
    add_neutral(comparison, after, "title", before->title, after->title);
    add_neutral(comparison, after, "owner", before->owner, after->owner);
}

/* The repositories for which a rule is in force, as conditions. */
struct scope {
    const struct ruleset *ruleset;
    const char **conditions; /* NULL-ended */
    size_t count;
    const char **policies; /* that say so, NULL-ended */
    size_t policy_count;
    bool is_everywhere;
};

static bool extends(const struct policy *policy, const struct policy *base)
{
    for (size_t i = 0; i < policy->base_count; i++)
        if (policy->bases[i].policy == base)
            return true;
    return false;
}

/* A policy without a condition holds where it is named; one that others bring in,
 * where they hold. */
static void add_scope(struct scope *scope, size_t number)
{
    const struct ruleset *ruleset = scope->ruleset;
    const struct policy *policy = ruleset->sources[number];
    bool ends_here = policy->applies_to_text || ruleset->source_is_named[number];
    if (ends_here && !string_is_one_of(policy->name, scope->policies))
        scope->policies[scope->policy_count++] = policy->name;
    if (policy->applies_to_text) {
        if (!string_is_one_of(policy->applies_to_text, scope->conditions))
            scope->conditions[scope->count++] = policy->applies_to_text;
        return;
    }
    scope->is_everywhere |= ruleset->source_is_named[number];
    for (size_t i = 0; i < ruleset->source_count && !scope->is_everywhere; i++)
        if (extends(ruleset->sources[i], policy))
            add_scope(scope, i);
}

static struct scope scope_of(const struct policy_side *side, const struct rule *rule,
                             struct arena *arena)
{
    struct scope scope = {.ruleset = side->ruleset};
    scope.conditions = ARENA_ARRAY(arena, const char *, side->ruleset->source_count + 1);
    scope.policies = ARENA_ARRAY(arena, const char *, side->ruleset->source_count + 1);
    for (size_t i = 0; i < side->ruleset->source_count && !scope.is_everywhere; i++) {
        const struct policy *policy = side->ruleset->sources[i];
        bool names = false;
        for (size_t r = 0; r < policy->rule_count && !names; r++)
            names = library_find_rule_or_alias(side->library, policy->rules[r].rule) == rule;
        if (names)
            add_scope(&scope, i);
    }
    /* of no policy: the configuration says it */
    scope.is_everywhere |= scope.count == 0;
    return scope;
}

static bool has_scopes(const struct ruleset *ruleset)
{
    for (size_t i = 0; i < ruleset->source_count; i++)
        if (ruleset->sources[i]->applies_to_text)
            return true;
    return false;
}

static bool is_moved(const struct comparison *comparison)
{
    const struct ruleset *before = comparison->before->ruleset;
    const struct ruleset *after = comparison->after->ruleset;
    for (size_t i = 0; i < after->source_count; i++)
        if (!find_source(before, after->sources[i]))
            return true;
    for (size_t i = 0; i < before->source_count; i++)
        if (!find_source(after, before->sources[i]))
            return true;
    return false;
}

static void scope_diff(struct comparison *comparison, const struct rule *rule,
                       const struct scope *before, const struct scope *after)
{
    struct arena *arena = comparison->arena;
    const char *const *old = before->is_everywhere ? NULL : before->conditions;
    const char *const *new = after->is_everywhere ? NULL : after->conditions;
    int order = words_compare(old, new);
    const char *was = old ? words_join(arena, old) : "every repository";
    const char *is = new ? words_join(arena, new) : "every repository";
    struct change_subject subject = {.rule = rule->id};
    if (order == 0)
        return;
    if (order == 2 && old && new) {
        change_add_unclear(comparison, subject, "applies_to", was, is);
        return;
    }
    bool is_tighter = !new || (old && order == 1);
    change_add(comparison, subject, is_tighter ? CHANGE_TIGHTER : CHANGE_LOOSER, "applies_to", was,
               is);
}

/* A rule that went from one policy to another may hold for fewer repositories now. Where the
 * same policies bring it in, what became of their conditions is told of them. */
static void scopes_diff(struct comparison *comparison)
{
    const struct ruleset *after = comparison->after->ruleset;
    struct arena *arena = comparison->arena;
    if (!has_scopes(after) && !has_scopes(comparison->before->ruleset))
        return;
    bool has_moved_policies = is_moved(comparison);
    for (size_t i = 0; i < after->count; i++) {
        const struct rule *rule = after->settings[i].rule;
        const struct setting *counterpart = find_counterpart(comparison->before->ruleset, rule);
        if (!counterpart)
            continue;
        struct scope old = scope_of(comparison->before, counterpart->rule, arena);
        struct scope new = scope_of(comparison->after, rule, arena);
        if (has_moved_policies || words_compare(old.policies, new.policies) != 0)
            scope_diff(comparison, rule, &old, &new);
    }
}

void policies_diff(struct comparison *comparison)
{
    const struct ruleset *before = comparison->before->ruleset;
    const struct ruleset *after = comparison->after->ruleset;
    for (size_t i = 0; i < after->source_count; i++) {
        const struct policy *new = after->sources[i];
        const struct policy *old = find_source(before, new);
        if (old)
            policy_diff(comparison, old, new);
        else
            add_neutral(comparison, new, "policy", NULL, "in force");
    }
    for (size_t i = 0; i < before->source_count; i++)
        if (!find_source(after, before->sources[i]))
            add_neutral(comparison, before->sources[i], "policy", "in force", NULL);
    scopes_diff(comparison);
}

static const char *label_value(const struct ruleset *ruleset, const char *name)
{
    for (const struct label *label = ruleset->labels; label->name; label++)
        if (strcmp(label->name, name) == 0)
            return label->value;
    return NULL;
}

/* Whether policies and rules apply hangs on these: what a change means is not seen
 * here. */
static bool decides(const char *label)
{
    static const char *const words[] = {"tier", "lifecycle", "kind", NULL};
    return string_is_one_of(label, words);
}

static void label_diff(struct comparison *comparison, const char *name, const char *before,
                       const char *after)
{
    if (is_same_text(before, after))
        return;
    const struct configuration *configuration = comparison->after->library->configuration;
    if (!configuration)
        configuration = comparison->before->library->configuration;
    const char *what = arena_printf(comparison->arena, "labels.%s", name);
    struct policy_change *change =
        decides(name) ? change_add_unclear(comparison, of_none, what, before, after)
                      : change_add(comparison, of_none, CHANGE_NEUTRAL, what, before, after);
    if (configuration)
        change->place = configuration->place;
}

void configuration_diff(struct comparison *comparison)
{
    const struct ruleset *before = comparison->before->ruleset;
    const struct ruleset *after = comparison->after->ruleset;
    for (const struct label *label = after->labels; label->name; label++)
        label_diff(comparison, label->name, label_value(before, label->name), label->value);
    for (const struct label *label = before->labels; label->name; label++)
        if (!label_value(after, label->name))
            label_diff(comparison, label->name, label->value, NULL);
    const struct configuration *old = comparison->before->library->configuration;
    const struct configuration *new = comparison->after->library->configuration;
    struct place place = {0};
    if (new)
        place = new->min_version ? new->min_version_place : new->place;
    min_version_diff(comparison, of_none, old ? old->min_version : NULL,
                     new ? new->min_version : NULL, place);
}
