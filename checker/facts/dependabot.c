#include "facts/dependabot.h"

#include "base/diagnostic.h"
#include "base/table.h"
#include "facts/dependabot_check.h"
#include "facts/paths.h"

#include <string.h>

enum { LIMIT_DEFAULT = 5 };

const char *const dependabot_ecosystems[] = {
    "bazel",      "bun",  "bundler",        "cargo",        "composer",
    "conda",      "deno", "devcontainers",  "docker",       "docker-compose",
    "dotnet-sdk", "elm",  "github-actions", "gitsubmodule", "gomod",
    "gradle",     "helm", "julia",          "maven",        "mix",
    "nix",        "npm",  "nuget",          "opentofu",     "pip",
    "pre-commit", "pub",  "rust-toolchain", "sbt",          "swift",
    "terraform",  "uv",   "vcpkg",          NULL,
};

/* What people write instead, though it is not spelt alike. */
static const struct {
    const char *written, *meant;
} ecosystem_words[] = {
    {"yarn", "npm"},
    {"pnpm", "npm"},
    {"javascript", "npm"},
    {"node", "npm"},
    {"poetry", "pip"},
    {"pipenv", "pip"},
    {"python", "pip"},
    {"pypi", "pip"},
    {"go", "gomod"},
    {"golang", "gomod"},
    {"rust", "cargo"},
    {"ruby", "bundler"},
    {"rubygems", "bundler"},
    {"php", "composer"},
    {"java", "maven"},
    {"kotlin", "gradle"},
    {"hex", "mix"},
    {"elixir", "mix"},
    {"dart", "pub"},
    {"flutter", "pub"},
    {"actions", "github-actions"},
    {"submodules", "gitsubmodule"},
    {"dotnet", "nuget"},
    {"kubernetes", "docker"},
};

struct reading {
    struct dependabot *out;
    struct arena *arena;
    const struct node *groups;
    struct table seen; /* "ecosystem folder branch" of literal folders -> the entry */
};

static void refuse(const struct reading *reading, const struct node *node, const char *problem)
{
    struct dependabot *out = reading->out;
    if (out->problem)
        return;
    out->problem_line = node && node->line ? node->line : 1;
    out->problem = problem;
}

static void refuse_mistakes(const struct reading *reading, const struct node *mapping,
                            const struct dependabot_key *keys, const char *what)
{
    struct dependabot_mistake mistake = dependabot_check(reading->arena, mapping, keys, what);
    if (mistake.node)
        refuse(reading, mistake.node, mistake.problem);
}

static const char *unknown_ecosystem(struct arena *arena, const char *written)
{
    const char *meant = suggest(written, dependabot_ecosystems);
    for (size_t i = 0; i < sizeof(ecosystem_words) / sizeof(*ecosystem_words); i++)
        if (string_equals_folded(written, ecosystem_words[i].written))
            meant = ecosystem_words[i].meant;
    return meant ? arena_printf(arena, "'%s' is no package ecosystem (did you mean '%s'?)", written,
                                meant)
                 : arena_printf(arena, "'%s' is no package ecosystem", written);
}

/* Pathname#cleanpath, then a slash in front. */
static const char *normalise(struct arena *arena, const char *written)
{
    const char *clean = path_resolve(arena, ".", written[0] == '/' ? written + 1 : written);
    if (!clean)
        return NULL;
    return strcmp(clean, ".") == 0 ? "/" : arena_printf(arena, "/%s", clean);
}

static struct dependabot_texts texts_of(struct arena *arena, const struct node *list)
{
    struct dependabot_texts texts = {0};
    if (!list || list->kind != NODE_SEQUENCE)
        return texts;
    texts.items = ARENA_ARRAY(arena, const char *, list->count);
    for (size_t i = 0; i < list->count; i++)
        if (node_is_scalar(list->items[i]))
            texts.items[texts.count++] = list->items[i]->text;
    return texts;
}

