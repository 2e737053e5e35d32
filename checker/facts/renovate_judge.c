#include "facts/renovate_judge.h"

#include "facts/paths.h"
#include "facts/renovate_custom.h"
#include "facts/renovate_managers.h"

#include <string.h>

struct settings {
    bool is_on;
    bool says_on; /* it is not the manager's own default */
    struct cell_texts includes, ignores;
    const char **patterns;
    size_t pattern_count, pattern_capacity;
};

struct package_rule {
    bool is_on, some_only;
    struct cell_texts managers, files, categories;
    const char *source;
    uint32_t line;
};

struct custom_manager {
    struct renovate_manager as; /* its name and category, for package rules */
    struct settings settings;
    struct cell_texts expressions;
};

struct renovate_judge {
    const struct coverage_run *run;
    const struct fact_row *entry;
    struct settings *managers; /* one for each of renovate_managers */
    struct package_rule *rules;
    size_t rule_count;
    struct custom_manager *customs;
    size_t custom_count;
    struct cell_texts in_use;
    const char *unresolved; /* the first preset that cannot be read, or NULL */
};

static void add_pattern(struct settings *settings, struct arena *arena, const char *pattern)
{
    settings->patterns = arena_grow(arena, settings->patterns, settings->pattern_count,
                                    &settings->pattern_capacity, sizeof(*settings->patterns));
    settings->patterns[settings->pattern_count++] = pattern;
}

static void start_managers(struct renovate_judge *judge)
{
    struct arena *arena = judge->run->arena;
    judge->managers = ARENA_ARRAY(arena, struct settings, renovate_manager_count);
    const struct cell_texts includes = cell_texts(arena, judge->entry, UPDATE_INCLUDES);
    const struct cell_texts ignores = cell_texts(arena, judge->entry, UPDATE_EXCLUDES);
    for (size_t m = 0; m < renovate_manager_count; m++) {
        struct settings *settings = &judge->managers[m];
        settings->is_on = !renovate_managers[m].is_off;
        settings->includes = includes;
        settings->ignores = ignores;
        for (size_t p = 0; p < RENOVATE_PATTERNS_MAX && renovate_managers[m].patterns[p]; p++)
            add_pattern(settings, arena, renovate_managers[m].patterns[p]);
    }
}

static void read_manager(struct renovate_judge *judge, const struct fact_row *row)
{
    struct arena *arena = judge->run->arena;
    const struct renovate_manager *manager = renovate_manager_find(cell_text(row, RULE_MANAGER));
    if (!manager)
        return;
    struct settings *settings = &judge->managers[manager - renovate_managers];
    if (row->cells[RULE_ENABLED].kind == VALUE_BOOLEAN) {
        settings->is_on = row->cells[RULE_ENABLED].boolean;
        settings->says_on = true;
    }
    const struct cell_texts includes = cell_texts(arena, row, RULE_INCLUDES);
    const struct cell_texts ignores = cell_texts(arena, row, RULE_EXCLUDES);
    const struct cell_texts patterns = cell_texts(arena, row, RULE_PATTERNS);
    if (includes.is_set)
        settings->includes = includes;
    if (ignores.is_set)
        settings->ignores = ignores;
    for (size_t i = 0; i < patterns.count; i++)
        add_pattern(settings, arena, patterns.items[i]);
}

static void read_custom(struct renovate_judge *judge, const struct fact_row *row)
{
    struct arena *arena = judge->run->arena;
    struct custom_manager *custom = &judge->customs[judge->custom_count++];
    *custom = (struct custom_manager){
        .as = {.name = cell_text(row, RULE_MANAGER), .categories = {"custom"}},
        .settings = {.is_on = true,
                     .includes = cell_texts(arena, judge->entry, UPDATE_INCLUDES),
                     .ignores = cell_texts(arena, judge->entry, UPDATE_EXCLUDES)},
        .expressions = cell_texts(arena, row, RULE_TEXTS),
    };
    if (row->cells[RULE_ENABLED].kind == VALUE_BOOLEAN) {
        custom->settings.is_on = row->cells[RULE_ENABLED].boolean;
        custom->settings.says_on = true;
    }
    const struct cell_texts patterns = cell_texts(arena, row, RULE_PATTERNS);
    for (size_t i = 0; i < patterns.count; i++)
        add_pattern(&custom->settings, arena, patterns.items[i]);
}

static void read_rule(struct renovate_judge *judge, const struct fact_row *row)
{
    struct arena *arena = judge->run->arena;
    if (row->cells[RULE_ENABLED].kind != VALUE_BOOLEAN)
        return;
    judge->rules[judge->rule_count++] = (struct package_rule){
        .is_on = row->cells[RULE_ENABLED].boolean,
        .some_only = cell_is_true(row, RULE_SOME_ONLY),
        .managers = cell_texts(arena, row, RULE_MANAGERS),
        .files = cell_texts(arena, row, RULE_FILES),
        .categories = cell_texts(arena, row, RULE_CATEGORIES),
        .source = cell_text(row, RULE_SOURCE),
        .line = row->line,
    };
}

