#include "facts/renovate.h"

#include "document/json.h"
#include "facts/renovate_managers.h"

#include <string.h>

enum { PRESETS_DEPTH = 8, RULES_MAX = 10000 };

struct reading {
    struct renovate *out;
    struct arena *arena;
    const struct renovate_list *ignored; /* ignorePresets */
    const char *source;                  /* the preset being read, or NULL */
    uint32_t line;                       /* of the preset's name in the file */
    unsigned depth;
};

static void read_config(struct reading *reading, const struct node *root);

static void add(struct renovate_list *list, struct arena *arena, const char *item)
{
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = arena_strdup(arena, item);
    list->is_set = true;
}

static void add_all(struct renovate_list *list, struct arena *arena, const struct node *node)
{
    if (!node)
        return;
    list->is_set = true;
    if (node_is_scalar(node) && node->kind == NODE_TEXT)
        add(list, arena, node->text);
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
        if (node_is_scalar(node->items[i]))
            add(list, arena, node->items[i]->text);
}

/* Lists that are not merged: the later one stands for itself. */
static void set_list(struct renovate_list *list, struct arena *arena, const struct node *node)
{
    if (!node)
        return;
    *list = (struct renovate_list){0};
    add_all(list, arena, node);
}

static enum renovate_switch switch_of(const struct node *node)
{
    bool on;
    if (!node || !node_boolean(node, &on))
        return RENOVATE_UNSAID;
    return on ? RENOVATE_ON : RENOVATE_OFF;
}

static struct renovate_rule *add_rule(struct reading *reading, const struct node *node)
{
    struct renovate *out = reading->out;
    if (out->rule_count >= RULES_MAX)
        return NULL;
    out->rules = arena_grow(reading->arena, out->rules, out->rule_count, &out->rule_capacity,
                            sizeof(*out->rules));
    struct renovate_rule *rule = &out->rules[out->rule_count++];
    *rule = (struct renovate_rule){
        .source = reading->source,
        .line = reading->source ? reading->line : node->line,
    };
    return rule;
}

static bool is_everything(const struct node *list)
{
    return list->kind == NODE_SEQUENCE && list->count == 1 && node_is_scalar(list->items[0]) &&
           (strcmp(list->items[0]->text, "*") == 0 || strcmp(list->items[0]->text, "**") == 0 ||
            strcmp(list->items[0]->text, "/.*/") == 0);
}

/* What a rule asks for; what is not about managers, files and categories makes it one
 * for some packages only, and so do the presets that it extends: lists of packages. */
static void read_matcher(struct reading *reading, struct renovate_rule *rule, const char *name,
                         const struct node *value)
{
    static const char *const managers[] = {"matchManagers", "managers", NULL};
    static const char *const files[] = {"matchFileNames", "matchPaths", "matchFiles", "paths",
                                        NULL};
    static const char *const categories[] = {"matchCategories", "matchLanguages", "languages",
                                             NULL};
    static const char *const names[] = {
        "matchPackageNames",    "matchPackagePatterns", "matchDepNames",
        "matchDepPatterns",     "packageNames",         "packagePatterns",
        "matchPackagePrefixes", "matchDepPrefixes",     NULL};
    if (string_is_one_of(name, managers))
        set_list(&rule->managers, reading->arena, value);
    else if (string_is_one_of(name, files))
        set_list(&rule->files, reading->arena, value);
    else if (string_is_one_of(name, categories))
        set_list(&rule->categories, reading->arena, value);
    else if (string_is_one_of(name, names))
        rule->some_only |= !is_everything(value);
    else if (string_starts_with(name, "match") || string_starts_with(name, "exclude") ||
             strcmp(name, "extends") == 0)
        rule->some_only = true;
}

