/* chart_config - the ConfigMaps that a release may take its chart's values from: those that stand
 * in manifests, and those that a kustomization makes of files:
 * kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator */
#include "facts/chart_kinds.h"
#include "facts/paths.h"
#include "facts/workload_kustomize.h"

#include <string.h>

static bool is_yaml(const char *name)
{
    return string_ends_with(name, ".yaml") || string_ends_with(name, ".yml");
}

static struct value *add(struct fact_writer *writer, const struct node *at, const char *name,
                         const char *key)
{
    struct value *cells = fact_add(writer, &chart_config_kind, NULL, at->line, at->column)->cells;
    cells[CHART_CONFIG_NAME] = value_text(arena_printf(fact_arena(writer), "%s/%s", name, key));
    return cells;
}

static void read_manifest(struct fact_writer *writer, const struct node *object)
{
    const char *kind = node_string(object, "kind");
    const char *name = node_string(node_find(object, "metadata"), "name");
    const struct node *data = node_find(object, "data");
    if (!kind || !name || strcmp(kind, "ConfigMap") != 0 || !data || data->kind != NODE_MAPPING)
        return;
    for (size_t i = 0; i < data->count; i++)
        if (is_yaml(data->keys[i]->text))
            add(writer, data->items[i], name, data->keys[i]->text);
}

/* `files: [values.yaml=live.yaml, live.yaml]`: without a key it is the file's name. */
static void read_generator(struct fact_writer *writer, const char *folder,
                           const struct node *generator)
{
    struct arena *arena = fact_arena(writer);
    const char *name = node_string(generator, "name");
    const struct node *files = node_find(generator, "files");
    for (size_t i = 0; name && files && files->kind == NODE_SEQUENCE && i < files->count; i++) {
        const struct node *entry = files->items[i];
        if (entry->kind != NODE_TEXT)
            continue;
        const char *equals = strchr(entry->text, '=');
        const char *path = path_resolve(arena, folder, equals ? equals + 1 : entry->text);
        if (!path)
            continue;
        const char *key =
            equals ? arena_copy(arena, (struct text){entry->text, (size_t)(equals - entry->text)})
                   : path_base(path);
        add(writer, entry, name, key)[CHART_CONFIG_FILE] = value_text(path);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    if (file->content.state != CONTENT_TEXT || path_is_test(file->path))
        return;
    const struct document *document = fact_file_yaml(file, &problem);
    const char *folder = path_directory(fact_arena(writer), file->path);
    for (size_t i = 0; document && i < document->count; i++) {
        const struct node *list = node_find(document->roots[i], "configMapGenerator");
        bool is_list = list && list->kind == NODE_SEQUENCE;
        read_manifest(writer, document->roots[i]);
        for (size_t j = 0; is_list && j < list->count; j++)
            if (workload_kustomize_is_name(path_base(file->path)))
                read_generator(writer, folder, list->items[j]);
    }
}

static const struct fact_kind *const kinds[] = {&chart_config_kind, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", "Kustomization", NULL};
static const char *const literals[] = {"configMapGenerator", "ConfigMap", NULL};

FACT(chart_config) = {
    .name = "chart_config",
    .area = FACT_AREA_WORKLOADS,
    .summary = "ConfigMaps that may be values of charts of Helm",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
