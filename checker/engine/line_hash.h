/* line_hash.h - primaryLocationLineHash, as GitHub's upload action computes it
 * (reference: B3): a hash of a hundred characters from a line's start, so that
 * an alert keeps its identity when lines above it move. */
#ifndef ENGINE_LINE_HASH_H
#define ENGINE_LINE_HASH_H

#include "base/text.h"

enum { LINE_HASH_SIZE = 40 };

/* The hash of each line asked for, "a7f2ff13bc495cf2:2": `lines` rises; `out`
 * has one text a line, NULL for a line that the file does not have. */
void line_hash_lines(struct arena *arena, struct text text, const uint32_t *lines, size_t count,
                     const char **out);
/* A stable value of the same shape for a finding about what is not there. */
const char *line_hash_of_absence(struct arena *arena, const char *rule, const char *repository,
                                 const char *subject);

#endif
