/* catalogue_file.h - a file of rules/catalogue, which is compiled into the program, as the
 * struct of its schema. Everything lives in the arena. */
#ifndef FACTS_CATALOGUE_FILE_H
#define FACTS_CATALOGUE_FILE_H

#include "base/builtin_file.h"
#include "document/schema.h"

/* NULL, with a diagnostic, where it is not one document of YAML; other mistakes are
 * diagnostics alone (schema_load). */
void *catalogue_file_load(const struct schema *schema, struct arena *arena,
                          const struct builtin_file *file, struct diagnostics *diagnostics);

#endif
