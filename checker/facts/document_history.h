/* document_history.h - how a document became what it says: a walk back through its revisions
 * to the first one that said something else. Layout, links and the days of its reviews are no
 * part of what it says. */
#ifndef FACTS_DOCUMENT_HISTORY_H
#define FACTS_DOCUMENT_HISTORY_H

#include "facts/fact.h"

struct document_history {
    /* Why it is not known; NULL when it is. */
    const char *unknown;
    bool is_damaged;
    int64_t since;           /* the commit since which it says what it says */
    struct object_id commit; /* that one, and its tree */
    struct object_id tree;
    bool is_committed;     /* false: of the index or the work tree, no commit has it */
    bool is_first;         /* that commit brought the document: it never said anything else */
    uint32_t review_bumps; /* revisions after it that moved the day of review and nothing else */
};

struct failure *document_history_read(struct document_history *out,
                                      const struct fact_repository *repository, const char *path,
                                      struct arena *arena) MUST_CHECK;

#endif
