#include "policy/ruleset.h"

#include "base/date.h"
#include "base/digest.h"
#include "base/table.h"

#include <string.h>

/* A setting while layers are merged: which of its values are locked, and by whom. */
struct draft {
    struct setting setting;
    bool severity_locked, enforcement_locked, effective_locked;
    bool *params_locked;
    struct origin locked_by;
};

struct merge {
    struct ruleset *out;
    struct library *library;
    const struct ruleset_options *options;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct table drafts; /* rule id -> struct draft */
    struct exception_limits limits;
    const struct policy **selected;
    size_t selected_count, selected_capacity;
};

/* One entry of one layer: of a policy, or of the configuration (policy NULL). */
struct layer_entry {
    const struct policy_rule *rule;
    const struct policy *policy;
    enum layer layer;
};

static const char *without_prefix(const char *name)
{
    return string_starts_with(name, "builtin:") ? name + strlen("builtin:") : name;
}

static const struct policy *find_policy(const struct library *library, const char *name)
{
    bool builtin = string_starts_with(name, "builtin:");
    const struct policy *nearest = NULL;
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *policy = library->policies[i];
        if (strcmp(policy->name, without_prefix(name)) == 0 &&
            (!builtin || policy->layer == LAYER_BUILTIN) &&
            (!nearest || policy->layer >= nearest->layer))
            nearest = policy;
    }
    return nearest;
}

static void select_policy(struct merge *merge, const struct policy *policy)
{
    for (size_t i = 0; i < merge->selected_count; i++)
        if (merge->selected[i] == policy)
            return;
    if (policy->applies_to && merge->options->applies &&
        !merge->options->applies(policy->applies_to, merge->options->state))
        return;
    merge->selected = arena_grow(merge->arena, merge->selected, merge->selected_count,
                                 &merge->selected_capacity, sizeof(*merge->selected));
    merge->selected[merge->selected_count++] = policy;
}

static void select_named(struct merge *merge, const char *const *names, struct place place)
{
    for (; names && *names; names++) {
        const struct policy *policy = find_policy(merge->library, *names);
        if (policy) {
            select_policy(merge, policy);
            continue;
        }
        const char **known =
            ARENA_ARRAY(merge->arena, const char *, merge->library->policy_count + 1);
        for (size_t i = 0; i < merge->library->policy_count; i++)
            known[i] = merge->library->policies[i]->name;
        struct diagnostic *diagnostic =
            diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR, place, "no policy '%s'", *names);
        diagnostic->meant = suggest(without_prefix(*names), known);
    }
}

static void select_layer(struct merge *merge, enum layer layer)
{
    for (size_t i = 0; i < merge->library->policy_count; i++)
        if (merge->library->policies[i]->layer == layer)
            select_policy(merge, merge->library->policies[i]);
}

static void select_policies(struct merge *merge)
{
    const struct configuration *configuration = merge->library->configuration;
    bool has_organisation = false;
    for (size_t i = 0; i < merge->library->policy_count; i++)
        has_organisation |= merge->library->policies[i]->layer == LAYER_ORGANISATION;
    bool given = merge->options->policies || has_organisation;

    select_named(merge, merge->options->policies, (struct place){.path = "--policy"});
    select_layer(merge, LAYER_ORGANISATION);
    if (configuration && configuration->policies)
        select_named(merge, configuration->policies, configuration->place);
    else if (!given) {
        static const char *const baseline[] = {"builtin:baseline", NULL};
        select_named(merge, baseline, (struct place){.path = "builtin:policies/baseline.yml"});
        select_layer(merge, LAYER_REPOSITORY);
    }
}

static const struct rule *find_rule(struct merge *merge, const struct policy_rule *entry)
{
    const struct rule *rule = library_need_rule(merge->library, entry->rule, merge->diagnostics);
    if (rule)
        return rule;
    const char **known = ARENA_ARRAY(merge->arena, const char *, merge->library->rule_count + 1);
    for (size_t i = 0; i < merge->library->rule_count; i++)
        known[i] = merge->library->rules[i]->id;
    struct diagnostic *diagnostic = diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR,
                                                    entry->place, "no rule '%s'", entry->rule);
    diagnostic->meant = suggest(entry->rule, known);
    return NULL;
}

