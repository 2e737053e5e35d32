#include "facts/manifest_nodes.h"

#include "base/limits.h"

#include <string.h>

/* A name that begins with a variable is declared where the variable is. */
static bool is_declared(const struct node *node)
{
    return node && node_is_scalar(node) && node->text[0] != '\0' && node->text[0] != '$' &&
           node->text[0] != '<';
}

/* An image is a text, or a mapping with its name. */
static void count_image(struct manifest_reading *out, const struct node *image)
{
    if (image && image->kind == NODE_MAPPING)
        image = node_find(image, "name");
    if (is_declared(image))
        manifest_count_at(out, image);
}

/* Calls `each` for every pair of every mapping below. Aliases are expanded within the
 * limits of the reader, so the depth is bounded. */
static void walk(struct manifest_reading *out, const struct node *node,
                 void (*each)(struct manifest_reading *out, const char *key,
                              const struct node *value))
{
    for (size_t i = 0; i < node_items(node); i++) {
        if (node->kind == NODE_MAPPING)
            each(out, node->keys[i]->text, node->items[i]);
        walk(out, node->items[i], each);
    }
}

static void walk_documents(struct manifest_reading *out, struct fact_file *file,
                           void (*each)(struct manifest_reading *out, const char *key,
                                        const struct node *value))
{
    if (!manifest_yaml(out, file))
        return;
    const struct document *document = fact_file_yaml(file, NULL);
    for (size_t i = 0; i < document->count; i++)
        walk(out, document->roots[i], each);
}

/* An include of another project, of an address, of a component or of GitLab's own
 * templates; `local` and a bare path stay inside. */
static void count_include(struct manifest_reading *out, const struct node *include)
{
    static const char *const outside[] = {"project", "remote", "component", "template", NULL};
    if (node_is_scalar(include) && strstr(include->text, "://"))
        manifest_count_at(out, include);
    for (size_t i = 0; outside[i]; i++)
        if (is_declared(node_find(include, outside[i])))
            manifest_count_at(out, node_find(include, outside[i]));
}

static void count_gitlab_pair(struct manifest_reading *out, const char *key,
                              const struct node *value)
{
    if (strcmp(key, "image") == 0)
        count_image(out, value);
    for (size_t i = 0; strcmp(key, "services") == 0 && i < node_count_of(value, NODE_SEQUENCE); i++)
        count_image(out, value->items[i]);
    if (strcmp(key, "include") != 0)
        return;
    if (value->kind != NODE_SEQUENCE)
        count_include(out, value);
    for (size_t i = 0; i < node_count_of(value, NODE_SEQUENCE); i++)
        count_include(out, value->items[i]);
}

void manifest_read_gitlab(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_gitlab_pair);
}

/* An orb is a name with a version; written out as a mapping it is one of this file. */
static void count_circleci_pair(struct manifest_reading *out, const char *key,
                                const struct node *value)
{
    if (strcmp(key, "image") == 0)
        count_image(out, value);
    for (size_t i = 0; strcmp(key, "orbs") == 0 && i < node_count_of(value, NODE_MAPPING); i++)
        if (is_declared(value->items[i]))
            manifest_count_at(out, value->items[i]);
}

void manifest_read_circleci(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_circleci_pair);
}

/* A task is `Name@version`, a repository another one that is checked out. */
static void count_azure_pair(struct manifest_reading *out, const char *key,
                             const struct node *value)
{
    if (strcmp(key, "task") == 0 && is_declared(value) && strchr(value->text, '@'))
        manifest_count_at(out, value);
    if (strcmp(key, "image") == 0 ||
        (strcmp(key, "container") == 0 && is_declared(value) && strchr(value->text, ':')))
        count_image(out, value);
    if (strcmp(key, "repositories") == 0)
        manifest_count_items(out, value);
}

void manifest_read_azure(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_azure_pair);
}

static void count_bitbucket_pair(struct manifest_reading *out, const char *key,
                                 const struct node *value)
{
    if (strcmp(key, "image") == 0)
        count_image(out, value);
    if (strcmp(key, "pipe") == 0 && is_declared(value))
        manifest_count_at(out, value);
}

void manifest_read_bitbucket(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_bitbucket_pair);
}

static void count_buildkite_pair(struct manifest_reading *out, const char *key,
                                 const struct node *value)
{
    if (strcmp(key, "plugins") != 0)
        return;
    manifest_count_items(out, value);
    manifest_count_keys(out, value);
}

void manifest_read_buildkite(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_buildkite_pair);
}

static void count_drone_pair(struct manifest_reading *out, const char *key,
                             const struct node *value)
{
    if (strcmp(key, "image") == 0)
        count_image(out, value);
}

void manifest_read_drone(struct manifest_reading *out, struct fact_file *file)
{
    walk_documents(out, file, count_drone_pair);
}

/* `name:version` a line, as jenkins-plugin-cli reads them; a list of other names in a
 * file of this name has no versions. */
void manifest_read_jenkins(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        size_t colon = text_find(line, ":");
        if (colon != SIZE_MAX && colon > 0 && colon + 1 < line.size &&
            !memchr(line.bytes, ' ', line.size))
            manifest_count(out, lines.number);
    }
}

void manifest_read_jenkins_yaml(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *plugins = node_find(manifest_yaml(out, file), "plugins");
    for (size_t i = 0; i < node_count_of(plugins, NODE_SEQUENCE); i++)
        if (node_find(plugins->items[i], "artifactId"))
            manifest_count_at(out, plugins->items[i]);
}
