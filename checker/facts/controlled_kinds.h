/* controlled_kinds.h - the kinds of documents that must be kept current (ISO 27001, 7.5.3:
 * documented information is controlled): what one file says, and the same with its history.
 * They have the same cells, in this order; a part has only the first ones. */
#ifndef FACTS_CONTROLLED_KINDS_H
#define FACTS_CONTROLLED_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_controlled_document_part;
extern const struct fact_kind fact_kind_controlled_document;
enum {
    CONTROLLED_SORT,
    CONTROLLED_REVIEWED_ON,
    CONTROLLED_PART_CELLS,
    CONTROLLED_FRESH_SINCE = CONTROLLED_PART_CELLS,
    CONTROLLED_DATE_BUMPS,
    CONTROLLED_UNCHANGED,
    CONTROLLED_BORN_TOGETHER,
    CONTROLLED_CHURN,
    CONTROLLED_CELLS,
};

extern const char *const controlled_sort_names[];
/* The sort of a document by its path alone; NULL for what need not be kept current. */
const char *controlled_sort(struct arena *scratch, const char *path);

#define CONTROLLED_COMMON_FIELDS                                              \
    [CONTROLLED_SORT] = {"sort",                                              \
                         {.kind = TYPE_WORD, .words = controlled_sort_names}, \
                         false,                                               \
                         "What it is, by its name and that of its folder."},  \
    [CONTROLLED_REVIEWED_ON] = {                                              \
        "reviewed_on",                                                        \
        {.kind = TYPE_DATE},                                                  \
        true,                                                                 \
        "The newest day on which it says that it was reviewed or updated."}

/* CHURN counts no further than this. */
enum { CONTROLLED_CHURN_MAX = 1000 };

#endif