static struct draft *draft_of(struct merge *merge, const struct rule *rule,
                              const struct layer_entry *entry)
{
    struct draft *draft = table_find(&merge->drafts, rule->id);
    if (draft)
        return draft;
    draft = ARENA_NEW(merge->arena, struct draft);
    struct setting *setting = &draft->setting;
    struct origin of_rule = {.layer = rule->builtin ? LAYER_BUILTIN : entry->layer,
                             .place = rule->place};
    setting->rule = rule;
    setting->policy = entry->policy;
    setting->severity = rule->severity;
    setting->severity_from = of_rule;
    setting->enforcement = entry->policy ? entry->policy->enforcement : ENFORCEMENT_BLOCK;
    setting->enforcement_from = (struct origin){
        .layer = entry->layer, .place = entry->policy ? entry->policy->place : entry->rule->place};
    setting->effective_from = INT32_MIN;
    setting->on_unreadable = entry->policy ? entry->policy->on_unreadable : UNKNOWN_DEFAULT;
    setting->on_unobservable = entry->policy ? entry->policy->on_unobservable : UNKNOWN_DEFAULT;
    setting->review_blocks = entry->policy && entry->policy->review_blocks;
    setting->params = ARENA_ARRAY(merge->arena, struct value, rule->param_count + 1);
    setting->params_from = ARENA_ARRAY(merge->arena, struct origin, rule->param_count + 1);
    draft->params_locked = ARENA_ARRAY(merge->arena, bool, rule->param_count + 1);
    for (size_t i = 0; i < rule->param_count; i++) {
        setting->params[i] = rule->params[i].initial;
        setting->params_from[i] =
            (struct origin){.layer = of_rule.layer, .place = rule->params[i].place};
    }
    table_set(&merge->drafts, rule->id, draft);
    return draft;
}

/* A value that a higher layer locked may be tightened only. */
static bool may_loosen(struct merge *merge, const struct draft *draft, bool locked, bool looser,
                       const struct layer_entry *entry, const char *what)
{
    if (!locked || !looser || entry->layer <= draft->locked_by.layer)
        return true;
    diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR, entry->rule->place,
                    "'%s' of rule '%s' is locked at %s:%u and may only be tightened", what,
                    entry->rule->rule, draft->locked_by.place.path, draft->locked_by.place.line);
    return false;
}

static void merge_severity(struct merge *merge, struct draft *draft,
                           const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    if (entry->rule->severity < 0)
        return;
    enum severity severity = (enum severity)entry->rule->severity;
    bool looser = severity < setting->severity;
    bool same_layer = setting->severity_is_policys && setting->severity_from.layer == entry->layer;
    if ((same_layer && looser) ||
        !may_loosen(merge, draft, draft->severity_locked, looser, entry, "severity"))
        return;
    setting->severity = severity;
    setting->severity_is_policys = true;
    setting->severity_from = (struct origin){.layer = entry->layer, .place = entry->rule->place};
}

static void merge_enforcement(struct merge *merge, struct draft *draft,
                              const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    bool own = entry->rule->enforcement >= 0;
    if (!own && !entry->policy)
        return;
    enum enforcement enforcement =
        own ? (enum enforcement)entry->rule->enforcement : entry->policy->enforcement;
    bool looser = enforcement < setting->enforcement;
    bool same_layer =
        setting->enforcement_from.layer == entry->layer && setting->policy != entry->policy;
    if ((same_layer && looser) ||
        !may_loosen(merge, draft, draft->enforcement_locked, looser, entry, "enforcement"))
        return;
    setting->enforcement = enforcement;
    setting->enforcement_from = (struct origin){
        .layer = entry->layer, .place = own ? entry->rule->place : entry->policy->place};
}

static void merge_effective_from(struct merge *merge, struct draft *draft,
                                 const struct layer_entry *entry)
{
    struct setting *setting = &draft->setting;
    int32_t day = entry->rule->effective_from;
    if (day == INT32_MIN || !may_loosen(merge, draft, draft->effective_locked,
                                        day > setting->effective_from, entry, "effective_from"))
        return;
    setting->effective_from = day;
    setting->effective_from_from =
        (struct origin){.layer = entry->layer, .place = entry->rule->place};
}

