#include "policy/ruleset.h"

#include "base/digest.h"
#include "policy/bundle.h"
#include "policy/ruleset_merge.h"

#include <string.h>

/* The policies in force, in the order in which they were asked for. */
struct selection {
    struct library *library;
    const struct ruleset_options *options;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct policy **policies;
    bool *named; /* beside each: it is in force by itself */
    size_t count, capacity, named_capacity;
};

static size_t selected_at(const struct selection *selection, const struct policy *policy)
{
    size_t i = 0;
    while (i < selection->count && selection->policies[i] != policy)
        i++;
    return i;
}

static bool is_selected(const struct selection *selection, const struct policy *policy)
{
    return selected_at(selection, policy) < selection->count;
}

/* With what it extends, each where its own `applies_to` holds. */
static void select_policy(struct selection *selection, const struct policy *policy, bool is_named)
{
    if (is_selected(selection, policy)) {
        selection->named[selected_at(selection, policy)] |= is_named;
        return;
    }
    if (policy->applies_to && selection->options->applies &&
        !selection->options->applies(policy->applies_to, selection->options->state))
        return;
    selection->policies = arena_grow(selection->arena, selection->policies, selection->count,
                                     &selection->capacity, sizeof(*selection->policies));
    selection->named = arena_grow(selection->arena, selection->named, selection->count,
                                  &selection->named_capacity, sizeof(*selection->named));
    selection->named[selection->count] = is_named;
    selection->policies[selection->count++] = policy;
    library_expand(selection->library, policy, selection->diagnostics);
    for (size_t i = 0; i < policy->base_count; i++)
        if (policy->bases[i].policy)
            select_policy(selection, policy->bases[i].policy, false);
}

