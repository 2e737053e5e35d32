/* review_date.h - when a document says that somebody looked whether it still holds: a line such
 * as "Last reviewed: 2026-01-31", a row of a table, a field of the front matter. What such a
 * line says is no part of what the document says. */
#ifndef FACTS_REVIEW_DATE_H
#define FACTS_REVIEW_DATE_H

#include "facts/prose.h"

/* Does the line do no more than state a day of review? `day` is NO_REVIEW_DAY where it is that
 * of the next one. */
#define NO_REVIEW_DAY INT32_MIN
bool review_date_is_line(struct arena *scratch, const struct prose_line *line, int32_t *day);
/* The newest day on which the document says that it was reviewed; `markdown` is NULL for other
 * syntaxes. `line` is where, counted from 1. */
bool review_date_find(struct arena *scratch, const struct prose *prose,
                      const struct markdown *markdown, int32_t *day, uint32_t *line);
/* A digest of all that the document says but those lines; as freshness_digest else. */
const char *review_date_digest(struct arena *scratch, const struct prose *prose);

#endif
