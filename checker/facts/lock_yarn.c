/* yarn.lock: what a manifest asks for, word for word, is a key of it. Yarn 1 looks up
 * `name@range` (yarnpkg/yarn, src/lockfile/index.js, getLocked) and refuses a frozen
 * install when one is missing; Yarn 2 and later write `name@npm:range`, several in one
 * text, and say so with `__metadata`; for them a development dependency stands in for a
 * dependency of the same name (yarnpkg/berry, WorkspaceResolver.ts, resolve). Ranges that a plugin
 * or a setting rewrites (workspace:, patch:, catalog:, resolutions) are left out. */
#include "facts/lock_check.h"
#include "facts/paths.h"

#include <string.h>

static const char *const groups[] = {"dependencies", "devDependencies", "optionalDependencies",
                                     NULL};

static char present[] = "present";

/* The keys of a line: a@1, "b@^2, b@^3": */
static void add_keys(struct arena *arena, struct table *keys, struct text line)
{
    while (line.size > 0 && line.bytes[line.size - 1] == ':')
        line.size--;
    while (line.size > 0) {
        size_t comma = text_find(line, ", ");
        struct text key = {line.bytes, comma == SIZE_MAX ? line.size : comma};
        size_t taken = comma == SIZE_MAX ? line.size : comma + 2;
        line = (struct text){line.bytes + taken, line.size - taken};
        while (key.size > 0 && key.bytes[0] == '"')
            key = (struct text){key.bytes + 1, key.size - 1};
        while (key.size > 0 && key.bytes[key.size - 1] == '"')
            key.size--;
        table_set(keys, arena_copy(arena, key), present);
    }
}

static void read_keys(struct lock_check *check, struct table *keys)
{
    struct text rest = check->text;
    struct text line;
    table_init(keys, check->scratch);
    while (text_next_line(&rest, &line))
        if (line.size > 1 && line.bytes[line.size - 1] == ':' && line.bytes[0] != ' ' &&
            line.bytes[0] != '#')
            add_keys(check->scratch, keys, line);
}

/* A range of versions or a tag: neither an address nor a protocol. */
static bool is_plain(const char *range)
{
    return !strpbrk(range, ":/#");
}

struct yarn {
    struct lock_check *check;
    struct table keys, members; /* names of the workspace's own packages */
    const struct node *resolutions;
    bool is_berry;
};

static bool is_resolved_elsewhere(const struct yarn *yarn, const char *name)
{
    for (size_t i = 0; yarn->resolutions && yarn->resolutions->kind == NODE_MAPPING &&
                       i < yarn->resolutions->count;
         i++)
        if (strstr(yarn->resolutions->keys[i]->text, name))
            return true;
    return table_has(&yarn->members, name);
}

static void check_dependency(const struct yarn *yarn, const struct lock_manifest *manifest,
                             const struct node *key, const struct node *range)
{
    struct arena *scratch = yarn->check->scratch;
    if (!node_is_scalar(range) || !is_plain(range->text) || is_resolved_elsewhere(yarn, key->text))
        return;
    const char *bare = arena_printf(scratch, "%s@%s", key->text, range->text);
    const char *wanted =
        yarn->is_berry ? arena_printf(scratch, "%s@npm:%s", key->text, range->text) : bare;
    if (table_has(&yarn->keys, wanted) || table_has(&yarn->keys, bare))
        return;
    lock_problem_add(
        yarn->check, 0, "missing_entry", manifest, key->text,
        arena_printf(scratch, "'%s' asks for '%s', which is not in it", manifest->path, bare));
}

/* Is the range of this group not looked at? */
static bool is_replaced(const struct yarn *yarn, const struct node *root, const char *group,
                        const char *name)
{
    const struct node *development = node_find(root, "devDependencies");
    return yarn->is_berry && strcmp(group, "dependencies") == 0 && development &&
           development->kind == NODE_MAPPING && node_find(development, name);
}

static void check_group(const struct yarn *yarn, const struct lock_manifest *manifest,
                        const struct node *root, const char *name)
{
    const struct node *group = node_find(root, name);
    for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++)
        if (!is_replaced(yarn, root, name, group->keys[i]->text))
            check_dependency(yarn, manifest, group->keys[i], group->items[i]);
}

void lock_check_yarn(struct lock_check *check)
{
    struct yarn yarn = {
        .check = check,
        .is_berry = text_find(check->text, "__metadata:") != SIZE_MAX,
    };
    const struct node **roots = ARENA_ARRAY(check->scratch, const struct node *, check->count);
    read_keys(check, &yarn.keys);
    table_init(&yarn.members, check->scratch);
    for (size_t i = 0; i < check->count; i++) {
        const struct lock_manifest *manifest = &check->manifests[i];
        roots[i] = lock_document(check, manifest->path, manifest->text, "json");
        const char *name = node_string(roots[i], "name");
        if (name)
            table_set(&yarn.members, name, present);
        if (strcmp(manifest->below, ".") == 0)
            yarn.resolutions = node_find(roots[i], "resolutions");
    }
    for (size_t i = 0; i < check->count; i++)
        for (size_t g = 0; groups[g]; g++)
            check_group(&yarn, &check->manifests[i], roots[i], groups[g]);
}
