/* executable_format.h - what kind of program or object code some bytes are, by
 * the marks that the formats' specifications put at their start. Images, fonts,
 * documents and archives of data are none; what is in an archive is told in archive.h. */
#ifndef FACTS_EXECUTABLE_FORMAT_H
#define FACTS_EXECUTABLE_FORMAT_H

#include "base/text.h"

/* One of executable_format_words, or NULL. `path` tells a jar from a zip. */
const char *executable_format_of(const char *path, struct text bytes);
/* What the name alone claims, for content that cannot be read; NULL for none. */
const char *executable_format_of_name(const char *path);

extern const char *const executable_format_words[]; /* NULL-ended */

#endif