/* The row of that position: rows of a table are in the order of their lines. */
static const struct fact_row **in_order(struct arena *arena, const struct fact_table *rules,
                                        const char *path, size_t *count)
{
    const struct fact_row **rows = ARENA_ARRAY(arena, const struct fact_row *, rules->count + 2);
    *count = 0;
    for (size_t i = 0; i < rules->count; i++) {
        const struct fact_row *row = &rules->rows[i];
        int64_t position = row->gap ? 0 : cell_integer(row, RULE_POSITION, 0);
        if (position < 1 || (size_t)position > rules->count || strcmp(row->path, path) != 0)
            continue;
        rows[position - 1] = row;
        if ((size_t)position > *count)
            *count = (size_t)position;
    }
    return rows;
}

struct renovate_judge *renovate_judge_new(const struct coverage_run *run,
                                          const struct fact_row *entry,
                                          const struct fact_table *rules)
{
    struct renovate_judge *judge = ARENA_NEW(run->arena, struct renovate_judge);
    judge->run = run;
    judge->entry = entry;
    judge->in_use = cell_texts(run->arena, entry, UPDATE_MANAGERS);
    const struct cell_texts unresolved = cell_texts(run->arena, entry, UPDATE_UNRESOLVED);
    judge->unresolved = unresolved.count > 0 ? unresolved.items[0] : NULL;
    start_managers(judge);
    size_t count = 0;
    const struct fact_row **rows = in_order(run->arena, rules, entry->path, &count);
    judge->rules = ARENA_ARRAY(run->arena, struct package_rule, count);
    judge->customs = ARENA_ARRAY(run->arena, struct custom_manager, count);
    for (size_t i = 0; i < count; i++) {
        const char *manager = rows[i] ? cell_text(rows[i], RULE_MANAGER) : NULL;
        if (manager && string_starts_with(manager, "custom."))
            read_custom(judge, rows[i]);
        else if (manager)
            read_manager(judge, rows[i]);
        else if (rows[i])
            read_rule(judge, rows[i]);
    }
    return judge;
}

static bool is_ignored(const struct renovate_judge *judge, const struct cell_texts *list,
                       const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (strstr(path, list->items[i]) ||
            path_pattern_matches(
                path_pattern_minimatch(judge->run->patterns, list->items[i], false), path))
            return true;
    return false;
}

static bool is_included(const struct renovate_judge *judge, const struct cell_texts *list,
                        const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(path, list->items[i]) == 0 ||
            path_pattern_matches(
                path_pattern_minimatch(judge->run->patterns, list->items[i], false), path))
            return true;
    return list->count == 0;
}

static bool matches_pattern(const struct renovate_judge *judge, const struct settings *settings,
                            const char *path)
{
    for (size_t i = 0; i < settings->pattern_count; i++)
        if (path_pattern_matches(path_pattern_renovate(judge->run->patterns, settings->patterns[i]),
                                 path))
            return true;
    return false;
}

static bool asks_for(const struct renovate_judge *judge, const struct package_rule *rule,
                     const struct renovate_manager *manager, const char *path)
{
    struct path_patterns *patterns = judge->run->patterns;
    if (rule->managers.is_set && !path_pattern_list_matches(patterns, rule->managers.items,
                                                            rule->managers.count, manager->name))
        return false;
    if (rule->files.is_set &&
        !path_pattern_list_matches(patterns, rule->files.items, rule->files.count, path))
        return false;
    bool has_category = !rule->categories.is_set;
    for (size_t i = 0; i < rule->categories.count; i++)
        for (size_t c = 0; c < RENOVATE_WORDS_MAX && manager->categories[c]; c++)
            has_category |= strcmp(rule->categories.items[i], manager->categories[c]) == 0;
    return has_category;
}

/* The later rule wins. One for some packages switches no manifest off, but it gives a
 * part of one back. */
