#include "facts/catalogue_file.h"

#include "document/yaml.h"

void *catalogue_file_load(const struct schema *schema, struct arena *arena,
                          const struct builtin_file *file, struct diagnostics *diagnostics)
{
    struct document document;
    struct document_problem problem = {0};
    if (yaml_parse(arena, (struct text){file->bytes, file->size}, &document, &problem) &&
        document.count == 1)
        return schema_load(schema, arena, file->path, document.roots[0], diagnostics);
    diagnostics_add(diagnostics, DIAGNOSTIC_ERROR,
                    (struct place){.path = file->path,
                                   .line = problem.line ? problem.line : 1,
                                   .column = problem.column ? problem.column : 1},
                    "%s", problem.message[0] ? problem.message : "not one document");
    return NULL;
}
