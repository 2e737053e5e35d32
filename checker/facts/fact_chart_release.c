/* chart_release - the values that a HelmRelease of Flux or an Application of Argo CD gives to the
 * chart that it installs: fluxcd.io/flux/components/helm/helmreleases (values, valuesFrom),
 * argo-cd.readthedocs.io/en/stable/user-guide/helm (valuesObject, values, parameters,
 * fileParameters), and the files of values that they name. */
#include "facts/chart_kinds.h"
#include "facts/chart_override.h"
#include "facts/kubernetes.h"
#include "facts/paths.h"

#include <string.h>

/* ./charts/shop/ -> shop */
static const char *last_part(struct arena *arena, const char *name)
{
    struct text text = text_of(name ? name : "");
    while (text.size > 0 && text.bytes[text.size - 1] == '/')
        text.size--;
    return text.size > 0 ? path_base(arena_copy(arena, text)) : NULL;
}

static void add_names(const struct chart_override *override, const struct node *at,
                      const char *const *names, size_t count)
{
    struct value *cells =
        fact_add(override->writer, &chart_override_kind, NULL, at->line, at->column)->cells;
    cells[CHART_OVERRIDE_CHART] = value_text(override->chart);
    cells[CHART_OVERRIDE_KEYS] = value_texts(fact_arena(override->writer), names, count);
}

/* A file of the tree; what is called values is read as what it is wherever it lies, in the
 * chart too, whose own are what is to be set. */
static void add_file(const struct chart_override *override, const struct node *entry,
                     const char *folder)
{
    const char *name = entry->text;
    if (entry->kind != NODE_TEXT ||
        text_find_folded(text_of(path_base(name)), "values") != SIZE_MAX)
        return;
    const char *path = path_resolve(fact_arena(override->writer), folder, name);
    if (!path)
        return;
    struct value *cells =
        fact_add(override->writer, &chart_named_kind, NULL, entry->line, entry->column)->cells;
    cells[CHART_NAMED_CHART] = value_text(override->chart);
    cells[CHART_NAMED_FILE] = value_text(path);
}

/* From the root of a source of git. */
static void read_files_of_flux(const struct chart_override *override, const struct node *chart)
{
    const char *source = node_string(node_find(chart, "sourceRef"), "kind");
    const struct node *files = node_find(chart, "valuesFiles");
    if (!source || strcmp(source, "GitRepository") != 0 || !files || files->kind != NODE_SEQUENCE)
        return;
    for (size_t i = 0; i < files->count; i++)
        add_file(override, files->items[i], ".");
}

/* What is in a Secret, or in a cluster alone, is not here. With targetPath it is one value. */
static void read_configs(const struct chart_override *override, const struct node *list)
{
    struct arena *arena = fact_arena(override->writer);
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *entry = list->items[i];
        const char *kind = node_string(entry, "kind"), *name = node_string(entry, "name");
        const char *key = node_string(entry, "valuesKey");
        if (!kind || !name || strcmp(kind, "ConfigMap") != 0)
            continue;
        const char *target = node_string(entry, "targetPath");
        if (target) {
            add_names(override, entry, (const char *[]){arena_strdup(arena, target)}, 1);
            continue;
        }
        struct value *cells =
            fact_add(override->writer, &chart_named_kind, NULL, entry->line, entry->column)->cells;
        cells[CHART_NAMED_CHART] = value_text(override->chart);
        cells[CHART_NAMED_CONFIG] =
            value_text(arena_printf(arena, "%s/%s", name, key ? key : "values.yaml"));
    }
}

static void read_release(struct fact_writer *writer, const struct node *spec)
{
    const struct node *chart = node_find(node_find(spec, "chart"), "spec");
    const struct chart_override override = {
        .writer = writer, .chart = last_part(fact_arena(writer), node_string(chart, "chart"))};
    chart_override_add(&override, node_find(spec, "values"));
    read_files_of_flux(&override, chart);
    read_configs(&override, node_find(spec, "valuesFrom"));
}

