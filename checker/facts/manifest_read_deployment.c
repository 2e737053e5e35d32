#include "facts/manifest_nodes.h"
#include "facts/paths.h"

#include <string.h>

/* A resource with a scheme, a host of a forge or a ref is built from elsewhere
 * (Kustomize, "remote targets"). */
static bool is_remote(const struct node *node)
{
    return node_is_scalar(node) && (strstr(node->text, "://") || strstr(node->text, "?ref=") ||
                                    string_starts_with(node->text, "github.com/") ||
                                    string_starts_with(node->text, "git@"));
}

void manifest_read_kustomize(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const lists[] = {"resources", "bases", "components", NULL};
    const struct node *root = manifest_yaml(out, file);
    for (size_t l = 0; lists[l]; l++) {
        const struct node *list = node_find(root, lists[l]);
        for (size_t i = 0; i < node_count_of(list, NODE_SEQUENCE); i++)
            if (is_remote(list->items[i]))
                manifest_count_at(out, list->items[i]);
    }
    manifest_count_items(out, node_find(root, "helmCharts"));
    const struct node *images = node_find(root, "images");
    for (size_t i = 0; i < node_count_of(images, NODE_SEQUENCE); i++)
        if (node_find(images->items[i], "newTag") || node_find(images->items[i], "digest"))
            manifest_count_at(out, images->items[i]);
}

static void count_chart_list(struct manifest_reading *out, const struct node *list)
{
    for (size_t i = 0; i < node_count_of(list, NODE_SEQUENCE); i++) {
        const char *repository = node_string(list->items[i], "repository");
        if (repository && repository[0] != '\0' && !string_starts_with(repository, "file:"))
            manifest_count_at(out, list->items[i]);
    }
}

void manifest_read_helm(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    count_chart_list(out, node_find(root, "dependencies"));
    const char *type = node_string(root, "type");
    out->is_library = type && strcmp(type, "library") == 0;
    out->wants_lock = true;
}

/* Helm 2 kept a chart's dependencies in requirements.yaml. */
void manifest_read_helm_requirements(struct manifest_reading *out, struct fact_file *file)
{
    count_chart_list(out, node_find(manifest_yaml(out, file), "dependencies"));
    out->wants_lock = true;
}

static void count_values(struct manifest_reading *out, const struct node *node)
{
    const struct node *repository = node_find(node, "repository");
    bool has_version = node_find(node, "tag") || node_find(node, "digest");
    if (node_is_scalar(repository) && repository->text[0] != '\0' && has_version)
        manifest_count_at(out, repository);
    const struct node *image = node_find(node, "image");
    if (image && image->kind == NODE_TEXT && strchr(image->text, ':'))
        manifest_count_at(out, image);
    for (size_t i = 0; i < node_items(node); i++)
        count_values(out, node->items[i]);
}

/* The images of a chart's values: repository and tag, or both in one text. Values that
 * no chart stands beside are settings of something else. */
void manifest_read_helm_values(struct manifest_reading *out, struct fact_file *file)
{
    const char *folder = path_directory(out->arena, file->path);
    if (snapshot_find(file->snapshot, path_join(out->arena, folder, "Chart.yaml")))
        count_values(out, manifest_yaml(out, file));
}

void manifest_read_helmfile(struct manifest_reading *out, struct fact_file *file)
{
    if (!manifest_yaml(out, file))
        return;
    const struct document *document = fact_file_yaml(file, NULL);
    for (size_t d = 0; d < document->count; d++) {
        const struct node *releases = node_find(document->roots[d], "releases");
        for (size_t i = 0; i < node_count_of(releases, NODE_SEQUENCE); i++) {
            const struct node *chart = node_find(releases->items[i], "chart");
            if (node_is_scalar(chart) && chart->text[0] != '.' && chart->text[0] != '/')
                manifest_count_at(out, chart);
        }
    }
}

/* Ansible's requirements.yml: `roles` and `collections`, or a bare list of roles with
 * their source. Helm's file of that name has `dependencies` and is none of it. */
void manifest_read_ansible(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    for (size_t i = 0; i < node_count_of(root, NODE_SEQUENCE); i++)
        if (node_find(root->items[i], "src") || node_find(root->items[i], "name"))
            manifest_count_at(out, root->items[i]);
    manifest_count_items(out, node_find(root, "roles"));
    manifest_count_items(out, node_find(root, "collections"));
}

void manifest_read_galaxy(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    if (node_find(root, "namespace"))
        manifest_count_keys(out, node_find(root, "dependencies"));
    out->is_library = node_find(root, "namespace");
}

/* mod 'puppetlabs/stdlib', '9.0.0' - with :local it is a folder of the repository. */
void manifest_read_puppetfile(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        if (text_starts_with(lines.line, "mod ") && !text_has(lines.line, ":local"))
            manifest_count(out, lines.number);
}

/* Folders of vendir are filled from git, images, charts and the like; `directory` and
 * `manual` are of the repository. */
void manifest_read_vendir(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *folders = node_find(manifest_yaml(out, file), "directories");
    for (size_t f = 0; f < node_count_of(folders, NODE_SEQUENCE); f++) {
        const struct node *contents = node_find(folders->items[f], "contents");
        for (size_t i = 0; i < node_count_of(contents, NODE_SEQUENCE); i++)
            if (!node_find(contents->items[i], "directory") &&
                !node_find(contents->items[i], "manual"))
                manifest_count_at(out, contents->items[i]);
    }
    out->wants_lock = true;
}

void manifest_read_jsonnet(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *list = node_find(manifest_json(out, file, false), "dependencies");
    for (size_t i = 0; i < node_count_of(list, NODE_SEQUENCE); i++)
        if (node_find(node_find(list->items[i], "source"), "git"))
            manifest_count_at(out, list->items[i]);
    out->wants_lock = true;
}
