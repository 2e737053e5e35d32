/* runbook_kinds.h - the kinds of runbooks: as their pages are, and with what they name
 * looked up in the repository. */
#ifndef FACTS_RUNBOOK_KINDS_H
#define FACTS_RUNBOOK_KINDS_H

#include "facts/fact.h"

enum {
    RUNBOOK_FAMILIES,
    RUNBOOK_FAMILY_COUNT,
    RUNBOOK_HOLLOW,
    RUNBOOK_COMMANDS,
    RUNBOOK_ACTIONS,
    RUNBOOK_ANCHORS,
    RUNBOOK_PLACEHOLDER,
    RUNBOOK_RESIDUE,
    RUNBOOK_FILLED,
    RUNBOOK_RESPONSE,
    RUNBOOK_CELLS,
};

/* Made from one file alone; `anchors` there is: does it name anything at all? */
extern const struct fact_kind fact_kind_runbook_page;
enum {
    RUNBOOK_PAGE_ADDRESSES = RUNBOOK_CELLS, /* it has an address or a link of its own */
    RUNBOOK_PAGE_FOREIGN,                   /* its headings are not understood */
    RUNBOOK_PAGE_TEXT,
};

extern const struct fact_kind fact_kind_runbook;

extern const char *const runbook_families[];
/* What both kinds have. */
#define RUNBOOK_COMMON_FIELDS                                                                 \
    [RUNBOOK_FAMILIES] = {"families",                                                         \
                          {.kind = TYPE_LIST, .of = TYPE_WORD, .words = runbook_families},    \
                          false,                                                              \
                          "Families of sections that are there and filled."},                 \
    [RUNBOOK_FAMILY_COUNT] = {"family_count",                                                 \
                              {.kind = TYPE_INTEGER},                                         \
                              false,                                                          \
                              "How many families, of six."},                                  \
    [RUNBOOK_HOLLOW] = {"hollow",                                                             \
                        {.kind = TYPE_LIST, .of = TYPE_WORD, .words = runbook_families},      \
                        false,                                                                \
                        "Families whose sections are empty or placeholders."},                \
    [RUNBOOK_COMMANDS] = {"commands",                                                         \
                          {.kind = TYPE_INTEGER},                                             \
                          false,                                                              \
                          "Commands and lines of code."},                                     \
    [RUNBOOK_ACTIONS] = {"actions",                                                           \
                         {.kind = TYPE_INTEGER},                                              \
                         false,                                                               \
                         "Commands, lines of code and links in sections on diagnosis and "    \
                         "mitigation; where these are labels in bold, in the whole page."},   \
    [RUNBOOK_ANCHORS] = {"anchors",                                                           \
                         {.kind = TYPE_BOOLEAN},                                              \
                         false,                                                               \
                         "Does it name something of this system: an address, a service, an "  \
                         "alert or a file that this repository has? Where nothing tells how " \
                         "its services are called a command or a name is enough."},           \
    [RUNBOOK_PLACEHOLDER] = {"placeholder",                                                   \
                             {.kind = TYPE_BOOLEAN},                                          \
                             false,                                                           \
                             "Is there residue of a template?"},                              \
    [RUNBOOK_RESIDUE] = {"residue", {.kind = TYPE_TEXT}, true, "The first of it."},           \
    [RUNBOOK_FILLED] = {"filled",                                                             \
                        {.kind = TYPE_BOOLEAN},                                               \
                        false,                                                                \
                        "Does any family say something?"},                                    \
    [RUNBOOK_RESPONSE] = {"response",                                                         \
                          {.kind = TYPE_BOOLEAN},                                             \
                          false,                                                              \
                          "Does it answer to something that went wrong, by its name, its "    \
                          "title or its headings? Else it is about planned work, as a "       \
                          "drill or a developer's steps are."}

#endif