static void read_package_rules(struct reading *reading, const struct node *rules,
                               const char *manager)
{
    for (size_t i = 0; rules && rules->kind == NODE_SEQUENCE && i < rules->count; i++) {
        const struct node *node = rules->items[i];
        enum renovate_switch enabled = switch_of(node_find(node, "enabled"));
        if (enabled == RENOVATE_UNSAID)
            continue;
        struct renovate_rule *rule = add_rule(reading, node);
        if (!rule)
            return;
        rule->enabled = enabled;
        for (size_t k = 0; k < node->count; k++)
            read_matcher(reading, rule, node->keys[k]->text, node->items[k]);
        if (manager && !rule->managers.is_set)
            add(&rule->managers, reading->arena, manager);
    }
}

static void read_patterns(struct reading *reading, struct renovate_rule *rule,
                          const struct node *node)
{
    struct arena *arena = reading->arena;
    add_all(&rule->patterns, arena, node_find(node, "managerFilePatterns"));
    const struct node *old = node_find(node, "fileMatch"); /* its older name: always a regex */
    struct renovate_list expressions = {0};
    add_all(&expressions, arena, old);
    for (size_t i = 0; i < expressions.count; i++)
        add(&rule->patterns, arena, arena_printf(arena, "/%s/", expressions.items[i]));
}

static void read_manager(struct reading *reading, const struct node *node, const char *manager)
{
    struct renovate_rule *rule = add_rule(reading, node);
    if (!rule)
        return;
    struct arena *arena = reading->arena;
    rule->manager = arena_strdup(arena, manager);
    rule->enabled = switch_of(node_find(node, "enabled"));
    set_list(&rule->includes, arena, node_find(node, "includePaths"));
    set_list(&rule->ignores, arena, node_find(node, "ignorePaths"));
    read_patterns(reading, rule, node);
    read_package_rules(reading, node_find(node, "packageRules"), manager);
}

static void read_custom_managers(struct reading *reading, const struct node *list)
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *node = list->items[i];
        const char *type = node_string(node, "customType");
        struct renovate_rule *rule = node->kind == NODE_MAPPING ? add_rule(reading, node) : NULL;
        if (!rule)
            continue;
        rule->manager = arena_printf(reading->arena, "custom.%s", type ? type : "regex");
        rule->enabled = switch_of(node_find(node, "enabled"));
        read_patterns(reading, rule, node);
        add_all(&rule->texts, reading->arena, node_find(node, "matchStrings"));
    }
}

/* Before managers had categories, each language had settings of its own. */
static void read_language(struct reading *reading, const struct node *node, const char *language)
{
    enum renovate_switch enabled = switch_of(node_find(node, "enabled"));
    struct renovate_rule *rule = enabled != RENOVATE_UNSAID ? add_rule(reading, node) : NULL;
    if (!rule)
        return;
    rule->enabled = enabled;
    add(&rule->categories, reading->arena, language);
}

static void read_managers(struct reading *reading, const struct node *root)
{
    static const char *const languages[] = {"dart", "docker", "dotnet", "elixir", "golang",
                                            "java", "js",     "node",   "php",    "python",
                                            "ruby", "rust",   NULL};
    for (size_t i = 0; i < root->count; i++) {
        const char *name = root->keys[i]->text;
        const struct node *value = root->items[i];
        if (value->kind != NODE_MAPPING)
            continue;
        if (renovate_manager_find(name))
            read_manager(reading, value, name);
        else if (string_is_one_of(name, languages))
            read_language(reading, value, name);
    }
}

static bool has(const struct renovate_list *list, const char *item)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (strcmp(list->items[i], item) == 0)
            return true;
    return false;
}

static void read_preset(struct reading *reading, const struct node *node)
{
    size_t length = strcspn(node->text, "("); /* :label(x): the arguments say nothing here */
    const char *written = arena_copy(reading->arena, (struct text){node->text, length});
    const char *name = renovate_preset_today(written);
    const char *json = renovate_preset(name);
    if (has(reading->ignored, node->text) || has(reading->ignored, name))
        return;
    if (!json) {
        if (!renovate_preset_is_known(name) && !has(&reading->out->unresolved, node->text))
            add(&reading->out->unresolved, reading->arena, node->text);
        return;
    }
    struct document document;
    struct document_problem problem;
    if (reading->depth >= PRESETS_DEPTH ||
        !json_parse(reading->arena, text_of(json), false, &document, &problem))
        return;
    if (strcmp(name, "security:only-security-updates") == 0)
        reading->out->only_security = true;
    struct reading below = *reading;
    below.source = reading->source ? reading->source : arena_strdup(reading->arena, name);
    below.line = reading->source ? reading->line : node->line;
    below.depth++;
    read_config(&below, document.roots[0]);
}

