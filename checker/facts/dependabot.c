#include "facts/dependabot.h"

#include "base/glob.h"
#include "facts/paths.h"

#include <string.h>

enum { LIMIT_DEFAULT = 5, LIMIT_MAX = 1000 };

static const char *const ecosystems[] = {
    "bazel",      "bun",  "bundler",        "cargo",        "composer",
    "conda",      "deno", "devcontainers",  "docker",       "docker-compose",
    "dotnet-sdk", "elm",  "github-actions", "gitsubmodule", "gomod",
    "gradle",     "helm", "julia",          "maven",        "mix",
    "nix",        "npm",  "nuget",          "opentofu",     "pip",
    "pre-commit", "pub",  "rust-toolchain", "sbt",          "swift",
    "terraform",  "uv",   "vcpkg",          NULL,
};

static void refuse(struct dependabot *out, const struct node *node, const char *problem)
{
    if (out->problem)
        return;
    out->problem = problem;
    out->problem_line = node ? node->line : 1;
}

/* Pathname#cleanpath, then a slash in front. */
static const char *normalise(struct arena *arena, const char *written)
{
    const char *clean = path_resolve(arena, ".", written[0] == '/' ? written + 1 : written);
    if (!clean)
        return NULL;
    return strcmp(clean, ".") == 0 ? "/" : arena_printf(arena, "/%s", clean);
}

static void read_directories(struct dependabot *out, struct dependabot_entry *entry,
                             struct arena *arena, const struct node *node)
{
    const struct node *one = node_find(node, "directory");
    const struct node *many = node_find(node, "directories");
    if ((one != NULL) == (many != NULL)) {
        refuse(out, node, "an entry needs either 'directory' or 'directories'");
        return;
    }
    if (one && one->kind != NODE_TEXT) {
        refuse(out, one, "'directory' is no text");
        return;
    }
    if (many && (many->kind != NODE_SEQUENCE || many->count == 0)) {
        refuse(out, many, "'directories' is no list");
        return;
    }
    size_t count = one ? 1 : many->count;
    entry->directories = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        const struct node *item = one ? one : many->items[i];
        if (item->kind != NODE_TEXT) {
            refuse(out, item, "a directory is no text");
            return;
        }
        const char *directory = normalise(arena, item->text);
        if (directory)
            entry->directories[entry->directory_count++] = directory;
    }
}

static void read_schedule(struct dependabot *out, const struct node *node)
{
    static const char *const intervals[] = {"daily",        "weekly", "monthly", "quarterly",
                                            "semiannually", "yearly", "cron",    NULL};
    const struct node *schedule = node_find(node, "schedule");
    if (!schedule) {
        if (!node_find(node, "multi-ecosystem-group"))
            refuse(out, node, "an entry needs a 'schedule'");
        return;
    }
    const char *interval = node_string(schedule, "interval");
    if (!interval || !string_is_one_of(interval, intervals))
        refuse(out, schedule, "'schedule' has no known 'interval'");
    else if (strcmp(interval, "cron") == 0 && !node_string(schedule, "cronjob"))
        refuse(out, schedule, "the interval 'cron' needs a 'cronjob'");
}

static void read_limit(struct dependabot *out, struct dependabot_entry *entry,
                       const struct node *node)
{
    const struct node *limit = node_find(node, "open-pull-requests-limit");
    entry->limit = LIMIT_DEFAULT;
    if (limit &&
        (!node_integer(limit, &entry->limit) || entry->limit < 0 || entry->limit > LIMIT_MAX))
        refuse(out, limit, "'open-pull-requests-limit' is no number");
}

/* `ignore` of every dependency: no name but "*", and no versions, or all three
 * kinds of update. */
static bool ignores_all(const struct node *entry)
{
    const struct node *ignore = node_find(entry, "ignore");
    for (size_t i = 0; ignore && ignore->kind == NODE_SEQUENCE && i < ignore->count; i++) {
        const char *name = node_string(ignore->items[i], "dependency-name");
        const struct node *versions = node_find(ignore->items[i], "versions");
        const struct node *types = node_find(ignore->items[i], "update-types");
        if (!name || strcmp(name, "*") != 0 || versions)
            continue;
        if (!types || (types->kind == NODE_SEQUENCE && types->count >= 3))
            return true;
    }
    return false;
}

