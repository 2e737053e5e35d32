/* freshness.h - how old a document is: since when it says what it says now. White space,
 * case, marks, the targets of links and comments are no part of what it says; whoever only
 * tidied it up did not look whether it still holds. */
#ifndef FACTS_FRESHNESS_H
#define FACTS_FRESHNESS_H

#include "base/digest.h"
#include "facts/prose.h"
#include "facts/timeline.h"

/* A time or unknown, as timeline_since. */
struct failure *freshness_of(struct value *out, const struct fact_repository *repository,
                             const char *path, struct arena *arena) MUST_CHECK;
/* A digest of what a content says. Of prose (Markdown, reStructuredText, AsciiDoc, plain
 * text) the words that a reader sees, and those of code; of anything else its bytes,
 * runs of white space as one. */
timeline_reader freshness_digest;
/* What one line of prose adds to it. */
void freshness_add_line(struct sha256 *digest, struct arena *scratch,
                        const struct prose_line *line);
/* What a reader sees of a line, code within it too; targets of links are blanks. */
struct text freshness_seen(struct arena *scratch, const struct prose_line *line);

#endif
