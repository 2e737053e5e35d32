#include "facts/renovate.h"

#include "base/glob.h"
#include "base/pattern.h"
#include "facts/paths.h"

#include <string.h>

static void add(struct renovate_list *list, struct arena *arena, const char *item)
{
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = arena_strdup(arena, item);
}

static void set_list(struct renovate_list *list, struct arena *arena, const struct node *node)
{
    *list = (struct renovate_list){0};
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
        if (node_is_scalar(node->items[i]))
            add(list, arena, node->items[i]->text);
}

static bool extends(const struct node *root, const char *const *presets)
{
    const struct node *list = node_find(root, "extends");
    if (node_is_scalar(list))
        return string_is_one_of(list->text, presets);
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (node_is_scalar(list->items[i]) && string_is_one_of(list->items[i]->text, presets))
            return true;
    return false;
}

static void apply_presets(struct renovate *out, struct arena *arena, const struct node *root)
{
    static const char *const disable[] = {":disableRenovate", NULL};
    static const char *const security[] = {"security:only-security-updates", NULL};
    static const char *const no_docker[] = {"docker:disable", NULL};
    static const char *const all_modules[] = {":includeNodeModules", NULL};
    static const char *const recommended[] = {"config:recommended",
                                              "config:best-practices",
                                              "config:js-app",
                                              "config:js-lib",
                                              "config:base",
                                              ":ignoreModulesAndTests",
                                              "security:only-security-updates",
                                              NULL};
    out->disabled = extends(root, disable);
    out->only_security = extends(root, security);
    if (extends(root, recommended)) {
        static const char *const ignores[] = {
            "**/node_modules/**", "**/bower_components/**", "**/vendor/**",
            "**/examples/**",     "**/__tests__/**",        "**/test/**",
            "**/tests/**",        "**/__fixtures__/**",     NULL};
        for (size_t i = 0; ignores[i]; i++)
            add(&out->ignores, arena, ignores[i]);
    } else if (!extends(root, all_modules)) {
        add(&out->ignores, arena, "**/node_modules/**");
        add(&out->ignores, arena, "**/bower_components/**");
    }
    if (extends(root, no_docker)) {
        add(&out->off, arena, "dockerfile");
        add(&out->off, arena, "docker-compose");
    }
}

/* A package rule that switches managers off as a whole: it asks for managers and
 * for nothing else but every package. */
static void read_package_rule(struct renovate *out, struct arena *arena, const struct node *rule)
{
    bool enabled = true;
    if (!node_boolean(node_find(rule, "enabled"), &enabled) || enabled)
        return;
    const struct node *managers = NULL;
    for (size_t i = 0; rule->kind == NODE_MAPPING && i < rule->count; i++) {
        const char *name = rule->keys[i]->text;
        if (strcmp(name, "matchManagers") == 0)
            managers = rule->items[i];
        else if (string_starts_with(name, "match") || string_starts_with(name, "exclude")) {
            const struct node *names = rule->items[i];
            bool is_all = strcmp(name, "matchPackageNames") == 0 && names->kind == NODE_SEQUENCE &&
                          names->count == 1 && node_is_scalar(names->items[0]) &&
                          strcmp(names->items[0]->text, "*") == 0;
            if (!is_all)
                return;
        }
    }
    for (size_t i = 0; managers && managers->kind == NODE_SEQUENCE && i < managers->count; i++)
        if (node_is_scalar(managers->items[i]))
            add(&out->off, arena, managers->items[i]->text);
}

static const char *const managers[] = {"npm",
                                       "bun",
                                       "pip_requirements",
                                       "pip-compile",
                                       "pip_setup",
                                       "setup-cfg",
                                       "pipenv",
                                       "poetry",
                                       "pep621",
                                       "gomod",
                                       "cargo",
                                       "maven",
                                       "gradle",
                                       "bundler",
                                       "composer",
                                       "nuget",
                                       "dockerfile",
                                       "docker-compose",
                                       "github-actions",
                                       "terraform",
                                       "helmv3",
                                       "mix",
                                       "pub",
                                       "swift",
                                       "cocoapods",
                                       NULL};