static void add_directory(struct reading *reading, struct dependabot_entry *entry,
                          const struct node *item)
{
    const char *directory = item->kind == NODE_TEXT ? normalise(reading->arena, item->text) : NULL;
    if (!directory)
        return;
    for (size_t i = 0; i < entry->directory_count; i++)
        if (strcmp(entry->directories[i], directory) == 0)
            return;
    entry->directories[entry->directory_count++] = directory;
    if (!entry->ecosystem)
        return;
    const char *name = arena_printf(reading->arena, "%s %s %s", entry->ecosystem, directory,
                                    entry->branch ? entry->branch : "");
    const uint32_t *earlier = table_find(&reading->seen, name);
    if (earlier)
        refuse(reading, item,
               arena_printf(reading->arena, "'%s' in '%s' is updated by the entry of line %u too",
                            entry->ecosystem, directory, *earlier));
    uint32_t *line = ARENA_NEW(reading->arena, uint32_t);
    *line = entry->line;
    table_set(&reading->seen, name, line);
}

static void read_directories(struct reading *reading, struct dependabot_entry *entry,
                             const struct node *node)
{
    const struct node *one = node_find(node, "directory");
    const struct node *many = node_find(node, "directories");
    if ((one != NULL) == (many != NULL)) {
        refuse(reading, node, "an entry needs either 'directory' or 'directories'");
        return;
    }
    if (many && (many->kind != NODE_SEQUENCE || many->count == 0)) {
        refuse(reading, many, "'directories' is no list, or an empty one");
        return;
    }
    size_t count = one ? 1 : many->count;
    entry->directories = ARENA_ARRAY(reading->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        add_directory(reading, entry, one ? one : many->items[i]);
}

static const char *read_schedule(const struct reading *reading, const struct node *node,
                                 const char *what)
{
    const struct node *schedule = node_find(node, "schedule");
    if (!schedule || schedule->kind != NODE_MAPPING) {
        refuse(reading, schedule ? schedule : node,
               arena_printf(reading->arena, "%s needs a 'schedule'", what));
        return NULL;
    }
    refuse_mistakes(reading, schedule, dependabot_schedule_keys, "'schedule'");
    const char *interval = node_string(schedule, "interval");
    if (!interval)
        refuse(reading, schedule, "'schedule' has no 'interval'");
    else if (strcmp(interval, "cron") == 0 && !node_string(schedule, "cronjob"))
        refuse(reading, schedule, "the interval 'cron' needs a 'cronjob'");
    return interval;
}

static void read_group(const struct reading *reading, struct dependabot_entry *entry,
                       const struct node *node)
{
    static const char *const forbidden[] = {"milestone", "target-branch", "commit-message",
                                            "pull-request-branch-name", NULL};
    const struct node *named = node_find(node, "multi-ecosystem-group");
    if (!named) {
        entry->interval = read_schedule(reading, node, "an entry");
        return;
    }
    const char *name = node_string(node, "multi-ecosystem-group");
    const struct node *group = name ? node_find(reading->groups, name) : NULL;
    if (!group)
        refuse(reading, named,
               arena_printf(reading->arena, "'%s' is no group of this file", name ? name : ""));
    else
        entry->interval = node_string(node_find(group, "schedule"), "interval");
    if (!node_find(node, "patterns"))
        refuse(reading, node, "an entry of a group needs 'patterns'");
    for (size_t i = 0; forbidden[i]; i++)
        if (node_find(node, forbidden[i]))
            refuse(reading, node_key(node, forbidden[i]),
                   arena_printf(reading->arena, "'%s' cannot stand in an entry of a group",
                                forbidden[i]));
    const struct dependabot_texts patterns = texts_of(reading->arena, node_find(node, "patterns"));
    entry->some_only = true;
    for (size_t i = 0; i < patterns.count; i++)
        if (strcmp(patterns.items[i], "*") == 0)
            entry->some_only = false;
}

static bool is_every_name(const char *name)
{
    return name && name[0] == '*' && name[strspn(name, "*")] == '\0';
}

static bool is_every_version(const struct node *versions)
{
    const struct node *one = versions;
    if (versions->kind == NODE_SEQUENCE)
        one = versions->count == 1 ? versions->items[0] : NULL;
    return one && node_is_scalar(one) &&
           (strcmp(one->text, ">= 0") == 0 || strcmp(one->text, ">=0") == 0);
}

/* `ignore` of every dependency: no name but "*", and no versions, or all three
 * kinds of update, which may stand in several items. */
static bool ignores_all(const struct node *entry)
{
    static const char *const types[] = {"version-update:semver-major",
                                        "version-update:semver-minor",
                                        "version-update:semver-patch"};
    const struct node *ignore = node_find(entry, "ignore");
    unsigned seen = 0;
    for (size_t i = 0; ignore && ignore->kind == NODE_SEQUENCE && i < ignore->count; i++) {
        const struct node *item = ignore->items[i];
        const struct node *versions = node_find(item, "versions");
        const struct node *kinds = node_find(item, "update-types");
        if (!is_every_name(node_string(item, "dependency-name")))
            continue;
        if (versions ? is_every_version(versions) : !kinds)
            return true;
        for (size_t k = 0; !versions && kinds->kind == NODE_SEQUENCE && k < kinds->count; k++)
            for (unsigned t = 0; t < 3; t++)
                if (node_is_scalar(kinds->items[k]) && strcmp(kinds->items[k]->text, types[t]) == 0)
                    seen |= 1U << t;
    }
    return seen == 7;
}

static void read_settings(const struct reading *reading, struct dependabot_entry *entry,
                          const struct node *node)
{
    const struct node *limit = node_find(node, "open-pull-requests-limit");
    entry->limit = LIMIT_DEFAULT;
    if (limit && !node_integer(limit, &entry->limit))
        entry->limit = LIMIT_DEFAULT;
    const struct node *days = node_find(node_find(node, "cooldown"), "default-days");
    if (!days || !node_integer(days, &entry->cooldown_days))
        entry->cooldown_days = -1;
    const char *execution = node_string(node, "insecure-external-code-execution");
    entry->insecure_execution = execution && strcmp(execution, "allow") == 0;
    entry->ignores_all = ignores_all(node);
    entry->excludes = texts_of(reading->arena, node_find(node, "exclude-paths"));
    const struct node *groups = node_find(node, "groups");
    const char *shared = node_string(node, "multi-ecosystem-group");
    size_t count = groups && groups->kind == NODE_MAPPING ? groups->count : 0;
    entry->groups.items = ARENA_ARRAY(reading->arena, const char *, count + 1);
    if (shared)
        entry->groups.items[entry->groups.count++] = shared;
    for (size_t i = 0; i < count; i++)
        entry->groups.items[entry->groups.count++] = groups->keys[i]->text;
}

static void read_entry(struct reading *reading, const struct node *node)
{
    if (node->kind != NODE_MAPPING) {
        refuse(reading, node, "an entry is no mapping");
        return;
    }
    struct dependabot_entry entry = {.line = node->line};
    const struct node *ecosystem = node_find(node, "package-ecosystem");
    entry.ecosystem = node_string(node, "package-ecosystem");
    if (!entry.ecosystem)
        refuse(reading, ecosystem ? ecosystem : node, "an entry needs a 'package-ecosystem'");
    else if (!string_is_one_of(entry.ecosystem, dependabot_ecosystems))
        refuse(reading, ecosystem, unknown_ecosystem(reading->arena, entry.ecosystem));
    entry.branch = node_string(node, "target-branch");
    refuse_mistakes(reading, node, dependabot_entry_keys, "an entry");
    read_directories(reading, &entry, node);
    read_group(reading, &entry, node);
    read_settings(reading, &entry, node);
    struct dependabot *out = reading->out;
    out->entries =
        arena_grow(reading->arena, out->entries, out->count, &out->capacity, sizeof(*out->entries));
    out->entries[out->count++] = entry;
}

void dependabot_read(struct dependabot *out, struct arena *arena, const struct node *root)
{
    *out = (struct dependabot){0};
    struct reading reading = {.out = out, .arena = arena};
    table_init(&reading.seen, arena);
    if (!root || root->kind != NODE_MAPPING) {
        refuse(&reading, root, "the file is no mapping");
        return;
    }
    int64_t version = 0;
    const struct node *number = node_find(root, "version");
    if (!number || number->quoted || !node_integer(number, &version) || version != 2)
        refuse(&reading, number ? number : root, "'version' is not 2");
    refuse_mistakes(&reading, root, dependabot_file_keys, "this file");
    const struct node *updates = node_find(root, "updates");
    if (!updates || updates->kind != NODE_SEQUENCE) {
        refuse(&reading, updates ? updates : root, "'updates' is no list");
        return;
    }
    reading.groups = node_find(root, "multi-ecosystem-groups");
    for (size_t i = 0;
         reading.groups && reading.groups->kind == NODE_MAPPING && i < reading.groups->count; i++)
        read_schedule(&reading, reading.groups->items[i], "a group of several ecosystems");
    for (size_t i = 0; i < updates->count; i++)
        read_entry(&reading, updates->items[i]);
}