static struct coverage_verdict judge_rules(const struct renovate_judge *judge,
                                           const struct renovate_manager *manager, const char *path)
{
    const struct package_rule *off = NULL;
    bool some = false;
    for (size_t i = 0; i < judge->rule_count; i++) {
        const struct package_rule *rule = &judge->rules[i];
        if (!asks_for(judge, rule, manager, path))
            continue;
        if (!rule->some_only) {
            off = rule->is_on ? NULL : rule;
            some = false;
        } else if (rule->is_on) {
            some = true;
        }
    }
    if (!off)
        return (struct coverage_verdict){.state = COVERAGE_DECLARED};
    if (some)
        return (struct coverage_verdict){.state = COVERAGE_DECLARED,
                                         .reason = "only some of its packages"};
    const char *reason =
        arena_printf(judge->run->arena, "the package rule of line %u switches it off", off->line);
    if (off->source && strcmp(off->source, "security:only-security-updates") == 0)
        reason = "only for known vulnerabilities: security:only-security-updates";
    return (struct coverage_verdict){.state = COVERAGE_DISABLED, .reason = reason};
}

static struct coverage_verdict disabled(const char *reason)
{
    return (struct coverage_verdict){.state = COVERAGE_DISABLED, .reason = reason};
}

static struct coverage_verdict judge_manager(const struct renovate_judge *judge,
                                             const struct renovate_manager *manager,
                                             const struct settings *settings, const char *path)
{
    struct arena *arena = judge->run->arena;
    if (!matches_pattern(judge, settings, path))
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    bool in_use = judge->in_use.count == 0;
    for (size_t i = 0; i < judge->in_use.count; i++)
        in_use |= strcmp(judge->in_use.items[i], manager->name) == 0;
    if (!in_use)
        return disabled(arena_printf(arena, "enabledManagers leaves %s out", manager->name));
    if (!settings->is_on && !settings->says_on)
        return disabled(arena_printf(arena, "%s is off until it is enabled", manager->name));
    if (!settings->is_on)
        return disabled(arena_printf(arena, "%s is switched off", manager->name));
    if (!is_included(judge, &settings->includes, path))
        return disabled("includePaths leaves it out");
    if (is_ignored(judge, &settings->ignores, path))
        return disabled("ignorePaths takes it out");
    return judge_rules(judge, manager, path);
}

/* It finds what its expressions say, whatever the file is a manifest of. */
static struct coverage_verdict judge_custom(const struct renovate_judge *judge,
                                            const struct custom_manager *custom, const char *path)
{
    struct coverage_verdict verdict = judge_manager(judge, &custom->as, &custom->settings, path);
    if (verdict.state != COVERAGE_DECLARED)
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    enum renovate_finds found = RENOVATE_FINDS_PERHAPS;
    if (strcmp(custom->as.name, "custom.regex") == 0)
        found = renovate_custom_finds(judge->run, &custom->expressions, path);
    if (found == RENOVATE_FINDS_NOTHING)
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    if (found == RENOVATE_FINDS_PERHAPS)
        verdict.not_known = "whether a custom manager finds anything in it is not known here";
    else
        verdict.reason = "only what a custom manager finds in it";
    return verdict;
}

/* A bun lock turns npm's manifest into one of bun. */
static bool is_superseded(const struct renovate_judge *judge, const char *manager,
                          const struct coverage_manifest *manifest)
{
    bool is_npm = strcmp(manager, "npm") == 0;
    if (!is_npm && strcmp(manager, "bun") != 0)
        return false;
    static const char *const locks[] = {"bun.lock", "bun.lockb"};
    const struct snapshot *snapshot = judge->run->repository->snapshot;
    bool has_lock = false;
    for (size_t i = 0; i < 2; i++)
        has_lock |=
            snapshot_find(snapshot, path_join(judge->run->arena, manifest->directory, locks[i])) ||
            snapshot_find(snapshot, path_join(judge->run->arena, manifest->root, locks[i]));
    return has_lock == is_npm;
}

struct coverage_verdict renovate_judge_manifest(const struct renovate_judge *judge,
                                                const struct coverage_manifest *manifest)
{
    struct coverage_verdict best = {.state = COVERAGE_NONE};
    for (size_t m = 0; m < renovate_manager_count; m++) {
        if (!renovate_manager_knows(&renovate_managers[m], manifest->ecosystem) ||
            is_superseded(judge, renovate_managers[m].name, manifest))
            continue;
        for (size_t i = 0; i < manifest->file_count; i++) {
            struct coverage_verdict one = judge_manager(judge, &renovate_managers[m],
                                                        &judge->managers[m], manifest->files[i]);
            if (one.state < best.state)
                best = one;
        }
    }
    for (size_t c = 0; c < judge->custom_count; c++)
        for (size_t i = 0; i < manifest->file_count; i++) {
            struct coverage_verdict one =
                judge_custom(judge, &judge->customs[c], manifest->files[i]);
            if (one.state < best.state ||
                (best.not_known && !one.not_known && one.state == best.state))
                best = one;
        }
    if (best.state == COVERAGE_DECLARED && !best.reason && judge->unresolved)
        best.reason = arena_printf(judge->run->arena, "unresolved preset %s", judge->unresolved);
    return best;
}
