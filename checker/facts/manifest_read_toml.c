#include "facts/manifest_nodes.h"

#include <string.h>

static void add_workspace(struct manifest_reading *out, const struct node *workspace)
{
    manifest_add_members(out, node_find(workspace, "members"), "");
    manifest_add_members(out, node_find(workspace, "exclude"), "!");
}

/* A list of requirements is counted where its key is. A table in it includes another
 * list, which is counted itself. */
static void count_requirements(struct manifest_reading *out, const struct node *table,
                               const char *key)
{
    const struct node *list = node_find(table, key);
    for (size_t i = 0; i < node_count_of(list, NODE_SEQUENCE); i++)
        if (list->items[i]->kind == NODE_TEXT)
            manifest_count_at(out, node_key(table, key));
}

static void count_all_requirements(struct manifest_reading *out, const struct node *table)
{
    for (size_t i = 0; i < node_count_of(table, NODE_MAPPING); i++)
        count_requirements(out, table, table->keys[i]->text);
}

static void count_poetry_table(struct manifest_reading *out, const struct node *table)
{
    for (size_t i = 0; i < node_count_of(table, NODE_MAPPING); i++)
        if (strcmp(table->keys[i]->text, "python") != 0 && !node_find(table->items[i], "path"))
            manifest_count_at(out, table->keys[i]);
}

static void count_poetry(struct manifest_reading *out, const struct node *poetry)
{
    count_poetry_table(out, node_find(poetry, "dependencies"));
    count_poetry_table(out, node_find(poetry, "dev-dependencies"));
    const struct node *groups = node_find(poetry, "group");
    for (size_t i = 0; i < node_count_of(groups, NODE_MAPPING); i++)
        count_poetry_table(out, node_find(groups->items[i], "dependencies"));
}

/* "Private :: Do Not Upload" is refused by PyPI. */
static bool is_private(const struct node *project)
{
    const struct node *classifiers = node_find(project, "classifiers");
    for (size_t i = 0; i < node_count_of(classifiers, NODE_SEQUENCE); i++)
        if (node_is_scalar(classifiers->items[i]) &&
            string_starts_with(classifiers->items[i]->text, "Private ::"))
            return true;
    return false;
}

/* A build system and a name make a package that can be published; without the
 * first it is an application with its requirements. */
void manifest_read_pyproject(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_toml(out, file);
    const struct node *project = node_find(root, "project");
    const struct node *tool = node_find(root, "tool");
    const struct node *poetry = node_find(tool, "poetry");
    const struct node *uv = node_find(tool, "uv");
    count_requirements(out, project, "dependencies");
    count_all_requirements(out, node_find(project, "optional-dependencies"));
    count_all_requirements(out, node_find(root, "dependency-groups"));
    count_all_requirements(out, node_find(node_find(tool, "pdm"), "dev-dependencies"));
    count_requirements(out, uv, "dev-dependencies");
    count_poetry(out, poetry);
    add_workspace(out, node_find(uv, "workspace"));
    if (poetry || uv || node_find(tool, "pdm"))
        out->tool = poetry ? "poetry" : uv ? "uv" : "pdm";
    bool has_name = node_find(project, "name") || node_find(poetry, "name");
    bool is_no_package =
        node_is_false(node_find(poetry, "package-mode")) || node_is_false(node_find(uv, "package"));
    out->is_library =
        has_name && !is_no_package && !is_private(project) && node_find(root, "build-system");
    out->wants_lock = true;
}

void manifest_read_pipfile(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_toml(out, file);
    manifest_count_keys(out, node_find(root, "packages"));
    manifest_count_keys(out, node_find(root, "dev-packages"));
    out->tool = "pipenv";
    out->wants_lock = true;
}

/* A path alone is a package of the repository; with a version it is a published one,
 * which the path stands in for. */
static void count_cargo_table(struct manifest_reading *out, const struct node *table)
{
    for (size_t i = 0; i < node_count_of(table, NODE_MAPPING); i++) {
        const struct node *item = table->items[i];
        if (!node_find(item, "path") || node_find(item, "version"))
            manifest_count_at(out, table->keys[i]);
    }
}

/* dependencies, dev-dependencies, build-dependencies and, of old, dev_dependencies. */
static void count_cargo(struct manifest_reading *out, const struct node *section)
{
    for (size_t i = 0; i < node_count_of(section, NODE_MAPPING); i++)
        if (string_ends_with(section->keys[i]->text, "dependencies"))
            count_cargo_table(out, section->items[i]);
}

void manifest_read_cargo(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_toml(out, file);
    const struct node *workspace = node_find(root, "workspace");
    const struct node *targets = node_find(root, "target");
    count_cargo(out, root);
    count_cargo(out, workspace);
    for (size_t i = 0; i < node_count_of(targets, NODE_MAPPING); i++)
        count_cargo(out, targets->items[i]);
    add_workspace(out, workspace);
    out->is_workspace = workspace;
    out->has_program = node_find(root, "bin");
    out->is_library = !node_is_false(node_find(node_find(root, "package"), "publish"));
    out->wants_lock = true;
}

/* A version catalogue: what the build files take their versions from. */
void manifest_read_gradle_catalogue(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_toml(out, file);
    manifest_count_keys(out, node_find(root, "libraries"));
    manifest_count_keys(out, node_find(root, "plugins"));
}
