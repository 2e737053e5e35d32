/* secret_jwt.h - JSON web tokens (RFC 7519) in any text: three parts of base64 whose
 * first is a header that names an algorithm (RFC 7515, 4.1.1) and whose second holds
 * claims. Looked into, not verified. */
#ifndef FACTS_SECRET_JWT_H
#define FACTS_SECRET_JWT_H

#include "base/arena.h"
#include "base/text.h"

struct secret_jwt {
    size_t start, end;
    bool is_secret;  /* it is signed, and neither an example nor made to be public */
    int64_t expires; /* `exp`, UTC seconds; INT64_MIN when it does not say */
};

/* The next token from `from`; false when there is none. */
bool secret_jwt_find(struct arena *arena, struct text text, size_t from, struct secret_jwt *out);

#endif
