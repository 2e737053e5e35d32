/* chart_release - the values that a HelmRelease of Flux or an Application of Argo CD gives to the
 * chart that it installs: fluxcd.io/flux/components/helm/helmreleases (values),
 * argo-cd.readthedocs.io/en/stable/user-guide/helm (valuesObject, values, parameters). */
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

static void read_release(struct fact_writer *writer, const struct node *spec)
{
    const struct node *chart = node_find(node_find(spec, "chart"), "spec");
    chart_override_add(writer, last_part(fact_arena(writer), node_string(chart, "chart")),
                       node_find(spec, "values"));
}

/* `parameters: [{name: web.replicas, value: "3"}]` */
static void read_parameters(struct fact_writer *writer, const char *chart, const struct node *list)
{
    struct arena *arena = fact_arena(writer);
    if (!list || list->kind != NODE_SEQUENCE || list->count == 0)
        return;
    const char **names = ARENA_ARRAY(arena, const char *, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *name = node_string(list->items[i], "name");
        if (name)
            names[count++] = arena_strdup(arena, name);
    }
    if (count == 0)
        return;
    struct value *cells =
        fact_add(writer, &chart_override_kind, NULL, list->line, list->column)->cells;
    cells[CHART_OVERRIDE_CHART] = value_text(chart);
    cells[CHART_OVERRIDE_KEYS] = value_texts(arena, names, count);
}

static void read_source(struct fact_writer *writer, const struct node *source)
{
    const struct node *helm = node_find(source, "helm");
    const char *name = node_string(source, "chart");
    if (!helm)
        return;
    if (!name)
        name = node_string(source, "path");
    name = last_part(fact_arena(writer), name);
    chart_override_add(writer, name, node_find(helm, "valuesObject"));
    chart_override_add_text(writer, name, node_find(helm, "values"));
    read_parameters(writer, name, node_find(helm, "parameters"));
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

static const struct fact_kind *const kinds[] = {&chart_override_kind, NULL};
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
