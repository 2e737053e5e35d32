/* dashboard_kinds.h - the kinds of dashboards: as files define them, and with the service
 * that each one shows looked up. */
#ifndef FACTS_DASHBOARD_KINDS_H
#define FACTS_DASHBOARD_KINDS_H

#include "facts/fact.h"

enum {
    DASHBOARD_SYSTEM,
    DASHBOARD_TITLE,
    DASHBOARD_UNNAMED,
    DASHBOARD_PANELS,
    DASHBOARD_QUERIES,
    DASHBOARD_SHOWN,
    DASHBOARD_TEXT,
    DASHBOARD_TEST,
    DASHBOARD_VENDORED,
    DASHBOARD_DEFINITION_CELLS,
    DASHBOARD_OWN = DASHBOARD_DEFINITION_CELLS,
};

extern const struct fact_kind fact_kind_dashboard_definition;
extern const struct fact_kind fact_kind_dashboard;
extern const char *const dashboard_systems[]; /* NULL-ended */

/* What both kinds have. */
#define DASHBOARD_COMMON_FIELDS                                                                  \
    [DASHBOARD_SYSTEM] = {"system",                                                              \
                          {.kind = TYPE_WORD, .words = dashboard_systems},                       \
                          false,                                                                 \
                          "Whose format it is; 'operator' is a resource of Kubernetes."},        \
    [DASHBOARD_TITLE] = {"title", {.kind = TYPE_TEXT}, true, "As people see it."},               \
    [DASHBOARD_UNNAMED] = {"unnamed",                                                            \
                           {.kind = TYPE_BOOLEAN},                                               \
                           false,                                                                \
                           "Has it no title, or the one that its editor gives to a new one?"},   \
    [DASHBOARD_PANELS] = {"panels", {.kind = TYPE_INTEGER}, false, "Panels, or widgets."},       \
    [DASHBOARD_QUERIES] = {"queries",                                                            \
                           {.kind = TYPE_INTEGER},                                               \
                           false,                                                                \
                           "Panels that ask for something."},                                    \
    [DASHBOARD_SHOWN] = {"shown",                                                                \
                         {.kind = TYPE_BOOLEAN},                                                 \
                         false,                                                                  \
                         "Does this file hold its panels, and no program or chart makes them?"}, \
    [DASHBOARD_TEXT] = {"text",                                                                  \
                        {.kind = TYPE_TEXT},                                                     \
                        false,                                                                   \
                        "Its titles and queries, as much as there is room for."},                \
    [DASHBOARD_TEST] = {"test",                                                                  \
                        {.kind = TYPE_BOOLEAN},                                                  \
                        false,                                                                   \
                        "stands where test material and examples stand"},                        \
    [DASHBOARD_VENDORED] = {"vendored",                                                          \
                            {.kind = TYPE_BOOLEAN},                                              \
                            false,                                                               \
                            "others' code, by .gitattributes or convention"}

#endif
