/* base64.h - decodes base64 (RFC 4648, standard and URL alphabet), as far as
 * recognisers must look inside: keys and credentials. */
#ifndef FACTS_BASE64_H
#define FACTS_BASE64_H

#include "base/arena.h"
#include "base/text.h"

/* Decodes; padding may be missing. False when a byte is of neither alphabet. */
bool base64_decode(struct arena *arena, struct text text, struct text *out);
bool base64_is_digit(char c);

#endif