/* `places` of the names, or NULL: all of them stand at `place`. */
static void select_named(struct selection *selection, const char *const *names,
                         const struct place *places, struct place place)
{
    for (size_t n = 0; names && names[n]; n++) {
        const struct policy *policy = library_find_policy(selection->library, names[n]);
        if (policy) {
            select_policy(selection, policy, true);
            continue;
        }
        size_t count = selection->library->policy_count;
        const char **known = ARENA_ARRAY(selection->arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
            known[i] = selection->library->policies[i]->name;
        struct diagnostic *diagnostic = diagnostics_add(
            selection->diagnostics, E502, places ? places[n] : place, "no policy '%s'", names[n]);
        diagnostic->length = (uint32_t)strlen(names[n]);
        bool is_builtin = string_starts_with(names[n], "builtin:");
        diagnostic->meant = suggest(names[n] + (is_builtin ? strlen("builtin:") : 0), known);
    }
}

static void select_layer(struct selection *selection, enum layer layer)
{
    for (size_t i = 0; i < selection->library->policy_count; i++)
        if (selection->library->policies[i]->layer == layer)
            select_policy(selection, selection->library->policies[i], true);
}

/* Were policies given beside the repository's own? */
static bool is_given(const struct selection *selection)
{
    for (size_t i = 0; i < selection->library->policy_count; i++)
        if (selection->library->policies[i]->layer == LAYER_ORGANISATION)
            return true;
    return selection->options->policies;
}

static void select_given(struct selection *selection)
{
    select_named(selection, selection->options->policies, NULL, (struct place){.path = "--policy"});
    select_layer(selection, LAYER_ORGANISATION);
}

static void select_own(struct selection *selection)
{
    const struct configuration *configuration = selection->library->configuration;
    if (configuration && configuration->policies)
        select_named(selection, configuration->policies, configuration->policy_places,
                     configuration->place);
    else if (!is_given(selection)) {
        static const char *const baseline[] = {"builtin:baseline", NULL};
        select_named(selection, baseline, NULL,
                     (struct place){.path = "builtin:policies/baseline.yml"});
        select_layer(selection, LAYER_REPOSITORY);
    }
}

/* Does another policy in force, of the same layer, speak for this one? */
static bool is_spoken_for(const struct selection *selection, const struct policy *policy)
{
    for (size_t i = 0; i < selection->count; i++) {
        const struct policy *other = selection->policies[i];
        for (size_t b = 0; b < other->base_count && other->layer == policy->layer; b++)
            if (other->bases[b].policy == policy)
                return true;
    }
    return false;
}

/* By its own condition, or because only such policies bring it in. */
static bool is_of_change(const struct policy *policy, const void *state)
{
    const struct selection *selection = state;
    const struct ruleset_options *options = selection->options;
    if (!options->is_of_change)
        return false;
    if (policy->applies_to && options->is_of_change(policy->applies_to, options->state))
        return true;
    if (selection->named[selected_at(selection, policy)])
        return false;
    for (size_t i = 0; i < selection->count; i++) {
        const struct policy *other = selection->policies[i];
        for (size_t b = 0; b < other->base_count; b++)
            if (other->bases[b].policy == policy && !is_of_change(other, state))
                return false;
    }
    return true;
}

/* What it extends within its layer before itself, each once. */
static void add_voice(const struct selection *selection, struct voices *voices,
                      struct table *spoken, const struct policy *policy)
{
    if (table_set(spoken, policy->name, voices))
        return;
    for (size_t i = 0; i < policy->base_count; i++) {
        const struct policy *base = policy->bases[i].policy;
        if (base && base->layer == policy->layer && is_selected(selection, base))
            add_voice(selection, voices, spoken, base);
    }
    for (size_t i = 0; i < policy->rule_count; i++)
        voices_add(voices, &(struct layer_entry){.rule = &policy->rules[i],
                                                 .policy = policy,
                                                 .layer = policy->layer});
}

static void merge_voice(const struct selection *selection, struct merge *merge,
                        const struct policy *policy)
{
    struct voices voices;
    struct table spoken;
    voices_begin(&voices, merge);
    table_init(&spoken, selection->arena);
    add_voice(selection, &voices, &spoken, policy);
    voices_join(&voices);
}

static void merge_configuration(const struct selection *selection, struct merge *merge)
{
    const struct configuration *configuration = selection->library->configuration;
    struct voices voices;
    voices_begin(&voices, merge);
    for (size_t i = 0; configuration && i < configuration->rule_count; i++)
        voices_add(&voices, &(struct layer_entry){.rule = &configuration->rules[i],
                                                  .layer = LAYER_REPOSITORY});
    voices_join(&voices);
}

/* May it come with the change? Then it is merged after what does not (ruleset_join.c). */
static bool may_come_with_change(const struct selection *selection, size_t at)
{
    return selection->options->is_of_change &&
           (selection->policies[at]->applies_to || !selection->named[at]);
}

static void merge_layer(struct selection *selection, struct merge *merge, enum layer layer,
                        bool may_be_of_change)
{
    for (size_t i = 0; i < selection->count; i++)
        if (selection->policies[i]->layer == layer &&
            may_come_with_change(selection, i) == may_be_of_change &&
            !is_spoken_for(selection, selection->policies[i]))
            merge_voice(selection, merge, selection->policies[i]);
}

static void merge_policies(struct selection *selection, struct merge *merge)
{
    static const enum layer order[] = {LAYER_BUILTIN, LAYER_ORGANISATION, LAYER_REPOSITORY};
    for (size_t l = 0; l < sizeof(order) / sizeof(order[0]); l++) {
        merge_layer(selection, merge, order[l], false);
        merge_layer(selection, merge, order[l], true);
    }
    merge_configuration(selection, merge);
}

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

/* The rule that is meant, under the name that it has now. */
static const char *waivable_name(const struct selection *selection,
                                 const struct exception_limits *limits, size_t index)
{
    const char *id = limits->non_waivable[index];
    const struct rule *rule = library_need_rule(selection->library, id, selection->diagnostics);
    struct diagnostic *diagnostic = NULL;
    if (!rule) {
        diagnostic = diagnostics_add(selection->diagnostics, E501,
                                     limits->non_waivable_places[index], "no rule '%s'", id);
        diagnostic->meant = library_suggest_rule(selection->library, selection->arena, id);
    } else if (strcmp(rule->id, id) != 0) {
        diagnostic =
            diagnostics_add(selection->diagnostics, W110, limits->non_waivable_places[index],
                            "rule '%s' is called '%s' now", id, rule->id);
        diagnostic->expected = rule->id;
    }
    if (diagnostic)
        diagnostic->length = (uint32_t)strlen(id);
    return rule ? rule->id : id;
}

/* Of several policies the strictest limits hold. */
static void merge_limits(const struct selection *selection, const struct exception_limits *limits,
                         struct exception_limits *out)
{
    for (size_t i = 0; i < 5; i++)
        if (limits->max_days[i] > 0 &&
            (out->max_days[i] == 0 || limits->max_days[i] < out->max_days[i]))
            out->max_days[i] = limits->max_days[i];
    if (limits->max_renewals >= 0 &&
        (out->max_renewals < 0 || limits->max_renewals < out->max_renewals))
        out->max_renewals = limits->max_renewals;
    if (limits->approvals > out->approvals)
        out->approvals = limits->approvals;
    exception_caps_merge(&out->caps, &limits->caps, selection->arena);
    approval_limits_merge(&out->approving, &limits->approving, selection->arena);
    size_t mine = count_of(out->non_waivable);
    size_t theirs = count_of(limits->non_waivable);
    if (theirs == 0)
        return;
    const char **both = ARENA_ARRAY(selection->arena, const char *, mine + theirs + 1);
    for (size_t i = 0; i < mine; i++)
        both[i] = out->non_waivable[i];
    for (size_t i = 0; i < theirs; i++) {
        const char *id = waivable_name(selection, limits, i);
        if (!string_is_one_of(id, both))
            both[mine++] = id;
    }
    out->non_waivable = both;
}

static void add_limits(const struct selection *selection, struct exception_limits *out)
{
    *out =
        (struct exception_limits){.max_renewals = -1, .approvals = -1, .caps = {.grace_days = -1}};
    for (size_t i = 0; i < selection->count; i++)
        merge_limits(selection, &selection->policies[i]->exceptions, out);
    if (out->approvals < 0)
        out->approvals = 1;
    if (out->caps.grace_days < 0)
        out->caps.grace_days = 0;
}

/* The ids of --rule and --exclude-rule, an alias as the id that it stands for. */
static const char *const *rule_names(const struct selection *selection, const struct merge *merge,
                                     const char *const *written, const char *option)
{
    if (!written)
        return NULL;
    const char **ids = ARENA_ARRAY(selection->arena, const char *, count_of(written) + 1);
    size_t count = 0;
    for (; *written; written++) {
        const struct rule *rule = library_find_rule_or_alias(selection->library, *written);
        if (rule && table_has(&merge->drafts, rule->id)) {
            ids[count++] = rule->id;
            continue;
        }
        const char **known = ARENA_ARRAY(selection->arena, const char *, merge->drafts.count + 1);
        for (size_t i = 0; i < merge->drafts.count; i++)
            known[i] = merge->drafts.entries[i].key;
        struct diagnostic *diagnostic =
            diagnostics_add(selection->diagnostics, E510, (struct place){.path = option},
                            "rule '%s' is not in force", *written);
        diagnostic->meant = suggest(*written, known);
    }
    return ids;
}

static int by_rule(const void *a, const void *b)
{
    return strcmp(((const struct setting *)a)->rule->id, ((const struct setting *)b)->rule->id);
}

static void add_settings(struct ruleset *out, const struct selection *selection,
                         const struct merge *merge)
{
    const struct ruleset_options *options = selection->options;
    const char *const *only = rule_names(selection, merge, options->only, "--rule");
    const char *const *exclude = rule_names(selection, merge, options->exclude, "--exclude-rule");
    out->settings = ARENA_ARRAY(selection->arena, struct setting, merge->drafts.count + 1);
    for (size_t i = 0; i < merge->drafts.count; i++) {
        const struct draft *draft = merge->drafts.entries[i].value;
        const char *id = draft->setting.rule->id;
        if ((only && !string_is_one_of(id, only)) || (exclude && string_is_one_of(id, exclude)))
            continue;
        struct setting *setting = &out->settings[out->count++];
        *setting = draft->setting;
        setting->refused = draft->refused;
        setting->refused_count = draft->refused_count;
    }
    if (out->count > 0)
        qsort(out->settings, out->count, sizeof(*out->settings), by_rule);
}

/* The rules of a level; one that no policy in force has could never be kept. */
static const struct rule **level_rules(const struct selection *selection, const struct merge *merge,
                                       const struct policy_level *level)
{
    const struct rule **rules =
        ARENA_ARRAY(selection->arena, const struct rule *, count_of(level->rules) + 1);
    size_t count = 0;
    for (size_t i = 0; level->rules[i]; i++) {
        const char *id = level->rules[i];
        const struct rule *rule = library_find_rule_or_alias(selection->library, id);
        if (rule && table_has(&merge->drafts, rule->id)) {
            rules[count++] = rule;
            continue;
        }
        const char **known = ARENA_ARRAY(selection->arena, const char *, merge->drafts.count + 1);
        for (size_t k = 0; k < merge->drafts.count; k++)
            known[k] = merge->drafts.entries[k].key;
        struct diagnostic *diagnostic = diagnostics_add(
            selection->diagnostics, E515, level->rule_places[i],
            "level '%s' asks for rule '%s', which no policy in force has", level->name, id);
        diagnostic->length = (uint32_t)strlen(id);
        diagnostic->meant = suggest(id, known);
    }
    return rules;
}

static void add_levels(struct ruleset *out, const struct selection *selection,
                       const struct merge *merge)
{
    const struct ruleset_options *options = selection->options;
    size_t count = 0;
    for (size_t i = 0; i < selection->count; i++)
        count += selection->policies[i]->level_count;
    out->levels = ARENA_ARRAY(selection->arena, struct level_setting, count + 1);
    for (size_t i = 0; i < selection->count; i++) {
        const struct policy *policy = selection->policies[i];
        for (size_t k = 0; k < policy->level_count; k++) {
            const struct policy_level *level = &policy->levels[k];
            out->levels[out->level_count++] = (struct level_setting){
                .policy = policy,
                .level = level,
                .rules = level_rules(selection, merge, level),
                .expected = level->expected_of && options->applies &&
                            options->applies(level->expected_of, options->state),
            };
        }
    }
}

static void digest_number(struct sha256 *digest, int64_t number)
{
    char text[32];
    snprintf(text, sizeof(text), "%lld", (long long)number);
    sha256_add_string(digest, text);
}

/* Each list begins with its length, so that no two rulesets read alike. */
static void digest_texts(struct sha256 *digest, const char *const *texts)
{
    digest_number(digest, (int64_t)count_of(texts));
    for (; texts && *texts; texts++)
        sha256_add_string(digest, *texts);
}

static void digest_value(struct sha256 *digest, struct arena *arena, const struct value *value)
{
    digest_number(digest, value->kind);
    if (value->kind != VALUE_LIST) {
        sha256_add_string(digest, value_format(arena, value));
        return;
    }
    digest_number(digest, (int64_t)value->list->count);
    for (size_t i = 0; i < value->list->count; i++)
        sha256_add_string(digest, value_format(arena, &value->list->items[i]));
}

static void digest_setting(struct sha256 *digest, const struct selection *selection,
                           const struct setting *setting)
{
    sha256_add_string(digest, setting->rule->id);
    sha256_add_string(digest, library_rule_digest(selection->library, setting->rule));
    digest_number(digest, setting->severity);
    digest_number(digest, setting->severity_is_policys);
    digest_number(digest, setting->enforcement);
    digest_number(digest, setting->effective_from);
    digest_number(digest, setting->on_unreadable);
    digest_number(digest, setting->on_unobservable);
    digest_number(digest, setting->review_blocks);
    for (size_t i = 0; i < setting->rule->param_count; i++)
        digest_value(digest, selection->arena, &setting->params[i]);
    digest_texts(digest, setting->for_path_texts);
}

static void digest_ruleset(struct ruleset *out, const struct selection *selection)
{
    struct sha256 digest;
    sha256_init(&digest);
    digest_number(&digest, (int64_t)out->count);
    for (size_t i = 0; i < out->count; i++)
        digest_setting(&digest, selection, &out->settings[i]);
    for (size_t i = 0; i < 5; i++)
        digest_number(&digest, out->exceptions.max_days[i]);
    digest_number(&digest, out->exceptions.max_renewals);
    digest_number(&digest, out->exceptions.approvals);
    digest_texts(&digest, out->exceptions.non_waivable);
    exception_caps_digest(&out->exceptions.caps, &digest);
    approval_limits_digest(&out->exceptions.approving, &digest);
    for (const struct label *label = out->labels; label->name; label++) {
        sha256_add_string(&digest, label->name);
        sha256_add_string(&digest, label->value);
    }
    for (size_t i = 0; i < out->level_count; i++) {
        sha256_add_string(&digest, out->levels[i].level->name);
        digest_texts(&digest, out->levels[i].level->rules);
        digest_number(&digest, out->levels[i].expected);
    }
    sha256_finish_hex(&digest, out->digest);
}

/* Whether a policy applies here, and which rules were asked for, is no matter of the bundle. */
static const char *bundle_of(const struct selection *selection)
{
    struct diagnostics told;
    diagnostics_init(&told, selection->arena);
    const struct ruleset_options options = {.policies = selection->options->policies,
                                            .today = selection->options->today};
    struct selection all = {.library = selection->library,
                            .options = &options,
                            .arena = selection->arena,
                            .diagnostics = &told};
    bool given = is_given(&all);
    select_given(&all);
    if (!given)
        select_own(&all);
    const struct bundle bundle = {.library = selection->library,
                                  .policies = all.policies,
                                  .count = all.count,
                                  .with_configuration = !given};
    return bundle_digest(&bundle, selection->arena);
}

static const char *const *policy_names(const struct selection *selection)
{
    const char **names = ARENA_ARRAY(selection->arena, const char *, selection->count + 1);
    for (size_t i = 0; i < selection->count; i++) {
        const struct policy *policy = selection->policies[i];
        names[i] = policy->version
                       ? arena_printf(selection->arena, "%s %s", policy->name, policy->version)
                       : policy->name;
    }
    return names;
}

void ruleset_resolve(struct ruleset *out, struct library *library,
                     const struct ruleset_options *options, struct arena *arena,
                     struct diagnostics *diagnostics)
{
    static const struct label none[] = {{0}};
    struct selection selection = {
        .library = library, .options = options, .arena = arena, .diagnostics = diagnostics};
    struct merge merge;
    merge_init(&merge, library, options->today, arena, diagnostics);
    merge.is_of_change = is_of_change;
    merge.selection = &selection;
    library_resolve_bases(library, diagnostics);
    *out =
        (struct ruleset){.labels = library->configuration ? library->configuration->labels : none};
    select_given(&selection);
    select_own(&selection);
    merge_policies(&selection, &merge);
    add_settings(out, &selection, &merge);
    add_levels(out, &selection, &merge);
    add_limits(&selection, &out->exceptions);
    out->policies = policy_names(&selection);
    out->sources = selection.policies;
    out->source_is_named = selection.named;
    out->source_count = selection.count;
    digest_ruleset(out, &selection);
    out->bundle = bundle_of(&selection);
}

enum enforcement setting_enforcement(const struct setting *setting, int32_t today)
{
    if (setting->effective_from != INT32_MIN && today < setting->effective_from)
        return ENFORCEMENT_ADVISORY;
    return setting->enforcement;
}
