/* iregexp.h - regular expressions of RFC 9485 (I-Regexp), the dialect of JSONPath's
 * match and search, as patterns of PCRE2. Checked against the grammar, so that what
 * PCRE2 has beyond it (\d, look-around, lazy repetition) is refused. `.` takes all
 * but CR and LF. `^` and `$`, which the grammar admits without a meaning of their
 * own, are the ends of the text, as its section 5 hands them on. */
#ifndef DOCUMENT_IREGEXP_H
#define DOCUMENT_IREGEXP_H

#include "base/arena.h"
#include "base/text.h"

struct iregexp_problem {
    size_t at;                    /* byte */
    const char *message;          /* lower case, no full stop */
    const char *expected, *meant; /* or NULL */
};

/* The expression for pattern_new, of the whole text or of a part of it; NULL, with
 * `problem` filled, when it is no I-Regexp. */
const char *iregexp_translate(struct arena *arena, struct text expression, bool whole,
                              struct iregexp_problem *problem);

#endif