static size_t parameter_index(const struct rule *rule, const char *name)
{
    size_t i = 0;
    while (i < rule->param_count && strcmp(rule->params[i].name, name) != 0)
        i++;
    return i;
}

static void unknown_parameter(struct merge *merge, const struct rule *rule, const char *path,
                              const struct node *key)
{
    const char **known = ARENA_ARRAY(merge->arena, const char *, rule->param_count + 1);
    for (size_t i = 0; i < rule->param_count; i++)
        known[i] = rule->params[i].name;
    struct place place = {.path = path, .line = key->line, .column = key->column};
    struct diagnostic *diagnostic =
        diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR, place,
                        "rule '%s' has no parameter '%s'", rule->id, key->text);
    diagnostic->meant = suggest(key->text, known);
}

static void merge_params(struct merge *merge, struct draft *draft, const struct layer_entry *entry)
{
    const struct node *params = entry->rule->params;
    const struct rule *rule = draft->setting.rule;
    const char *path = entry->rule->place.path;
    for (size_t i = 0; params && i < params->count; i++) {
        size_t index = parameter_index(rule, params->keys[i]->text);
        if (index == rule->param_count) {
            unknown_parameter(merge, rule, path, params->keys[i]);
            continue;
        }
        struct value value;
        if (!parameter_value(merge->arena, &rule->params[index], path, params->items[i],
                             merge->diagnostics, &value))
            continue;
        bool looser =
            parameter_loosens(&rule->params[index], &draft->setting.params[index], &value) > 0;
        const char *what = arena_printf(merge->arena, "params.%s", rule->params[index].name);
        if (!may_loosen(merge, draft, draft->params_locked[index], looser, entry, what))
            continue;
        draft->setting.params[index] = value;
        draft->setting.params_from[index] = (struct origin){
            .layer = entry->layer,
            .place = {
                .path = path, .line = params->keys[i]->line, .column = params->keys[i]->column}};
    }
}

static void merge_for_paths(struct merge *merge, struct draft *draft,
                            const struct layer_entry *entry)
{
    const char *const *written = entry->rule->for_paths;
    if (!written)
        return;
    if (draft->severity_locked || draft->enforcement_locked) {
        if (entry->layer > draft->locked_by.layer) {
            may_loosen(merge, draft, true, true, entry, "for_paths");
            return;
        }
    }
    size_t count = 0;
    while (written[count])
        count++;
    draft->setting.for_paths = ARENA_ARRAY(merge->arena, const struct glob *, count);
    draft->setting.for_path_count = 0;
    draft->setting.for_path_texts = written;
    for (size_t i = 0; i < count; i++) {
        const char *problem;
        size_t at;
        const struct glob *glob = glob_new(merge->arena, written[i], &problem, &at);
        if (glob)
            draft->setting.for_paths[draft->setting.for_path_count++] = glob;
    }
}

static void merge_locks(struct merge *merge, struct draft *draft, const struct layer_entry *entry)
{
    for (const char *const *lock = entry->rule->lock; lock && *lock; lock++) {
        const struct rule *rule = draft->setting.rule;
        bool all = strcmp(*lock, "all") == 0;
        draft->severity_locked |= all || strcmp(*lock, "severity") == 0;
        draft->enforcement_locked |= all || strcmp(*lock, "enforcement") == 0;
        draft->effective_locked |= all || strcmp(*lock, "effective_from") == 0;
        bool known = !string_starts_with(*lock, "params.");
        for (size_t i = 0; i < rule->param_count; i++)
            if (all || (!known && strcmp(*lock + strlen("params."), rule->params[i].name) == 0))
                known = draft->params_locked[i] = true;
        if (!known)
            diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR, entry->rule->place,
                            "rule '%s' has no parameter '%s' to lock", rule->id,
                            *lock + strlen("params."));
        draft->locked_by = (struct origin){.layer = entry->layer, .place = entry->rule->place};
    }
}

