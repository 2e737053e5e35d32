/* toml_scalar.h - the values of TOML that stand without quotes: booleans, numbers,
 * dates and times. */
#ifndef DOCUMENT_TOML_SCALAR_H
#define DOCUMENT_TOML_SCALAR_H

#include "document/node.h"

struct toml_scalar {
    enum node_kind kind;
    const char *tag;     /* dates and times: see document/toml.h */
    const char *text;    /* numbers in one form, as document/toml.h says */
    size_t at;           /* where in it the problem is */
    const char *problem; /* lower case, no full stop */
};

/* How many bytes at the beginning of `text` make one such value or would. A date
 * goes on behind a space where a time may follow. */
size_t toml_scalar_size(struct text text);
/* False, with the problem, when `text` is none. */
bool toml_scalar_read(struct arena *arena, struct text text, struct toml_scalar *out);

#endif
