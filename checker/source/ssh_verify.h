/* ssh_verify.h - the cryptography behind ssh_signature.h, which private keys are no part
 * of: Ed25519 (RFC 8709) by libsodium, ECDSA (RFC 5656) and RSA (RFC 8332) by Nettle.
 * Private to this folder. */
#ifndef SOURCE_SSH_VERIFY_H
#define SOURCE_SSH_VERIFY_H

#include "source/ssh_signature.h"

bool ssh_verifies_key(const char *type);
/* `signed_` is what the key signed. `why` is set for any other answer than SSH_HOLDS. */
enum ssh_verdict ssh_verify(const struct ssh_signature *signature, struct text signed_,
                            const char **why);

#endif