static void merge_entry(struct merge *merge, const struct layer_entry *entry)
{
    const struct rule *rule = find_rule(merge, entry->rule);
    if (!rule)
        return;
    struct draft *draft = draft_of(merge, rule, entry);
    merge_severity(merge, draft, entry);
    merge_enforcement(merge, draft, entry);
    merge_effective_from(merge, draft, entry);
    merge_params(merge, draft, entry);
    merge_for_paths(merge, draft, entry);
    merge_locks(merge, draft, entry);
}

/* Of several policies the strictest limits hold. */
static void merge_limits(struct merge *merge, const struct exception_limits *limits)
{
    struct exception_limits *out = &merge->limits;
    for (size_t i = 0; i < 5; i++)
        if (limits->max_days[i] > 0 &&
            (out->max_days[i] == 0 || limits->max_days[i] < out->max_days[i]))
            out->max_days[i] = limits->max_days[i];
    if (limits->max_renewals >= 0 &&
        (out->max_renewals < 0 || limits->max_renewals < out->max_renewals))
        out->max_renewals = limits->max_renewals;
    if (limits->approvals > out->approvals)
        out->approvals = limits->approvals;
    size_t mine = 0;
    size_t theirs = 0;
    while (out->non_waivable && out->non_waivable[mine])
        mine++;
    while (limits->non_waivable && limits->non_waivable[theirs])
        theirs++;
    if (theirs == 0)
        return;
    const char **both = ARENA_ARRAY(merge->arena, const char *, mine + theirs + 1);
    for (size_t i = 0; i < mine; i++)
        both[i] = out->non_waivable[i];
    for (size_t i = 0; i < theirs; i++)
        both[mine + i] = limits->non_waivable[i];
    out->non_waivable = both;
}

static void merge_policies(struct merge *merge)
{
    static const enum layer order[] = {LAYER_BUILTIN, LAYER_ORGANISATION, LAYER_REPOSITORY};
    for (size_t l = 0; l < 3; l++)
        for (size_t i = 0; i < merge->selected_count; i++) {
            const struct policy *policy = merge->selected[i];
            if (policy->layer != order[l])
                continue;
            merge_limits(merge, &policy->exceptions);
            for (size_t j = 0; j < policy->rule_count; j++)
                merge_entry(merge, &(struct layer_entry){.rule = &policy->rules[j],
                                                         .policy = policy,
                                                         .layer = policy->layer});
        }
    const struct configuration *configuration = merge->library->configuration;
    for (size_t i = 0; configuration && i < configuration->rule_count; i++)
        merge_entry(merge, &(struct layer_entry){.rule = &configuration->rules[i],
                                                 .layer = LAYER_REPOSITORY});
}

static void check_version(struct merge *merge)
{
    const struct configuration *configuration = merge->library->configuration;
    if (!configuration || !configuration->min_version || !merge->options->version)
        return;
    unsigned wanted[3] = {0};
    unsigned have[3] = {0};
    const char *a = configuration->min_version;
    const char *b = merge->options->version;
    for (size_t i = 0; i < 3; i++) {
        for (; *a >= '0' && *a <= '9'; a++)
            wanted[i] = wanted[i] * 10 + (unsigned)(*a - '0');
        for (; *b >= '0' && *b <= '9'; b++)
            have[i] = have[i] * 10 + (unsigned)(*b - '0');
        a += *a == '.';
        b += *b == '.';
    }
    for (size_t i = 0; i < 3; i++) {
        if (wanted[i] == have[i])
            continue;
        if (wanted[i] > have[i])
            diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR, configuration->place,
                            "this configuration needs bylaw %s or newer; this is %s",
                            configuration->min_version, merge->options->version);
        return;
    }
}

static void check_rule_names(struct merge *merge, const char *const *ids, const char *option)
{
    for (; ids && *ids; ids++)
        if (!table_has(&merge->drafts, *ids)) {
            const char **known = ARENA_ARRAY(merge->arena, const char *, merge->drafts.count + 1);
            for (size_t i = 0; i < merge->drafts.count; i++)
                known[i] = merge->drafts.entries[i].key;
            struct diagnostic *diagnostic =
                diagnostics_add(merge->diagnostics, DIAGNOSTIC_ERROR,
                                (struct place){.path = option}, "rule '%s' is not in force", *ids);
            diagnostic->meant = suggest(*ids, known);
        }
}