/* `parameters: [{name: web.replicas, value: "3"}]` */
static void read_parameters(const struct chart_override *override, const struct node *list)
{
    struct arena *arena = fact_arena(override->writer);
    if (!list || list->kind != NODE_SEQUENCE || list->count == 0)
        return;
    const char **names = ARENA_ARRAY(arena, const char *, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *name = node_string(list->items[i], "name");
        if (name)
            names[count++] = arena_strdup(arena, name);
    }
    if (count > 0)
        add_names(override, list, names, count);
}

/* `live.yaml` from the chart's folder, `$live/shop.yaml` from the root of the source whose ref is
 * `live`; the files of a chart that is fetched from elsewhere are elsewhere. */
static void read_files_of_argo(const struct chart_override *override, const struct node *source,
                               const struct node *files)
{
    const char *folder = node_string(source, "path");
    for (size_t i = 0; files && files->kind == NODE_SEQUENCE && i < files->count; i++) {
        struct node entry = *files->items[i];
        const char *slash = entry.kind == NODE_TEXT ? strchr(entry.text, '/') : NULL;
        bool is_of_other = slash && entry.text[0] == '$';
        if (entry.kind != NODE_TEXT || strstr(entry.text, "://"))
            continue;
        if (is_of_other)
            entry.text = slash;
        if (is_of_other || folder)
            add_file(override, &entry, folder ? folder : ".");
    }
}

static void read_source(struct fact_writer *writer, const struct node *source)
{
    const struct node *helm = node_find(source, "helm");
    const char *name = node_string(source, "chart");
    if (!helm)
        return;
    if (!name)
        name = node_string(source, "path");
    const struct chart_override override = {.writer = writer,
                                            .chart = last_part(fact_arena(writer), name)};
    chart_override_add(&override, node_find(helm, "valuesObject"));
    chart_override_add_text(&override, node_find(helm, "values"));
    read_parameters(&override, node_find(helm, "parameters"));
    read_parameters(&override, node_find(helm, "fileParameters"));
    read_files_of_argo(&override, source, node_find(helm, "valueFiles"));
}

static void read_application(struct fact_writer *writer, const struct node *spec)
{
    const struct node *sources = node_find(spec, "sources");
    read_source(writer, node_find(spec, "source"));
    for (size_t i = 0; sources && sources->kind == NODE_SEQUENCE && i < sources->count; i++)
        read_source(writer, sources->items[i]);
}

static void read_object(struct fact_writer *writer, const struct node *object)
{
    const char *kind = node_string(object, "kind"), *version = node_string(object, "apiVersion");
    const struct node *spec = node_find(object, "spec");
    if (!kind || !version || !spec)
        return;
    if (strcmp(kind, "HelmRelease") == 0 && string_starts_with(version, "helm.toolkit.fluxcd.io/"))
        read_release(writer, spec);
    else if (string_starts_with(version, "argoproj.io/") && strcmp(kind, "Application") == 0)
        read_application(writer, spec);
    else if (string_starts_with(version, "argoproj.io/") && strcmp(kind, "ApplicationSet") == 0)
        read_application(writer, node_find(node_find(spec, "template"), "spec"));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    if (file->content.state != CONTENT_TEXT || path_is_test(file->path))
        return;
    const struct document *document = fact_file_yaml(file, &problem);
    for (size_t i = 0; document && i < document->count; i++)
        read_object(writer, document->roots[i]);
}

static const struct fact_kind *const kinds[] = {&chart_override_kind, &chart_named_kind, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", NULL};
static const char *const literals[] = {"helm.toolkit.fluxcd.io/", "argoproj.io/", NULL};

FACT(chart_release) = {
    .name = "chart_release",
    .area = FACT_AREA_WORKLOADS,
    .summary = "values that releases of Flux and Argo CD give to charts of Helm",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