static void read_managers_in_use(struct reading *reading, const struct node *root)
{
    struct renovate_list *list = &reading->out->managers;
    if (!node_find(root, "enabledManagers"))
        return;
    set_list(list, reading->arena, node_find(root, "enabledManagers"));
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], "yarn") == 0)
            list->items[i] = "npm";
        else if (strcmp(list->items[i], "regex") == 0)
            list->items[i] = "custom.regex";
    }
}

static void read_config(struct reading *reading, const struct node *root)
{
    struct renovate *out = reading->out;
    struct arena *arena = reading->arena;
    const struct node *presets = node_find(root, "extends");
    if (presets && presets->kind == NODE_TEXT)
        read_preset(reading, presets);
    for (size_t i = 0; presets && presets->kind == NODE_SEQUENCE && i < presets->count; i++)
        if (presets->items[i]->kind == NODE_TEXT)
            read_preset(reading, presets->items[i]);
    enum renovate_switch enabled = switch_of(node_find(root, "enabled"));
    if (enabled != RENOVATE_UNSAID)
        out->enabled = enabled;
    const char *mode = node_string(root, "mode");
    if (mode)
        out->silent = strcmp(mode, "silent") == 0;
    enum renovate_switch advisories = switch_of(node_find(root, "osvVulnerabilityAlerts"));
    if (advisories != RENOVATE_UNSAID)
        out->knows_advisories = advisories == RENOVATE_ON;
    read_managers_in_use(reading, root);
    set_list(&out->includes, arena, node_find(root, "includePaths"));
    enum renovate_switch modules = switch_of(node_find(root, "ignoreNodeModules"));
    if (modules != RENOVATE_UNSAID)
        out->ignores = (struct renovate_list){.is_set = true};
    if (modules == RENOVATE_ON)
        add(&out->ignores, arena, "node_modules/");
    set_list(&out->ignores, arena, node_find(root, "ignorePaths"));
    set_list(&out->branches, arena, node_find(root, "baseBranches"));
    set_list(&out->branches, arena, node_find(root, "baseBranchPatterns"));
    read_managers(reading, root);
    read_custom_managers(reading, node_find(root, "customManagers"));
    read_custom_managers(reading, node_find(root, "regexManagers")); /* its older name */
    read_package_rules(reading, node_find(root, "packageRules"), NULL);
}

static void look_for_mistakes(struct reading *reading, const struct node *root)
{
    struct renovate *out = reading->out;
    for (size_t i = 0; i < root->count && !out->doubt; i++) {
        const char *meant = renovate_option_meant(root->keys[i]->text);
        if (meant)
            out->doubt = arena_printf(reading->arena,
                                      "'%s' is no option that is known here (perhaps '%s'); "
                                      "Renovate refuses a configuration with one",
                                      root->keys[i]->text, meant);
    }
}

void renovate_read(struct renovate *out, struct arena *arena, const struct node *root)
{
    *out = (struct renovate){0};
    add(&out->ignores, arena, "**/node_modules/**");
    add(&out->ignores, arena, "**/bower_components/**");
    struct reading reading = {.out = out, .arena = arena};
    if (root && root->kind == NODE_TEXT) {
        read_preset(&reading, root);
        return;
    }
    if (!root || root->kind != NODE_MAPPING) {
        out->problem = "the configuration is no object";
        out->problem_line = root ? root->line : 1;
        return;
    }
    struct renovate_list ignored = {0};
    add_all(&ignored, arena, node_find(root, "ignorePresets"));
    reading.ignored = &ignored;
    look_for_mistakes(&reading, root);
    read_config(&reading, root);
}
