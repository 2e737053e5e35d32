/* scanner_scope.h - what a tool looks at, and when it fails: the cells of a row of
 * scanner_kinds.h that follow from the options of an invocation. */
#ifndef FACTS_SCANNER_SCOPE_H
#define FACTS_SCANNER_SCOPE_H

#include "facts/scanner_match.h"

/* Fills DIRECTORY, DEPTH, FILES, EXCLUDES, FIRST_ONLY, READS, FAILS_AT and
 * IGNORES_UNFIXED. `snapshot` tells files from folders. */
void scanner_set_scope(const struct scanner_match *match, const struct snapshot *snapshot,
                       struct value *cells);

/* The purposes that the options choose, NULL-ended; NULL with `open` when only a run knows. */
const char *const *scanner_purposes_of(const struct scanner_match *match, const char **open);

#endif
