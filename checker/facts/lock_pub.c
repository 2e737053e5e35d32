/* pubspec.lock: every package of `dependencies` and `dev_dependencies`, those of an SDK
 * and of folders too, else `dart pub get --enforce-lockfile` stops: "Unable to satisfy
 * pubspec.yaml" (dart.dev, "pub get"). In a workspace the members are packages of the
 * root. */
#include "facts/lock_check.h"

#include <string.h>

static char present[] = "present";

static void check_table(struct lock_check *check, const struct lock_manifest *manifest,
                        const struct node *table, const struct node *packages,
                        const struct table *members)
{
    for (size_t i = 0; table && table->kind == NODE_MAPPING && i < table->count; i++) {
        const char *name = table->keys[i]->text;
        if (!node_find(packages, name) && !table_has(members, name))
            lock_problem_add(
                check, 0, "missing_entry", manifest, name,
                arena_printf(check->scratch, "'%s' of '%s' is not in it", name, manifest->path));
    }
}

void lock_check_pub(struct lock_check *check)
{
    const struct node *packages = node_find(lock_root(check, "yaml"), "packages");
    const struct node **roots = ARENA_ARRAY(check->scratch, const struct node *, check->count);
    struct table members;
    table_init(&members, check->scratch);
    for (size_t i = 0; packages && i < check->count; i++) {
        roots[i] = lock_document(check, check->manifests[i].path, check->manifests[i].text, "yaml");
        const char *name = node_string(roots[i], "name");
        if (name)
            table_set(&members, name, present);
    }
    for (size_t i = 0; packages && i < check->count; i++) {
        const struct lock_manifest *manifest = &check->manifests[i];
        check_table(check, manifest, node_find(roots[i], "dependencies"), packages, &members);
        check_table(check, manifest, node_find(roots[i], "dev_dependencies"), packages, &members);
    }
}
