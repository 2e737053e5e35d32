#include "facts/dependabot_check.h"

#include "base/diagnostic.h"

#include <string.h>

enum { KEYS_MAX = 40, DAYS_MAX = 90, MILESTONE_MAX = 1 << 30, LIMIT_MAX = 1000 };

static const char *const intervals[] = {"daily",        "weekly", "monthly", "quarterly",
                                        "semiannually", "yearly", "cron",    NULL};
static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday",    NULL};
static const char *const allow_deny[] = {"allow", "deny", NULL};
static const char *const rebases[] = {"auto", "disabled", NULL};
static const char *const strategies[] = {"auto",          "increase", "increase-if-necessary",
                                         "lockfile-only", "widen",    NULL};
static const char *const separators[] = {"-", "_", "/", NULL};

const struct dependabot_key dependabot_schedule_keys[] = {
    {.name = "interval", .shape = SHAPE_WORD, .words = intervals},
    {.name = "day", .shape = SHAPE_WORD, .words = days},
    {.name = "time", .shape = SHAPE_ANY},
    {.name = "timezone", .shape = SHAPE_ANY},
    {.name = "cronjob", .shape = SHAPE_TEXT},
    {0},
};

static const struct dependabot_key allow_keys[] = {
    {.name = "dependency-name", .shape = SHAPE_TEXT},
    {.name = "dependency-type", .shape = SHAPE_TEXT},
    {.name = "update-types", .shape = SHAPE_TEXTS},
    {0},
};

static const struct dependabot_key ignore_keys[] = {
    {.name = "dependency-name", .shape = SHAPE_TEXT},
    {.name = "update-types", .shape = SHAPE_TEXTS},
    {.name = "versions", .shape = SHAPE_ANY},
    {0},
};

static const struct dependabot_key cooldown_keys[] = {
    {.name = "default-days", .shape = SHAPE_NUMBER, .low = 1, .high = DAYS_MAX},
    {.name = "semver-major-days", .shape = SHAPE_NUMBER, .low = 1, .high = DAYS_MAX},
    {.name = "semver-minor-days", .shape = SHAPE_NUMBER, .low = 1, .high = DAYS_MAX},
    {.name = "semver-patch-days", .shape = SHAPE_NUMBER, .low = 1, .high = DAYS_MAX},
    {.name = "include", .shape = SHAPE_TEXTS},
    {.name = "exclude", .shape = SHAPE_TEXTS},
    {0},
};

static const struct dependabot_key message_keys[] = {
    {.name = "prefix", .shape = SHAPE_TEXT},
    {.name = "prefix-development", .shape = SHAPE_TEXT},
    {.name = "include", .shape = SHAPE_TEXT},
    {0},
};

static const struct dependabot_key branch_name_keys[] = {
    {.name = "separator", .shape = SHAPE_WORD, .words = separators},
    {0},
};

const struct dependabot_key dependabot_entry_keys[] = {
    {.name = "allow", .shape = SHAPE_LIST, .keys = allow_keys},
    {.name = "assignees", .shape = SHAPE_TEXTS},
    {.name = "commit-message", .shape = SHAPE_MAPPING, .keys = message_keys},
    {.name = "cooldown", .shape = SHAPE_MAPPING, .keys = cooldown_keys},
    {.name = "directories", .shape = SHAPE_TEXTS},
    {.name = "directory", .shape = SHAPE_TEXT},
    {.name = "enable-beta-ecosystems", .shape = SHAPE_ANY},
    {.name = "exclude-paths", .shape = SHAPE_TEXTS},
    {.name = "groups", .shape = SHAPE_MAPPING},
    {.name = "ignore", .shape = SHAPE_LIST, .keys = ignore_keys},
    {.name = "insecure-external-code-execution", .shape = SHAPE_WORD, .words = allow_deny},
    {.name = "labels", .shape = SHAPE_TEXTS},
    {.name = "milestone", .shape = SHAPE_NUMBER, .low = 1, .high = MILESTONE_MAX},
    {.name = "multi-ecosystem-group", .shape = SHAPE_TEXT},
    {.name = "name", .shape = SHAPE_TEXT},
    {.name = "open-pull-requests-limit", .shape = SHAPE_NUMBER, .low = 0, .high = LIMIT_MAX},
    {.name = "package-ecosystem", .shape = SHAPE_TEXT},
    {.name = "patterns", .shape = SHAPE_TEXTS},
    {.name = "pull-request-branch-name", .shape = SHAPE_MAPPING, .keys = branch_name_keys},
    {.name = "rebase-strategy", .shape = SHAPE_WORD, .words = rebases},
    {.name = "registries", .shape = SHAPE_ANY},
    {.name = "reviewers", .shape = SHAPE_ANY}, /* was taken out of the schema and is let through */
    {.name = "schedule", .shape = SHAPE_MAPPING, .keys = dependabot_schedule_keys},
    {.name = "target-branch", .shape = SHAPE_TEXT},
    {.name = "vendor", .shape = SHAPE_BOOLEAN},
    {.name = "versioning-strategy", .shape = SHAPE_WORD, .words = strategies},
    {0},
};

