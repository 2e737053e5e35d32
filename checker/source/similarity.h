/* similarity.h - private to this folder: how much two contents have in common, for whoever
 * looks for renamed files among many. A sketch of a content is its smallest hashes of lines,
 * without the white space around them; two are compared in one pass over both, which stops
 * where they cannot be similar enough. */
#ifndef SOURCE_SIMILARITY_H
#define SOURCE_SIMILARITY_H

#include "base/text.h"

/* From which score on a file is a renamed one: the default of git's -M. */
enum { SIMILARITY_RENAMED = 50 };

struct similarity;
/* Free it with free(). */
struct similarity *similarity_new(struct text content);
/* 0 to 100: lines in common, twice, of the lines of both, each counted once; 0 wherever that
 * is below SIMILARITY_RENAMED, and where one has fewer than four different lines: of that
 * little only identity tells anything. */
int similarity_score(const struct similarity *a, const struct similarity *b);

#endif