static int by_rule(const void *a, const void *b)
{
    return strcmp(((const struct setting *)a)->rule->id, ((const struct setting *)b)->rule->id);
}

static const char *rule_digest(const struct library *library, const struct rule *rule)
{
    for (size_t i = 0; i < library->rule_count; i++)
        if (library->rules[i] == rule)
            return library->rule_digests[i];
    return "";
}

static void digest_ruleset(struct merge *merge)
{
    struct sha256 digest;
    sha256_init(&digest);
    for (size_t i = 0; i < merge->out->count; i++) {
        const struct setting *setting = &merge->out->settings[i];
        sha256_add_string(&digest, setting->rule->id);
        sha256_add_string(&digest, rule_digest(merge->library, setting->rule));
        sha256_add_string(&digest, severity_words[setting->severity]);
        sha256_add_string(&digest, enforcement_words[setting->enforcement]);
        int32_t numbers[] = {setting->effective_from, (int32_t)setting->on_unreadable,
                             (int32_t)setting->on_unobservable, setting->review_blocks};
        for (size_t j = 0; j < sizeof(numbers) / sizeof(numbers[0]); j++)
            sha256_add_string(&digest, arena_printf(merge->arena, "%d", numbers[j]));
        for (size_t j = 0; j < setting->rule->param_count; j++)
            sha256_add_string(&digest, value_format(merge->arena, &setting->params[j]));
        for (size_t j = 0; j < setting->for_path_count; j++)
            sha256_add_string(&digest, setting->for_path_texts[j]);
    }
    for (size_t i = 0; i < 5; i++)
        sha256_add_string(&digest,
                          arena_printf(merge->arena, "%lld", (long long)merge->limits.max_days[i]));
    for (size_t i = 0; merge->limits.non_waivable && merge->limits.non_waivable[i]; i++)
        sha256_add_string(&digest, merge->limits.non_waivable[i]);
    sha256_finish_hex(&digest, merge->out->digest);
}

static const char *const *policy_names(struct merge *merge)
{
    const char **names = ARENA_ARRAY(merge->arena, const char *, merge->selected_count + 1);
    for (size_t i = 0; i < merge->selected_count; i++) {
        const struct policy *policy = merge->selected[i];
        names[i] = policy->version
                       ? arena_printf(merge->arena, "%s %s", policy->name, policy->version)
                       : policy->name;
    }
    return names;
}

void ruleset_resolve(struct ruleset *out, struct library *library,
                     const struct ruleset_options *options, struct arena *arena,
                     struct diagnostics *diagnostics)
{
    *out = (struct ruleset){0};
    struct merge merge = {.out = out,
                          .library = library,
                          .options = options,
                          .arena = arena,
                          .diagnostics = diagnostics,
                          .limits = {.max_renewals = -1, .approvals = -1}};
    table_init(&merge.drafts, arena);
    check_version(&merge);
    select_policies(&merge);
    merge_policies(&merge);
    check_rule_names(&merge, options->only, "--rule");
    check_rule_names(&merge, options->exclude, "--exclude-rule");

    out->settings = ARENA_ARRAY(arena, struct setting, merge.drafts.count + 1);
    for (size_t i = 0; i < merge.drafts.count; i++) {
        const struct draft *draft = merge.drafts.entries[i].value;
        const char *id = draft->setting.rule->id;
        if ((options->only && !string_is_one_of(id, options->only)) ||
            (options->exclude && string_is_one_of(id, options->exclude)))
            continue;
        out->settings[out->count++] = draft->setting;
    }
    if (out->count > 0)
        qsort(out->settings, out->count, sizeof(*out->settings), by_rule);
    if (merge.limits.approvals < 0)
        merge.limits.approvals = 1;
    out->exceptions = merge.limits;
    static const struct label none[] = {{0}};
    out->labels = library->configuration ? library->configuration->labels : none;
    out->policies = policy_names(&merge);
    digest_ruleset(&merge);
}

enum enforcement setting_enforcement(const struct setting *setting, int32_t today)
{
    if (setting->effective_from != INT32_MIN && today < setting->effective_from)
        return ENFORCEMENT_ADVISORY;
    return setting->enforcement;
}