static void read_entry(struct dependabot *out, struct arena *arena, const struct node *node,
                       const struct node *groups)
{
    static const char *const keys[] = {
        "allow",
        "assignees",
        "commit-message",
        "cooldown",
        "directories",
        "directory",
        "exclude-paths",
        "groups",
        "ignore",
        "insecure-external-code-execution",
        "labels",
        "milestone",
        "multi-ecosystem-group",
        "name",
        "open-pull-requests-limit",
        "package-ecosystem",
        "patterns",
        "pull-request-branch-name",
        "rebase-strategy",
        "registries",
        "reviewers",
        "schedule",
        "target-branch",
        "vendor",
        "versioning-strategy",
        "enable-beta-ecosystems",
        NULL,
    };
    if (node->kind != NODE_MAPPING) {
        refuse(out, node, "an entry is no mapping");
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        if (!string_is_one_of(node->keys[i]->text, keys))
            refuse(out, node->keys[i],
                   arena_printf(arena, "'%s' is no key of an entry", node->keys[i]->text));
    struct dependabot_entry entry = {.line = node->line};
    const struct node *ecosystem = node_find(node, "package-ecosystem");
    if (!ecosystem || ecosystem->kind != NODE_TEXT)
        refuse(out, node, "an entry needs a 'package-ecosystem'");
    else if (!string_is_one_of(ecosystem->text, ecosystems))
        refuse(out, ecosystem,
               arena_printf(arena, "'%s' is no package ecosystem", ecosystem->text));
    entry.ecosystem = node_string(node, "package-ecosystem");
    read_directories(out, &entry, arena, node);
    read_schedule(out, node);
    read_limit(out, &entry, node);
    entry.ignores_all = ignores_all(node);
    entry.branch = node_string(node, "target-branch");
    const char *group = node_string(node, "multi-ecosystem-group");
    if (group && !node_find(groups, group))
        refuse(out, node, arena_printf(arena, "'%s' is no group of this file", group));
    if (group && !node_find(node, "patterns"))
        refuse(out, node, "an entry of a group needs 'patterns'");
    const struct node *excludes = node_find(node, "exclude-paths");
    if (excludes && excludes->kind == NODE_SEQUENCE) {
        entry.excludes = ARENA_ARRAY(arena, const char *, excludes->count);
        for (size_t i = 0; i < excludes->count; i++)
            if (node_is_scalar(excludes->items[i]))
                entry.excludes[entry.exclude_count++] = excludes->items[i]->text;
    }
    out->entries =
        arena_grow(arena, out->entries, out->count, &out->capacity, sizeof(*out->entries));
    out->entries[out->count++] = entry;
}

void dependabot_read(struct dependabot *out, struct arena *arena, const struct node *root)
{
    static const char *const keys[] = {
        "version", "updates", "registries", "enable-beta-ecosystems", "multi-ecosystem-groups",
        NULL};
    *out = (struct dependabot){0};
    if (!root || root->kind != NODE_MAPPING) {
        refuse(out, root, "the file is no mapping");
        return;
    }
    int64_t version = 0;
    const struct node *number = node_find(root, "version");
    if (!number || number->quoted || !node_integer(number, &version) || version != 2)
        refuse(out, number ? number : root, "'version' is not 2");
    for (size_t i = 0; i < root->count; i++)
        if (!string_is_one_of(root->keys[i]->text, keys))
            refuse(out, root->keys[i],
                   arena_printf(arena, "'%s' is no key of this file", root->keys[i]->text));
    const struct node *updates = node_find(root, "updates");
    if (!updates || updates->kind != NODE_SEQUENCE) {
        refuse(out, updates ? updates : root, "'updates' is no list");
        return;
    }
    const struct node *groups = node_find(root, "multi-ecosystem-groups");
    for (size_t i = 0; i < updates->count; i++)
        read_entry(out, arena, updates->items[i], groups);
}

static bool is_pattern(const char *directory)
{
    return strpbrk(directory, "*?") || (strchr(directory, '[') && strchr(directory, ']'));
}

bool dependabot_directory_means(struct arena *arena, const char *directory, const char *folder)
{
    const char *below = directory + (directory[0] == '/');
    if (!is_pattern(directory))
        return strcmp(below[0] == '\0' ? "." : below, folder) == 0;
    /* Only `**` with a slash behind it descends; at the end it is a `*`. And with
     * FNM_DOTMATCH a last `*` also matches ".", the folder before it. */
    bool ends_with_star = string_ends_with(below, "*");
    const char *last = strrchr(below, '/');
    const char *name = last ? last + 1 : below;
    bool is_star = ends_with_star && (strcmp(name, "*") == 0 || strcmp(name, "**") == 0);
    const char *parent =
        last ? arena_copy(arena, (struct text){below, (size_t)(last - below)}) : "";
    const char *pattern = is_star && last ? arena_printf(arena, "/%s/*", parent)
                          : is_star       ? "/*"
                                          : arena_printf(arena, "/%s", below);
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *glob = glob_new(arena, pattern, &problem, &at);
    if (glob && strcmp(folder, ".") != 0 && glob_matches(glob, folder))
        return true;
    if (!is_star)
        return false;
    if (parent[0] == '\0')
        return strcmp(folder, ".") == 0;
    if (strcmp(parent, "**") == 0)
        return true; /* every folder and the root */
    size_t length = strlen(parent);
    if (length > 3 && strcmp(parent + length - 3, "/**") == 0) {
        const char *top = arena_printf(arena, "/%.*s", (int)(length - 3), parent);
        if (dependabot_directory_means(arena, top, folder))
            return true;
    }
    const struct glob *above = glob_new(arena, arena_printf(arena, "/%s", parent), &problem, &at);
    return above && strcmp(folder, ".") != 0 && glob_matches(above, folder);
}

/* `*` and `?` that cross slashes; linear in each star's last place. */
static bool matches_across(const char *pattern, const char *path)
{
    const char *star = NULL;
    const char *resume = NULL;
    while (*path != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            resume = path;
        } else if (*pattern == *path || *pattern == '?') {
            pattern++;
            path++;
        } else if (star) {
            pattern = star + 1;
            path = ++resume;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* dependabot-core tries File.fnmatch? with and without PATHNAME, so that a `*` may
 * also cross a slash. */
bool dependabot_excludes(struct arena *arena, const char *pattern, const char *path)
{
    size_t length = strlen(pattern);
    while (length > 0 && pattern[length - 1] == '/')
        length--;
    const char *plain = arena_copy(arena, (struct text){pattern, length});
    if (path_is_within(path, plain[0] == '\0' ? "/" : plain))
        return true;
    if (length > 3 && strcmp(plain + length - 3, "/**") == 0) {
        const char *base = arena_copy(arena, (struct text){plain, length - 3});
        if (path_is_within(path, base) && strcmp(path, base) != 0)
            return true;
    }
    return matches_across(plain, path);
}
