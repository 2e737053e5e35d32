#include "facts/manifest_read.h"

#include <string.h>

static const struct node *read_json(struct manifest_reading *out, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, false, &problem);
    if (!document || document->count == 0 || document->roots[0]->kind != NODE_MAPPING) {
        bool is_template = fact_file_is_template(file);
        out->problem = is_template ? "it is a template" : "it is no JSON object";
        out->problem_class = is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        return NULL;
    }
    return document->roots[0];
}

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

static void add_members(struct manifest_reading *out, const struct node *list)
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (list->items[i]->kind == NODE_TEXT)
            manifest_add_member(out, list->items[i]->text);
}

void manifest_read_npm(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = read_json(out, file);
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
    const struct node *workspaces = node_find(root, "workspaces");
    add_members(out, workspaces && workspaces->kind == NODE_MAPPING
                         ? node_find(workspaces, "packages")
                         : workspaces);
}

void manifest_read_lerna(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = read_json(out, file);
    add_members(out, node_find(root, "packages"));
}

/* php and ext-* are the platform, not packages. */
static bool is_platform(const char *name)
{
    return strcmp(name, "php") == 0 || !strchr(name, '/');
}

void manifest_read_composer(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = read_json(out, file);
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
