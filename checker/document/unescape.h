/* unescape.h - quoted texts of JSON (RFC 8259, section 7) and of JSONPath (RFC
 * 9535, section 2.3.1.1), which adds single quotes. Control characters, invalid
 * UTF-8 and surrogates without their pair are refused. */
#ifndef DOCUMENT_UNESCAPE_H
#define DOCUMENT_UNESCAPE_H

#include "base/arena.h"
#include "base/text.h"

enum unescape_dialect { UNESCAPE_JSON, UNESCAPE_JSONPATH };

struct unescaped {
    struct text text;    /* NUL-terminated in the arena; may hold NULs */
    size_t size;         /* bytes taken, both quotes included; where the problem is */
    const char *problem; /* lower case, no full stop */
};

/* `text` begins with the quote that also ends it. */
bool unescape_quoted(struct arena *arena, struct text text, enum unescape_dialect dialect,
                     struct unescaped *out);

/* The code point of a \u escape, with the second half of a surrogate pair; `*at` stands
 * behind the `u` and is moved behind what was taken. NULL, or the problem. */
const char *unescape_unicode(struct text text, size_t *at, uint32_t *out);

#endif
