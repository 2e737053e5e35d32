/* ssh_private_key.h - reads a private key of OpenSSH (PROTOCOL.key): Ed25519 that no
 * passphrase protects. For others there is ssh-keygen, which asks for what it needs. */
#ifndef SOURCE_SSH_PRIVATE_KEY_H
#define SOURCE_SSH_PRIVATE_KEY_H

#include "source/ssh_key.h"

enum { SSH_PRIVATE_KEY_BYTES = 64 << 10 };

/* False when it is none, or one that only ssh-keygen can use; then why. */
bool ssh_private_key_read(struct ssh_key *out, struct arena *arena, struct text file,
                          const char **why);

#endif
