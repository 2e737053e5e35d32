/* Chart.lock: the charts that Chart.yaml names, each from its repository and in a version
 * that the range allows; `helm dependency build` refuses one that is "out of sync"
 * (helm/helm, internal/resolver; its digest is over all that an entry says and is not
 * computed here). */
#include "facts/lock_check.h"
#include "facts/lock_range.h"
#include "facts/paths.h"

#include <string.h>

static const struct node *find_chart(const struct node *list, const struct node *wanted)
{
    const char *name = node_string(wanted, "name");
    const char *version = node_string(wanted, "version");
    const struct node *found = NULL;
    for (size_t i = 0; name && list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *its_name = node_string(list->items[i], "name");
        const char *its_version = node_string(list->items[i], "version");
        if (!its_name || strcmp(its_name, name) != 0)
            continue;
        /* One chart may be there twice, under aliases. */
        if (!found ||
            (version && its_version && range_holds(RANGE_HELM, version, its_version) == RANGE_YES))
            found = list->items[i];
    }
    return found;
}

static void check_chart(struct lock_check *check, const struct lock_manifest *manifest,
                        const struct node *wanted, const struct node *locked)
{
    const char *name = node_string(wanted, "name");
    const struct node *found = find_chart(locked, wanted);
    if (!name)
        return;
    if (!found) {
        lock_problem_add(
            check, 0, "missing_entry", manifest, name,
            arena_printf(check->scratch, "'%s' of '%s' is not in it", name, manifest->path));
        return;
    }
    const char *range = node_string(wanted, "version");
    const char *version = node_string(found, "version");
    if (range && version && range_holds(RANGE_HELM, range, version) == RANGE_NO)
        lock_problem_add(check, found->line, "other_version", manifest, name,
                         arena_printf(check->scratch, "'%s' asks for %s %s, and it has %s",
                                      manifest->path, name, range, version));
}

void lock_check_helm(struct lock_check *check)
{
    bool is_old = string_ends_with(check->path, "requirements.lock");
    const struct lock_manifest *manifest =
        lock_manifest_find(check, is_old ? "requirements.yaml" : "Chart.yaml", ".");
    if (!manifest)
        return;
    const struct node *locked = node_find(lock_root(check, "yaml"), "dependencies");
    const struct node *wanted =
        node_find(lock_document(check, manifest->path, manifest->text, "yaml"), "dependencies");
    for (size_t i = 0; wanted && wanted->kind == NODE_SEQUENCE && i < wanted->count; i++)
        check_chart(check, manifest, wanted->items[i], locked);
    for (size_t i = 0; locked && locked->kind == NODE_SEQUENCE && i < locked->count; i++) {
        const char *name = node_string(locked->items[i], "name");
        if (name && !find_chart(wanted, locked->items[i]))
            lock_problem_add(
                check, locked->items[i]->line, "stale", manifest, name,
                arena_printf(check->scratch, "'%s' does not ask for '%s'", manifest->path, name));
    }
}
