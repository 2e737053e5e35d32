/* .terraform.lock.hcl: a provider block for every source that required_providers of the
 * root module names, in a version that the constraint allows (Terraform, "Dependency Lock
 * File"; `init -lockfile=readonly` stops with "Provider dependency changes detected"). */
#include "facts/lock_check.h"
#include "facts/lock_range.h"

#include <string.h>

/* The provider of the lock file whose address ends with the source: a source without a
 * host is of the registry that the program asks, Terraform's or OpenTofu's. */
static const struct node *find_provider(const struct node *providers, const char *source,
                                        const char **address)
{
    for (size_t i = 0; providers && providers->kind == NODE_MAPPING && i < providers->count; i++) {
        const char *its = providers->keys[i]->text;
        size_t length = strlen(its);
        size_t size = strlen(source);
        if (length >= size && string_equals_folded(its + length - size, source) &&
            (length == size || its[length - size - 1] == '/')) {
            *address = its;
            return providers->items[i];
        }
    }
    return NULL;
}

static const struct node *first(const struct node *list)
{
    return list && list->kind == NODE_SEQUENCE && list->count > 0 ? list->items[0] : list;
}

static void check_provider(struct lock_check *check, const struct lock_manifest *manifest,
                           const struct node *wanted, const struct node *providers)
{
    const char *source = node_string(wanted, "source");
    const char *range = node_string(wanted, "version");
    const char *address = NULL;
    if (!source || !strchr(source, '/') || strstr(source, "${") ||
        string_starts_with(source, "terraform.io/builtin/"))
        return;
    const struct node *found = first(find_provider(providers, source, &address));
    if (!found) {
        lock_problem_add(check, 0, "missing_entry", manifest, source,
                         arena_printf(check->scratch, "provider '%s' of '%s' is not in it", source,
                                      manifest->path));
        return;
    }
    const char *version = node_string(found, "version");
    if (range && version && range_holds(RANGE_TERRAFORM, range, version) == RANGE_NO)
        lock_problem_add(check, found->line, "other_version", manifest, source,
                         arena_printf(check->scratch, "'%s' asks for %s %s, and it has %s",
                                      manifest->path, source, range, version));
}

static void check_module(struct lock_check *check, const struct lock_manifest *manifest,
                         const struct node *root, const struct node *providers)
{
    const struct node *blocks = node_find(root, "terraform");
    for (size_t b = 0; blocks && blocks->kind == NODE_SEQUENCE && b < blocks->count; b++) {
        const struct node *required = first(node_find(blocks->items[b], "required_providers"));
        for (size_t i = 0; required && required->kind == NODE_MAPPING && i < required->count; i++)
            check_provider(check, manifest, required->items[i], providers);
    }
}

void lock_check_terraform(struct lock_check *check)
{
    const struct node *root = lock_root(check, "hcl");
    for (size_t i = 0; root && i < check->count; i++)
        if (strcmp(check->manifests[i].below, ".") == 0)
            check_module(
                check, &check->manifests[i],
                lock_document(check, check->manifests[i].path, check->manifests[i].text, "hcl"),
                node_find(root, "provider"));
}
