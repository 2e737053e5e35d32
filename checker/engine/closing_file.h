/* closing_file.h - `close_when: file-exists:PATH` of exceptions (reference: exceptions A3):
 * whether what a record waits for is there. */
#ifndef ENGINE_CLOSING_FILE_H
#define ENGINE_CLOSING_FILE_H

#include "policy/exception.h"
#include "source/snapshot.h"

/* Sets `is_closed` of those whose file the snapshot has. A file of blanks or of placeholders
 * alone is not what was promised, and neither is a link or a folder; one that is no text, or
 * too large to be looked at, is. */
struct failure *closing_files_find(struct exception_set *set, const struct snapshot *snapshot,
                                   struct arena *arena) MUST_CHECK;

#endif
