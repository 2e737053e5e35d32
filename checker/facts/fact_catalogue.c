/* catalogue_entity, catalogue_problem, catalogue_reference, oncall - the entries for service
 * catalogues by their usual file names, with what is wrong in them, and the entities of
 * Backstage that stand in other YAML files. */
#include "facts/catalogue.h"
#include "facts/catalogue_reading.h"
#include "facts/paths.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_catalogue_entity, &fact_kind_catalogue_problem, &fact_kind_catalogue_reference,
    &fact_kind_oncall, NULL};

static void read_root(struct catalogue_reading *reading, const struct node *root)
{
    const char *name = path_base(reading->file->path);
    if (string_starts_with(name, "catalog-info.")) {
        reading->system = "backstage";
        catalogue_read_backstage(reading, root);
    } else if (strstr(name, ".datadog.")) {
        reading->system = "datadog";
        catalogue_read_datadog(reading, root);
    } else if (string_starts_with(name, "opslevel.")) {
        reading->system = "opslevel";
        catalogue_read_opslevel(reading, root);
    } else {
        reading->system = "cortex";
        catalogue_read_cortex(reading, root);
    }
}

/* NULL when there is none; gaps are there then, but for what others fill in. */
static const struct document *document_of(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return NULL;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (document || catalogue_is_foreign(file))
        return document;
    if (!reason && fact_file_is_template(file)) {
        class = UNKNOWN_UNOBSERVABLE;
        reason = "a template that is not rendered";
    }
    fact_add_gaps(writer, file->path, class, reason ? reason : "it is no YAML");
    return NULL;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document *document = document_of(writer, file);
    for (size_t i = 0; document && i < document->count; i++) {
        struct catalogue_reading reading = {
            .writer = writer, .file = file, .number = i + 1, .test = catalogue_is_foreign(file)};
        read_root(&reading, document->roots[i]);
    }
}

FACT(catalogue) = {
    .name = "catalogue",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "entries for service catalogues: what they hold, and what is wrong with it",
    .version = 1,
    .kinds = kinds,
    .paths = catalogue_names,
    .recognise_file = recognise,
};
