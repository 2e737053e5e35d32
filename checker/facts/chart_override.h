/* chart_override - which values a mapping sets that is given to a chart of Helm where it is
 * installed: https://helm.sh/docs/chart_template_guide/values_files/ */
#ifndef FACTS_CHART_OVERRIDE_H
#define FACTS_CHART_OVERRIDE_H

#include "document/node.h"
#include "facts/fact.h"

/* `chart` is the last part of its name or path, NULL where nothing tells. */
void chart_override_add(struct fact_writer *writer, const char *chart, const struct node *values);
/* The values of `text` in YAML; what cannot be read is a gap. */
void chart_override_add_text(struct fact_writer *writer, const char *chart,
                             const struct node *text);

/* Of a text that is no YAML for us, as one with a key that is there twice, of which Helm takes
 * the last: whatever looks like a key may set all that stands below it. */
void chart_override_add_words(struct fact_writer *writer, struct text text);

#endif
