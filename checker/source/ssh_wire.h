/* ssh_wire.h - how SSH writes numbers and strings (RFC 4251, section 5): a number in
 * four bytes, a string as its length and its bytes. Private to this folder. */
#ifndef SOURCE_SSH_WIRE_H
#define SOURCE_SSH_WIRE_H

#include "base/text.h"

void ssh_wire_add_number(struct buffer *out, uint32_t number);
void ssh_wire_add(struct buffer *out, const void *bytes, size_t size);

/* Take the next one off `rest`; false, and `rest` as it was, where it ends before. */
bool ssh_wire_number(struct text *rest, uint32_t *out);
bool ssh_wire_string(struct text *rest, struct text *out);
/* A string that is printable ASCII, as the names of algorithms and namespaces are; with
 * a NUL, in the arena. */
bool ssh_wire_name(struct text *rest, struct arena *arena, const char **out);

/* Base64 (RFC 4648) in lines or in one; false when it is none. */
bool ssh_base64_decode(struct arena *arena, struct text encoded, struct text *out);
const char *ssh_base64(struct arena *arena, struct text bytes);

/* The bytes between two lines of armour, decoded, and `rest` behind them. False when the
 * first of these lines is not there; `problem` is set when it is, and the rest is not as
 * it must be. */
bool ssh_armour_next(struct arena *arena, struct text *rest, const char *name, struct text *out,
                     const char **problem);

#endif
