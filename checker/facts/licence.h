/* licence.h - licences by their text and by their names. Ids are those of the
 * SPDX licence list; what a text alone cannot tell (`-only`, `-or-later`) is left out. */
#ifndef FACTS_LICENCE_H
#define FACTS_LICENCE_H

#include "facts/words.h"

enum licence_sort {
    LICENCE_FULL,        /* the whole text */
    LICENCE_PARTIAL,     /* the beginning of the text, cut short */
    LICENCE_REFERENCE,   /* says where the licence is */
    LICENCE_HEADER_ONLY, /* a name and perhaps a copyright line */
    LICENCE_PLACEHOLDER, /* the whole text, but nobody is named as its holder */
    LICENCE_CUSTOM,      /* a text that is none of those known */
    LICENCE_EMPTY,
};
extern const char *const licence_sort_names[]; /* by sort, NULL-ended */

/* Which licence a text is; `spdx` is NULL when it is none that is known. */
enum licence_sort licence_recognise(struct arena *scratch, struct text text, const char **spdx);
/* Does an SPDX expression (or a name that people use instead) name this licence? */
bool licence_expression_names(struct arena *scratch, const char *expression, const char *spdx);
/* Is it an expression that points to a file or says that there is none? */
bool licence_expression_is_open(const char *expression);

#endif