const struct dependabot_key dependabot_file_keys[] = {
    {.name = "version", .shape = SHAPE_ANY}, /* read with its own message */
    {.name = "updates", .shape = SHAPE_LIST},
    {.name = "registries", .shape = SHAPE_MAPPING},
    {.name = "enable-beta-ecosystems", .shape = SHAPE_BOOLEAN},
    {.name = "multi-ecosystem-groups", .shape = SHAPE_MAPPING},
    {0},
};

static const struct dependabot_key *key_of(const struct dependabot_key *keys, const char *name)
{
    for (; keys->name; keys++)
        if (strcmp(keys->name, name) == 0)
            return keys;
    return NULL;
}

static const char *unknown_key(struct arena *arena, const struct dependabot_key *keys,
                               const char *name, const char *what)
{
    const char *names[KEYS_MAX + 1] = {0};
    for (size_t i = 0; i < KEYS_MAX && keys[i].name; i++)
        names[i] = keys[i].name;
    const char *meant = suggest(name, names);
    return meant
               ? arena_printf(arena, "'%s' is no key of %s (did you mean '%s'?)", name, what, meant)
               : arena_printf(arena, "'%s' is no key of %s", name, what);
}

static const char *unknown_word(struct arena *arena, const struct dependabot_key *key,
                                const struct node *node)
{
    if (!node_is_scalar(node))
        return arena_printf(arena, "'%s' is no text", key->name);
    const char *meant = suggest(node->text, key->words);
    if (meant)
        return arena_printf(arena, "'%s' is no known '%s' (did you mean '%s'?)", node->text,
                            key->name, meant);
    return arena_printf(arena, "'%s' is no known '%s'", node->text, key->name);
}

static struct dependabot_mistake check_list(struct arena *arena, const struct dependabot_key *key,
                                            const struct node *node)
{
    if (node->kind != NODE_SEQUENCE)
        return (struct dependabot_mistake){node, arena_printf(arena, "'%s' is no list", key->name)};
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];
        if (key->shape == SHAPE_TEXTS && item->kind != NODE_TEXT)
            return (struct dependabot_mistake){
                item, arena_printf(arena, "an item of '%s' is no text", key->name)};
        if (key->shape == SHAPE_LIST && item->kind != NODE_MAPPING)
            return (struct dependabot_mistake){
                item, arena_printf(arena, "an item of '%s' is no mapping", key->name)};
        if (key->keys) {
            struct dependabot_mistake mistake = dependabot_check(
                arena, item, key->keys, arena_printf(arena, "an item of '%s'", key->name));
            if (mistake.node)
                return mistake;
        }
    }
    return (struct dependabot_mistake){0};
}

static struct dependabot_mistake check_value(struct arena *arena, const struct dependabot_key *key,
                                             const struct node *node)
{
    const char *wanted = NULL;
    int64_t number;
    bool flag;
    switch (key->shape) {
    case SHAPE_ANY:
        break;
    case SHAPE_TEXT:
        wanted = node->kind == NODE_TEXT ? NULL : "text";
        break;
    case SHAPE_BOOLEAN:
        wanted = node_boolean(node, &flag) ? NULL : "boolean";
        break;
    case SHAPE_TEXTS:
    case SHAPE_LIST:
        return check_list(arena, key, node);
    case SHAPE_MAPPING:
        if (node->kind != NODE_MAPPING)
            wanted = "mapping";
        else if (key->keys)
            return dependabot_check(arena, node, key->keys, arena_printf(arena, "'%s'", key->name));
        break;
    case SHAPE_NUMBER:
        if (!node_integer(node, &number) || node->quoted || number < key->low || number > key->high)
            return (struct dependabot_mistake){
                node, arena_printf(arena, "'%s' is no number from %lld to %lld", key->name,
                                   (long long)key->low, (long long)key->high)};
        break;
    case SHAPE_WORD:
        if (!node_is_scalar(node) || !string_is_one_of(node->text, key->words))
            return (struct dependabot_mistake){node, unknown_word(arena, key, node)};
        break;
    }
    if (!wanted)
        return (struct dependabot_mistake){0};
    return (struct dependabot_mistake){node,
                                       arena_printf(arena, "'%s' is no %s", key->name, wanted)};
}

struct dependabot_mistake dependabot_check(struct arena *arena, const struct node *mapping,
                                           const struct dependabot_key *keys, const char *what)
{
    for (size_t i = 0; i < mapping->count; i++) {
        const struct node *name = mapping->keys[i];
        const struct dependabot_key *key = key_of(keys, name->text);
        if (!key)
            return (struct dependabot_mistake){name, unknown_key(arena, keys, name->text, what)};
        struct dependabot_mistake mistake = check_value(arena, key, mapping->items[i]);
        if (mistake.node)
            return mistake;
    }
    return (struct dependabot_mistake){0};
}
