/* private_key.h - finds private keys in any text: PEM (RFC 7468), OpenSSH and
 * OpenPGP blocks, also when they are indented, quoted, escaped on one line or
 * joined from string literals. A header alone, a key that is cut short and a body
 * that does not decode to a key are none. */
#ifndef FACTS_PRIVATE_KEY_H
#define FACTS_PRIVATE_KEY_H

#include "base/arena.h"
#include "base/text.h"

struct private_key {
    size_t start, end;  /* byte offsets in the text */
    struct text body;   /* the base64 digits alone: the same key always looks the same */
    struct text header; /* -----BEGIN ...----- */
    bool encrypted;     /* behind a passphrase */
};

/* The next key from `from`; false when there is none. */
bool private_key_find(struct arena *arena, struct text text, size_t from, struct private_key *out);
/* Is this a key of PuTTY, and behind a passphrase? */
bool putty_key_is_encrypted(struct text key);

#endif
