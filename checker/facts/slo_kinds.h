/* slo_kinds.h - the kinds of service level objectives: as files define them, and with the
 * service that each one names looked up. */
#ifndef FACTS_SLO_KINDS_H
#define FACTS_SLO_KINDS_H

#include "facts/fact.h"

enum {
    SLO_SYSTEM,
    SLO_NAME,
    SLO_SERVICE,
    SLO_TARGET,
    SLO_PROBLEM,
    SLO_IDENTICAL,
    SLO_PLACEHOLDER,
    SLO_ALERTED,
    SLO_TEXT,
    SLO_TEST,
    SLO_VENDORED,
    SLO_DEFINITION_CELLS,
    SLO_OWN = SLO_DEFINITION_CELLS,
};

extern const struct fact_kind fact_kind_slo_definition;
extern const struct fact_kind fact_kind_slo;
extern const char *const slo_systems[]; /* NULL-ended */

/* What both kinds have. */
#define SLO_COMMON_FIELDS                                                                        \
    [SLO_SYSTEM] = {"system",                                                                    \
                    {.kind = TYPE_WORD, .words = slo_systems},                                   \
                    false,                                                                       \
                    "Whose format it is."},                                                      \
    [SLO_NAME] = {"name",                                                                        \
                  {.kind = TYPE_TEXT},                                                           \
                  false,                                                                         \
                  "Its name; an objective of several has a number."},                            \
    [SLO_SERVICE] = {"service", {.kind = TYPE_TEXT}, true, "The service that it names."},        \
    [SLO_TARGET] = {"target", {.kind = TYPE_SHARE}, true, "What share of events must be good."}, \
    [SLO_PROBLEM] = {"problem",                                                                  \
                     {.kind = TYPE_TEXT},                                                        \
                     true,                                                                       \
                     "What its format does not allow; the first of several."},                   \
    [SLO_IDENTICAL] = {"identical",                                                              \
                       {.kind = TYPE_BOOLEAN},                                                   \
                       false,                                                                    \
                       "Are what it counts as good, or as bad, and the whole the same query?"},  \
    [SLO_PLACEHOLDER] = {"placeholder",                                                          \
                         {.kind = TYPE_BOOLEAN},                                                 \
                         false,                                                                  \
                         "Is a query empty, a placeholder, or no more than `up`?"},              \
    [SLO_ALERTED] = {"alerted",                                                                  \
                     {.kind = TYPE_BOOLEAN},                                                     \
                     false,                                                                      \
                     "Does somebody hear of it when its budget burns?"},                         \
    [SLO_TEXT] = {"text", {.kind = TYPE_TEXT}, false, "All that it says."},                      \
    [SLO_TEST] = {"test",                                                                        \
                  {.kind = TYPE_BOOLEAN},                                                        \
                  false,                                                                         \
                  "stands where test material and examples stand"},                              \
    [SLO_VENDORED] = {"vendored",                                                                \
                      {.kind = TYPE_BOOLEAN},                                                    \
                      false,                                                                     \
                      "others' code, by .gitattributes or convention"}

#endif
