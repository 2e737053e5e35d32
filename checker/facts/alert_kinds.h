/* alert_kinds.h - the kinds of alerts: as files define them, and with the runbook that
 * each one names looked up. */
#ifndef FACTS_ALERT_KINDS_H
#define FACTS_ALERT_KINDS_H

#include "facts/fact.h"

/* Made from one file alone. */
extern const struct fact_kind fact_kind_alert_definition;
enum {
    ALERT_SYSTEM,
    ALERT_NAME,
    ALERT_SEVERITY,
    ALERT_EXPRESSION,
    ALERT_RUNBOOK,
    ALERT_TEXT,
    ALERT_TEST,
    ALERT_VENDORED,
    ALERT_DEFINITION_CELLS,
};

/* The same cells, and these. */
extern const struct fact_kind fact_kind_alert;
enum {
    ALERT_RUNBOOK_STATE = ALERT_DEFINITION_CELLS,
    ALERT_RUNBOOK_FOUND,
    ALERT_RUNBOOK_PATH,
    ALERT_RUNBOOK_HOST,
    ALERT_OWN,
};

extern const char *const alert_systems[];
/* What both kinds have. */
#define ALERT_COMMON_FIELDS                                                              \
    [ALERT_SYSTEM] = {"system",                                                          \
                      {.kind = TYPE_WORD, .words = alert_systems},                       \
                      false,                                                             \
                      "Whose format it is; 'operator' is a resource of Kubernetes."},    \
    [ALERT_NAME] = {"name", {.kind = TYPE_TEXT}, false, "As people see it."},            \
    [ALERT_SEVERITY] = {"severity",                                                      \
                        {.kind = TYPE_TEXT},                                             \
                        true,                                                            \
                        "In lower case; a priority that is a number is p1, p2, ..."},    \
    [ALERT_EXPRESSION] = {"expression", {.kind = TYPE_TEXT}, true, "What is measured."}, \
    [ALERT_RUNBOOK] = {"runbook", {.kind = TYPE_TEXT}, true, "The link, as written."},   \
    [ALERT_TEXT] = {"text",                                                              \
                    {.kind = TYPE_TEXT},                                                 \
                    false,                                                               \
                    "All that it says: group, expression, labels and annotations."},     \
    [ALERT_TEST] = {"test",                                                              \
                    {.kind = TYPE_BOOLEAN},                                              \
                    false,                                                               \
                    "stands where test material and examples stand"},                    \
    [ALERT_VENDORED] = {"vendored",                                                      \
                        {.kind = TYPE_BOOLEAN},                                          \
                        false,                                                           \
                        "others' code, by .gitattributes or convention"}

#endif
