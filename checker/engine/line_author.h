/* line_author.h - who wrote the lines of the findings that a record with approvals would
 * excuse, where a policy asks that they do not approve it. */
#ifndef ENGINE_LINE_AUTHOR_H
#define ENGINE_LINE_AUTHOR_H

#include "engine/hearing.h"

struct line_authors {
    const char **addresses;
    size_t count, capacity;
    const char *unknown; /* why there may be others; NULL: these are all */
};

bool line_authors_are_asked(const struct ruleset *ruleset);
/* Sets `line_authors` of the records that would excuse findings of the evaluation, at the head
 * that is judged. A finding without a line has nobody who is known to have written it. */
struct failure *line_authors_find(struct hearing *hearing,
                                  const struct evaluation *evaluation) MUST_CHECK;

#endif
