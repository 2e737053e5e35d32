/* chart_values_file - files of values that are those of no chart: values.yaml, values-live.yaml,
 * live-values.yml outside a chart's folder, so that they may be for any chart here. Those in
 * ci/ beside a chart are what chart-testing tries it with. */
#include "facts/chart_kinds.h"
#include "facts/chart_override.h"
#include "facts/paths.h"

#include <string.h>

static bool is_for_installing(struct arena *arena, const struct fact_file *file)
{
    const char *path = file->path, *base = path_base(path);
    const char *folder = path_directory(arena, path);
    if (path_is_test(path) || strstr(path, "/templates/") || strcmp(path_base(folder), "ci") == 0)
        return false;
    return !snapshot_find(file->snapshot, path_join(arena, folder, "Chart.yaml")) ||
           (!string_starts_with(base, "values.") && !string_starts_with(base, "values-"));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE ||
        !is_for_installing(fact_arena(writer), file))
        return;
    const struct document_problem *problem = NULL;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    const struct chart_override override = {.writer = writer};
    bool is_template = !reason && !document && fact_file_is_template(file);
    if (reason || is_template)
        chart_override_add_gap(&override, is_template ? UNKNOWN_UNOBSERVABLE : class,
                               reason ? reason : "a template that is not rendered");
    else if (!document)
        chart_override_add_words(&override, file->content.text);
    for (size_t i = 0; document && i < document->count; i++)
        if (!node_find(document->roots[i], "apiVersion"))
            chart_override_add(&override, document->roots[i]);
}

static const struct fact_kind *const kinds[] = {&chart_override_kind, NULL};
static const char *const paths[] = {"*[vV]alues*.yaml", "*[vV]alues*.yml", "*VALUES*.yaml",
                                    "*VALUES*.yml", NULL};

FACT(chart_values_file) = {
    .name = "chart_values_file",
    .area = FACT_AREA_WORKLOADS,
    .summary = "files of values for charts of Helm, outside of them",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
