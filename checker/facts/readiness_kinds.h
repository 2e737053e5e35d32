/* readiness_kinds.h - the kinds of reviews before something goes into production. */
#ifndef FACTS_READINESS_KINDS_H
#define FACTS_READINESS_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_readiness_document;
enum {
    READINESS_ITEMS,
    READINESS_OPEN,
    READINESS_EVIDENCE,
    READINESS_SIGNERS,
    READINESS_TEST,
    READINESS_DOCUMENT_CELLS,
    READINESS_AUTHOR = READINESS_DOCUMENT_CELLS,
    READINESS_SELF_SIGNED,
    READINESS_SWEPT,
    READINESS_CHANGED,
};

extern const struct fact_kind fact_kind_readiness_review;

extern const struct fact_kind fact_kind_readiness_item;
enum { READINESS_ITEM_TEXT, READINESS_ITEM_STATE, READINESS_ITEM_TEST };

/* What both kinds of documents have. */
#define READINESS_COMMON_FIELDS                                                                 \
    [READINESS_ITEMS] = {"items", {.kind = TYPE_INTEGER}, false, "What is asked, how many."},   \
    [READINESS_OPEN] = {"open",                                                                 \
                        {.kind = TYPE_INTEGER},                                                 \
                        false,                                                                  \
                        "Items without an answer; 'N/A' without a reason is none."},            \
    [READINESS_EVIDENCE] = {"evidence",                                                         \
                            {.kind = TYPE_INTEGER},                                             \
                            false,                                                              \
                            "Items whose answer names a page, an issue, a path or a command."}, \
    [READINESS_SIGNERS] = {"signers",                                                           \
                           {.kind = TYPE_LIST, .of = TYPE_TEXT},                                \
                           false,                                                               \
                           "Who approved it, as the document says."},                           \
    [READINESS_TEST] = {                                                                        \
        "test", {.kind = TYPE_BOOLEAN}, false, "stands where test material and examples stand"}

#endif
