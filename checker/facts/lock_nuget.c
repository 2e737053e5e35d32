/* packages.lock.json: every package that the project refers to is a `Direct` one of a
 * framework, else a restore in locked mode stops with NU1004 (NuGet.Client,
 * PackagesLockFileUtilities: the packages of the project were updated). References that a
 * condition may leave out are not compared. */
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

static void read_direct(struct lock_check *check, const struct node *frameworks,
                        struct table *names)
{
    table_init(names, check->scratch);
    for (size_t f = 0; frameworks && frameworks->kind == NODE_MAPPING && f < frameworks->count;
         f++) {
        const struct node *packages = frameworks->items[f];
        for (size_t i = 0; packages->kind == NODE_MAPPING && i < packages->count; i++)
            table_set(names, folded(check->scratch, packages->keys[i]->text), present);
    }
}

static void check_references(struct lock_check *check, const struct lock_manifest *manifest,
                             const struct node *group, const struct table *names)
{
    const struct node *list = node_find(group, "PackageReference");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *name = node_string(list->items[i], "@Include");
        if (!name || strpbrk(name, "$@;*") || node_find(list->items[i], "@Condition") ||
            table_has(names, folded(check->scratch, name)))
            continue;
        lock_problem_add(
            check, 0, "missing_entry", manifest, name,
            arena_printf(check->scratch, "'%s' of '%s' is not in it", name, manifest->path));
    }
}

void lock_check_nuget(struct lock_check *check)
{
    struct table names;
    /* With several projects in a folder a setting says whose it is. */
    if (check->count != 1) {
        lock_unknown(check, UNKNOWN_UNOBSERVABLE, "several projects stand beside it");
        return;
    }
    const struct lock_manifest *manifest = &check->manifests[0];
    const struct node *locked = lock_root(check, "json");
    const struct node *project =
        node_find(lock_document(check, manifest->path, manifest->text, "xml"), "Project");
    if (!locked || !project)
        return;
    read_direct(check, node_find(locked, "dependencies"), &names);
    const struct node *groups = node_find(project, "ItemGroup");
    for (size_t i = 0; groups && groups->kind == NODE_SEQUENCE && i < groups->count; i++)
        if (!node_find(groups->items[i], "@Condition"))
            check_references(check, manifest, groups->items[i], &names);
}
