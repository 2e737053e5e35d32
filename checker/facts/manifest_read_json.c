#include "facts/manifest_nodes.h"

#include <string.h>

/* workspace:, file: and link: stay inside the repository. */
static bool is_local(const struct node *version)
{
    static const char *const prefixes[] = {"workspace:", "file:", "link:", "portal:", NULL};
    for (size_t i = 0; version && version->kind == NODE_TEXT && prefixes[i]; i++)
        if (string_starts_with(version->text, prefixes[i]))
            return true;
    return false;
}

static void count_mapping(struct manifest_reading *out, const struct node *mapping)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++)
        if (!is_local(mapping->items[i]))
            manifest_count(out, mapping->keys[i]->line);
}

/* "packageManager": "pnpm@9.1.0" (Node.js, Corepack). */
static void note_package_manager(struct manifest_reading *out, const struct node *root)
{
    const char *manager = node_string(root, "packageManager");
    if (manager)
        out->tool = arena_copy(out->arena, (struct text){manager, strcspn(manager, "@")});
}

void manifest_read_npm(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, false);
    if (!root)
        return;
    static const char *const tables[] = {"dependencies", "devDependencies", "optionalDependencies",
                                         NULL};
    for (size_t i = 0; tables[i]; i++)
        count_mapping(out, node_find(root, tables[i]));
    bool is_private = false;
    node_boolean(node_find(root, "private"), &is_private);
    static const char *const published[] = {"main",  "module", "exports",       "types",
                                            "files", "bin",    "publishConfig", NULL};
    bool is_published = false;
    for (size_t i = 0; published[i]; i++)
        is_published |= node_find(root, published[i]) != NULL;
    /* `npm init` writes a "main" for everything; what can be started is no library. */
    is_published &= !node_find(node_find(root, "scripts"), "start");
    out->is_library =
        !is_private && is_published && node_string(root, "name") && node_string(root, "version");
    out->wants_lock = true;
    note_package_manager(out, root);
    const struct node *workspaces = node_find(root, "workspaces");
    manifest_add_members(out,
                         workspaces && workspaces->kind == NODE_MAPPING
                             ? node_find(workspaces, "packages")
                             : workspaces,
                         "");
}

void manifest_read_lerna(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, false);
    manifest_add_members(out, node_find(root, "packages"), "");
}

/* php and ext-* are the platform, not packages. */
static bool is_platform(const char *name)
{
    return strcmp(name, "php") == 0 || !strchr(name, '/');
}

void manifest_read_composer(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, false);
    if (!root)
        return;
    static const char *const tables[] = {"require", "require-dev", NULL};
    for (size_t t = 0; tables[t]; t++) {
        const struct node *table = node_find(root, tables[t]);
        for (size_t i = 0; table && table->kind == NODE_MAPPING && i < table->count; i++)
            if (!is_platform(table->keys[i]->text))
                manifest_count(out, table->keys[i]->line);
    }
    const char *type = node_string(root, "type");
    out->is_library = node_string(root, "name") && (!type || strcmp(type, "project") != 0);
    out->wants_lock = true;
}

static bool is_from_outside(const struct node *specifier)
{
    static const char *const prefixes[] = {"npm:", "jsr:", "http:", "https:", NULL};
    for (size_t i = 0; specifier && specifier->kind == NODE_TEXT && prefixes[i]; i++)
        if (string_starts_with(specifier->text, prefixes[i]))
            return true;
    return false;
}

/* Deno's own map of imports; members of a workspace may stand in a list or below
 * `members`. `"lock": false` switches the lock file off. */
void manifest_read_deno(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, true);
    const struct node *imports = node_find(root, "imports");
    for (size_t i = 0; i < node_count_of(imports, NODE_MAPPING); i++)
        if (is_from_outside(imports->items[i]))
            manifest_count_at(out, imports->keys[i]);
    const struct node *workspace = node_find(root, "workspace");
    manifest_add_members(out, workspace, "");
    manifest_add_members(out, node_find(workspace, "members"), "");
    out->is_library =
        node_string(root, "name") && node_string(root, "version") && node_find(root, "exports");
    out->wants_lock = !node_is_false(node_find(root, "lock"));
}
