/* operations_paths.h - what the recognisers of operations ask of a file before they read
 * it: is it a template of a chart, and why is it no document. */
#ifndef FACTS_OPERATIONS_PATHS_H
#define FACTS_OPERATIONS_PATHS_H

#include "facts/fact.h"

/* Below templates/ of a Helm chart: what it makes is only known when it is rendered. */
bool path_is_chart_template(const struct snapshot *snapshot, const char *path);
/* The outermost chart that it is a template of, its Chart.yaml, in `arena`; NULL: of none. */
const char *path_chart_of_template(struct arena *arena, const struct snapshot *snapshot,
                                   const char *path);
/* Does it end as files do that a program makes into others: .j2, .tpl, .tmpl, .erb,
 * .jsonnet, .libsonnet? */
bool path_is_generator(const char *path);
/* The documents of a YAML, JSON or HCL file, by its name; NULL with class and reason when
 * they cannot be known. JSON may hold comments. */
const struct document *operations_document(struct fact_file *file, enum unknown_class *class,
                                           const char **reason);
/* Does its text hold one of these? What cannot be read as a document may show so what it is. */
bool operations_bears(const struct fact_file *file, const char *const *marks);
/* A scalar of a mapping; of a sequence of one scalar that scalar. */
const char *operations_string(const struct node *node, const char *key);
/* The items of a sequence; anything else has none. */
size_t operations_items(const struct node *node, const struct node *const **out);
/* The cell of a text of a document: unknown where a template or a variable decides it. */
struct value operations_text(struct fact_writer *writer, const char *text);
bool operations_is_templated(const char *text);

#endif
