/* timeline.h - since when a document says what it says now: a walk back through the
 * first parents, along its renames, to the commit that brought the value a reader
 * finds in it. What the value is, the reader decides; a layout that changed and a
 * value that did not are no change. */
#ifndef FACTS_TIMELINE_H
#define FACTS_TIMELINE_H

#include "facts/fact.h"

/* What one content says, in `scratch`; NULL: nothing. Equal values are equal strings. */
typedef const char *timeline_reader(struct arena *scratch, const char *path, struct text content);

/* A time: of the oldest commit since which every revision says what the snapshot's commit
 * says. Unknown where the history is cut before that is sure (naming `fetch-depth: 0`),
 * where an older content cannot be read, and after LIMIT_TIMELINE_REVISIONS. A content
 * that no commit has yet (the index, the work tree) is of now. */
struct failure *timeline_since(struct value *out, const struct fact_repository *repository,
                               const char *path, timeline_reader *reader,
                               struct arena *arena) MUST_CHECK;

#endif
