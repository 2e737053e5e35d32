/* json5_parts.h - what JSON5 (https://spec.json5.org) writes in another way than JSON:
 * white space, names, texts and numbers. json.c reads both. */
#ifndef DOCUMENT_JSON5_PARTS_H
#define DOCUMENT_JSON5_PARTS_H

#include "document/unescape.h"

#include "document/node.h"

/* Bytes of white space at the start that JSON does not have; 0 when there is none. */
size_t json5_space(struct text text);
/* A text in single or double quotes; as unescape_quoted. */
bool json5_unescape(struct arena *arena, struct text text, struct unescaped *out);
/* A name without quotes (an identifier of ECMAScript 5.1); false when none begins here. */
bool json5_name(struct arena *arena, struct text text, struct unescaped *out);

struct json5_scalar {
    enum node_kind kind;
    const char *text; /* numbers as JSON writes them; Infinity and NaN are null */
    size_t size;      /* bytes taken */
};
/* A number, true, false or null; false when it is none. */
bool json5_scalar_read(struct arena *arena, struct text text, struct json5_scalar *out);

#endif
