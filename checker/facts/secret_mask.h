/* secret_mask.h - blacks out the secrets of a text that goes to people or into a
 * file: at most four characters of each are left. */
#ifndef FACTS_SECRET_MASK_H
#define FACTS_SECRET_MASK_H

#include "base/diagnostic.h"
#include "facts/secret_search.h"

/* The text with every secret that stands in it masked: those that its form shows, and
 * with `path` those that the name of its file tells. `text` itself when there is none. */
struct text secret_mask(struct arena *arena, struct pattern_matcher *matcher, const char *path,
                        struct text text);
/* The same of a string that stands in no file; it may be the string itself. */
const char *secret_mask_string(struct arena *arena, const char *string);
/* The same of the files whose lines diagnostics show. */
void secret_mask_sources(struct diagnostics *diagnostics);
/* The same for what is about to be written; the buffer holds the result. */
void secret_mask_buffer(struct buffer *buffer);

#endif
