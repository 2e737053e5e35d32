/* package-lock.json as `npm ci` judges it: every package that a manifest asks for is in
 * the lock file, in a version that the range allows (npm/cli,
 * lib/utils/validate-lockfile.js: "Missing: ... from lock file", "Invalid: lock file's ...
 * does not satisfy ..."). bun.lock as bun writes it: the manifests of the workspace, word
 * for word, else a frozen install stops: "lockfile had changes" (bun's docs, "Lockfile"). */
#include "facts/lock_check.h"
#include "facts/lock_range.h"
#include "facts/paths.h"

#include <string.h>

static const char *const groups[] = {"dependencies", "devDependencies", "optionalDependencies",
                                     NULL};

/* "npm:name@range" is another name's range. Addresses, tags and what stays in the
 * repository have no range to compare. */
static const char *plain_range(const char *range)
{
    if (string_starts_with(range, "npm:")) {
        const char *at = strrchr(range, '@');
        range = at && at > range + 4 ? at + 1 : NULL;
    }
    return range;
}

struct package_lock {
    struct lock_check *check;
    const struct node *packages;     /* lockfileVersion 2 and 3; NULL in version 1 */
    struct table installed;          /* path -> package, of version 2 and 3 */
    const struct node *dependencies; /* lockfileVersion 1 */
    bool has_overrides;
};

/* From the manifest's folder upwards, as Node.js looks for modules. */
static const struct node *find_installed(const struct package_lock *lock, const char *below,
                                         const char *name)
{
    struct arena *scratch = lock->check->scratch;
    for (const char *folder = below; strcmp(folder, ".") != 0;
         folder = path_directory(scratch, folder)) {
        const char *path = arena_printf(scratch, "%s/node_modules/%s", folder, name);
        const struct node *found = table_find(&lock->installed, path);
        if (found)
            return found;
    }
    return table_find(&lock->installed, arena_printf(scratch, "node_modules/%s", name));
}

static void check_installed(const struct package_lock *lock, const struct lock_manifest *manifest,
                            const struct node *key, const struct node *range, bool is_optional)
{
    struct lock_check *check = lock->check;
    const struct node *installed = lock->packages ? find_installed(lock, manifest->below, key->text)
                                                  : node_find(lock->dependencies, key->text);
    if (!installed) {
        if (!is_optional)
            lock_problem_add(check, 0, "missing_entry", manifest, key->text,
                             arena_printf(check->scratch, "'%s' of '%s' is not in it", key->text,
                                          manifest->path));
        return;
    }
    const char *version = node_string(installed, "version");
    const char *plain = node_is_scalar(range) ? plain_range(range->text) : NULL;
    if (!version || !plain || lock->has_overrides ||
        range_holds(RANGE_NPM, plain, version) != RANGE_NO)
        return;
    lock_problem_add(check, installed->line, "other_version", manifest, key->text,
                     arena_printf(check->scratch, "'%s' asks for %s %s, and it has %s",
                                  manifest->path, key->text, range->text, version));
}

static bool is_declared(const struct node *root, const char *name)
{
    for (size_t g = 0; groups[g]; g++)
        if (node_find(node_find(root, groups[g]), name))
            return true;
    return node_find(node_find(root, "peerDependencies"), name);
}

/* What the lock file says that a manifest declares, and it does not. */
static void check_surplus(struct lock_check *check, const struct lock_manifest *manifest,
                          const struct node *root, const struct node *locked)
{
    for (size_t g = 0; groups[g]; g++) {
        const struct node *group = node_find(locked, groups[g]);
        for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++)
            if (!is_declared(root, group->keys[i]->text))
                lock_problem_add(check, group->keys[i]->line, "stale", manifest,
                                 group->keys[i]->text,
                                 arena_printf(check->scratch, "'%s' does not ask for '%s'",
                                              manifest->path, group->keys[i]->text));
    }
}

/* In two groups: optionalDependencies count, then dependencies. */
static bool is_repeated(const struct node *root, size_t group, const char *name)
{
    return (group != 2 && node_find(node_find(root, groups[2]), name)) ||
           (group == 1 && node_find(node_find(root, groups[0]), name));
}

static void check_manifest(const struct package_lock *lock, const struct lock_manifest *manifest)
{
    const struct node *root = lock_document(lock->check, manifest->path, manifest->text, "json");
    for (size_t g = 0; groups[g]; g++) {
        const struct node *group = node_find(root, groups[g]);
        for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++)
            if (!is_repeated(root, g, group->keys[i]->text))
                check_installed(lock, manifest, group->keys[i], group->items[i], g == 2);
    }
    const char *entry = strcmp(manifest->below, ".") == 0 ? "" : manifest->below;
    const struct node *locked = node_find(lock->packages, entry);
    if (locked)
        check_surplus(lock->check, manifest, root, locked);
    else if (lock->packages && root)
        lock_problem_add(lock->check, 0, "missing_entry", manifest, NULL,
                         arena_printf(lock->check->scratch, "'%s' is not in it", manifest->path));
}

void lock_check_npm(struct lock_check *check)
{
    const struct node *root = lock_root(check, "json");
    struct package_lock lock = {
        .check = check,
        .packages = node_find(root, "packages"),
        .dependencies = node_find(root, "dependencies"),
    };
    if (!root || (!lock.packages && !lock.dependencies))
        return;
    table_init(&lock.installed, check->scratch);
    for (size_t i = 0;
         lock.packages && lock.packages->kind == NODE_MAPPING && i < lock.packages->count; i++)
        table_set(&lock.installed, lock.packages->keys[i]->text, lock.packages->items[i]);
    const struct lock_manifest *top = lock_manifest_find(check, "package.json", ".");
    if (top)
        lock.has_overrides =
            node_find(lock_document(check, top->path, top->text, "json"), "overrides");
    for (size_t i = 0; i < check->count; i++)
        if (lock.packages || strcmp(check->manifests[i].below, ".") == 0)
            check_manifest(&lock, &check->manifests[i]);
}

static void check_bun_group(struct lock_check *check, const struct lock_manifest *manifest,
                            const struct node *group, const struct node *locked)
{
    for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++) {
        const char *name = group->keys[i]->text;
        const char *range = node_string(group, name);
        const char *found = NULL;
        for (size_t g = 0; groups[g] && !found; g++)
            found = node_string(node_find(locked, groups[g]), name);
        if (!found)
            lock_problem_add(
                check, 0, "missing_entry", manifest, name,
                arena_printf(check->scratch, "'%s' of '%s' is not in it", name, manifest->path));
        else if (range && strcmp(range, found) != 0)
            lock_problem_add(check, locked->line, "other_version", manifest, name,
                             arena_printf(check->scratch, "'%s' asks for %s %s, and it for %s",
                                          manifest->path, name, range, found));
    }
}

void lock_check_bun(struct lock_check *check)
{
    const struct node *workspaces = node_find(lock_root(check, "jsonc"), "workspaces");
    for (size_t i = 0; workspaces && i < check->count; i++) {
        const struct lock_manifest *manifest = &check->manifests[i];
        const struct node *root = lock_document(check, manifest->path, manifest->text, "json");
        const char *below = strcmp(manifest->below, ".") == 0 ? "" : manifest->below;
        const struct node *locked = node_find(workspaces, below);
        if (!locked)
            lock_problem_add(check, 0, "missing_entry", manifest, NULL,
                             arena_printf(check->scratch, "'%s' is not in it", manifest->path));
        for (size_t g = 0; locked && groups[g]; g++)
            check_bun_group(check, manifest, node_find(root, groups[g]), locked);
        if (locked)
            check_surplus(check, manifest, root, locked);
    }
}