void renovate_read(struct renovate *out, struct arena *arena, const struct node *root)
{
    *out = (struct renovate){0};
    if (!root || root->kind != NODE_MAPPING) {
        out->problem = "the configuration is no object";
        out->problem_line = root ? root->line : 1;
        return;
    }
    apply_presets(out, arena, root);
    bool enabled = true;
    if (node_boolean(node_find(root, "enabled"), &enabled))
        out->disabled = !enabled;
    const struct node *list = node_find(root, "enabledManagers");
    if (list)
        set_list(&out->managers, arena, list);
    list = node_find(root, "includePaths");
    if (list)
        set_list(&out->includes, arena, list);
    list = node_find(root, "ignorePaths"); /* replaces what presets say */
    if (list)
        set_list(&out->ignores, arena, list);
    for (size_t i = 0; managers[i]; i++) {
        bool is_on = true;
        if (node_boolean(node_find(node_find(root, managers[i]), "enabled"), &is_on) && !is_on)
            add(&out->off, arena, managers[i]);
    }
    const struct node *compile = node_find(root, "pip-compile");
    list = node_find(compile, "managerFilePatterns");
    if (list)
        set_list(&out->compiles, arena, list);
    list = node_find(compile, "fileMatch"); /* its older name: always a regex */
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (node_is_scalar(list->items[i]))
            add(&out->compiles, arena, arena_printf(arena, "/%s/", list->items[i]->text));
    const struct node *rules = node_find(root, "packageRules");
    for (size_t i = 0; rules && rules->kind == NODE_SEQUENCE && i < rules->count; i++)
        read_package_rule(out, arena, rules->items[i]);
}

static const char *python_manager_of(const char *base)
{
    if (strcmp(base, "pyproject.toml") == 0)
        return "pep621";
    if (strcmp(base, "Pipfile") == 0)
        return "pipenv";
    if (strcmp(base, "setup.py") == 0)
        return "pip_setup";
    if (strcmp(base, "setup.cfg") == 0)
        return "setup-cfg";
    /* *.in needs a pattern of its own */
    return string_ends_with(base, ".txt") && strstr(base, "requirements") ? "pip_requirements"
                                                                          : NULL;
}

const char *renovate_manager_of(const char *ecosystem, const char *path)
{
    static const struct {
        const char *ecosystem, *manager;
    } table[] = {
        {"docker", "dockerfile"},
        {"helm", "helmv3"},
        {"npm", "npm"},
        {"gomod", "gomod"},
        {"cargo", "cargo"},
        {"maven", "maven"},
        {"gradle", "gradle"},
        {"bundler", "bundler"},
        {"composer", "composer"},
        {"nuget", "nuget"},
        {"docker-compose", "docker-compose"},
        {"github-actions", "github-actions"},
        {"terraform", "terraform"},
        {"mix", "mix"},
        {"pub", "pub"},
        {"swift", "swift"},
        {"cocoapods", "cocoapods"},
    };
    const char *base = path_base(path);
    if (strcmp(ecosystem, "pip") == 0)
        return python_manager_of(base);
    if (strcmp(base, "gems.rb") == 0 || strcmp(base, "packages.config") == 0)
        return NULL;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        if (strcmp(table[i].ecosystem, ecosystem) == 0)
            return table[i].manager;
    return NULL;
}

bool renovate_path_matches(struct arena *arena, const char *pattern, const char *path, bool as_part)
{
    if (strcmp(pattern, path) == 0 || (as_part && strstr(path, pattern)))
        return true;
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *glob = glob_new(
        arena, pattern[0] == '/' ? pattern : arena_printf(arena, "/%s", pattern), &problem, &at);
    return glob && glob_matches(glob, path);
}

bool renovate_pattern_matches(struct arena *arena, const char *pattern, const char *path)
{
    size_t size = strlen(pattern);
    if (size < 3 || pattern[0] != '/' || pattern[size - 1] != '/')
        return renovate_path_matches(arena, pattern, path, false);
    const char *problem = NULL;
    size_t at = 0;
    const char *expression = arena_copy(arena, (struct text){pattern + 1, size - 2});
    struct pattern *compiled = pattern_new(arena, expression, false, &problem, &at);
    if (!compiled)
        return false;
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start, end;
    bool matches =
        pattern_search(compiled, matcher, text_of(path), 0, &start, &end) == PATTERN_MATCH;
    pattern_matcher_free(matcher);
    pattern_free(compiled);
    return matches;
}
