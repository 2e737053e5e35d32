/* chart_override - which values a mapping sets that is given to a chart of Helm where it is
 * installed: https://helm.sh/docs/chart_template_guide/values_files/ */
#ifndef FACTS_CHART_OVERRIDE_H
#define FACTS_CHART_OVERRIDE_H

#include "document/node.h"
#include "facts/fact.h"

/* Where values are given: to which chart, the last part of its name or path, NULL where nothing
 * tells; `path` is NULL for the file that is being read. */
struct chart_override {
    struct fact_writer *writer;
    const char *path;
    const char *chart;
};

void chart_override_add(const struct chart_override *override, const struct node *values);
/* The values of `text` in YAML; what cannot be read is a gap. */
void chart_override_add_text(const struct chart_override *override, const struct node *text);
void chart_override_add_gap(const struct chart_override *override, enum unknown_class class,
                            const char *reason);

/* Of a text that is no YAML for us, as one with a key that is there twice, of which Helm takes
 * the last: whatever looks like a key may set all that stands below it. */
void chart_override_add_words(const struct chart_override *override, struct text text);

#endif
