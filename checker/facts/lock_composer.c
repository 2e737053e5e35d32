/* composer.lock: every package of `require` and `require-dev` is in it, by its name or
 * because another replaces or provides it (composer/composer, Locker.php,
 * getMissingRequirementInfo: "is not present in the lock file"). Its content hash takes in
 * other keys from version to version and is not compared. */
#include "facts/lock_check.h"

#include <string.h>

static char present[] = "present";

static const char *folded(struct arena *arena, const char *name)
{
    char *out = arena_strdup(arena, name);
    for (char *at = out; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at + 32);
    return out;
}

static void add_keys(struct arena *arena, struct table *names, const struct node *mapping)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++)
        table_set(names, folded(arena, mapping->keys[i]->text), present);
}

static void add_packages(struct arena *arena, struct table *names, const struct node *packages)
{
    for (size_t i = 0; packages && packages->kind == NODE_SEQUENCE && i < packages->count; i++) {
        const char *name = node_string(packages->items[i], "name");
        if (name)
            table_set(names, folded(arena, name), present);
        add_keys(arena, names, node_find(packages->items[i], "replace"));
        add_keys(arena, names, node_find(packages->items[i], "provide"));
    }
}

void lock_check_composer(struct lock_check *check)
{
    static const char *const groups[] = {"require", "require-dev", NULL};
    const struct lock_manifest *manifest = &check->manifests[0];
    const struct node *locked = lock_root(check, "json");
    const struct node *root = lock_document(check, manifest->path, manifest->text, "json");
    struct table names;
    if (!locked || !root)
        return;
    table_init(&names, check->scratch);
    add_packages(check->scratch, &names, node_find(locked, "packages"));
    add_packages(check->scratch, &names, node_find(locked, "packages-dev"));
    /* What the project itself replaces or provides need not come from elsewhere. */
    add_keys(check->scratch, &names, node_find(root, "replace"));
    add_keys(check->scratch, &names, node_find(root, "provide"));
    for (size_t g = 0; groups[g]; g++) {
        const struct node *group = node_find(root, groups[g]);
        for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++) {
            const char *name = group->keys[i]->text;
            /* php, ext-*, lib-* and composer's own have no vendor. */
            if (strchr(name, '/') && !table_has(&names, folded(check->scratch, name)))
                lock_problem_add(check, 0, "missing_entry", manifest, name,
                                 arena_printf(check->scratch, "'%s' of '%s' is not in it", name,
                                              manifest->path));
        }
    }
}
