/* words_time.h - lengths of time in prose. */
#ifndef FACTS_WORDS_TIME_H
#define FACTS_WORDS_TIME_H

#include "facts/words.h"

/* The length of time in seconds that begins at a word: "48 hours", "two business days",
 * "7 (seven) days", "48h"; 0 for none. A year or a version number has no unit. */
int64_t words_time_at(const struct words *words, size_t at, size_t to);

#endif
