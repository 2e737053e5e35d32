/* dashboard_reader.h - the readers of the formats of dashboards: how many panels each has,
 * how many of them ask for something, and what they say. */
#ifndef FACTS_DASHBOARD_READER_H
#define FACTS_DASHBOARD_READER_H

#include "facts/dashboard_kinds.h"

struct dashboard {
    const char *system, *title;
    size_t panels, queries;
    bool is_elsewhere; /* what it holds is kept in another place: panels and queries unknown */
    const struct node *all;
    uint32_t line, column;
};

/* What a reader calls for each dashboard. */
struct dashboard_sink {
    void (*add)(struct dashboard_sink *sink, const struct dashboard *dashboard);
    struct arena *scratch;
};

/* A document of JSON or YAML: Grafana's model (also within the answer of its API, in a
 * ConfigMap or in a resource of its operator), Perses, Datadog. */
void dashboard_read(struct dashboard_sink *sink, const struct node *root);
/* Resources of Terraform's providers. */
void dashboard_read_terraform(struct dashboard_sink *sink, const struct node *root);

#endif
