/* catalogue_entity, catalogue_problem, catalogue_reference, oncall - entities of Backstage in
 * YAML files of any other name: a Location names them, or a whole organisation's tree. */
#include "facts/catalogue.h"
#include "facts/catalogue_reading.h"
#include "facts/paths.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_catalogue_entity, &fact_kind_catalogue_problem, &fact_kind_catalogue_reference,
    &fact_kind_oncall, NULL};

static bool is_entity(const struct node *root)
{
    const char *version = node_string(root, "apiVersion");
    return version && (string_starts_with(version, "backstage.io/v1") ||
                       string_starts_with(version, "scaffolder.backstage.io/v1"));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    enum unknown_class class;
    if (string_is_one_of(path_base(file->path), catalogue_names) ||
        fact_file_unreadable(file, &class))
        return;
    const struct document *document = fact_file_yaml(file, &problem);
    for (size_t i = 0; document && i < document->count; i++) {
        struct catalogue_reading reading = {.writer = writer,
                                            .file = file,
                                            .system = "backstage",
                                            .number = i + 1,
                                            .test = catalogue_is_foreign(file)};
        if (is_entity(document->roots[i]))
            catalogue_read_backstage(&reading, document->roots[i]);
    }
    if (!document && !catalogue_is_foreign(file))
        fact_add_gaps(writer, file->path,
                      fact_file_is_template(file) ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE,
                      fact_file_is_template(file) ? "a template that is not rendered"
                                                  : "it is no YAML");
}

FACT(catalogue_elsewhere) = {
    .name = "catalogue_elsewhere",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "entities of Backstage in YAML files of other names",
    .version = 1,
    .kinds = kinds,
    .paths = (const char *const[]){"*.yaml", "*.yml", NULL},
    .literals = (const char *const[]){"backstage.io/v1", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
