/* ssh_signature.h - signatures by SSH keys over files and commits, as `ssh-keygen -Y`
 * makes and verifies them (OpenSSH, PROTOCOL.sshsig). Untrusted: any bytes can be read. */
#ifndef SOURCE_SSH_SIGNATURE_H
#define SOURCE_SSH_SIGNATURE_H

#include "base/text.h"

/* A file with signatures; the longest of all, by a key of RSA with 16384 bits, has 6 KiB. */
enum { SSH_SIGNATURES_BYTES = 128 << 10 };

struct ssh_signature {
    struct text key;       /* the public key that it says made it, as SSH writes keys */
    const char *key_type;  /* "ssh-ed25519" */
    const char *space;     /* what it is for: "git", "bylaw" */
    const char *hash;      /* of the message: "sha256", "sha512" */
    const char *algorithm; /* "ssh-ed25519", "rsa-sha2-512" */
    struct text bytes;     /* of that algorithm */
};

enum ssh_verdict {
    SSH_HOLDS,
    SSH_DOES_NOT_HOLD,
    SSH_UNKNOWN, /* what this program cannot verify: hardware keys, certificates */
};

/* The next armoured signature of a text, which may hold several; false when there is
 * none any more. `problem` is set, and `out` is not to be used, when it is malformed. */
bool ssh_signature_next(struct text *rest, struct ssh_signature *out, struct arena *arena,
                        const char **problem);

/* Did the key that it names sign this message for that? Whose key it is, is another
 * question (source/allowed_signers.h). `why` is set for any other answer than SSH_HOLDS. */
enum ssh_verdict ssh_signature_verify(const struct ssh_signature *signature, const char *space,
                                      struct text message, const char **why);

/* Is it a plain key that ssh_signature_verify knows: Ed25519, ECDSA over NIST's curves,
 * RSA? `why` is set when it is not. Any other one is SSH_UNKNOWN there. */
bool ssh_key_type_is_known(const char *type, const char **why);
/* "SHA256:...", as ssh-keygen -l writes it. */
const char *ssh_key_fingerprint(struct arena *arena, struct text key);

#endif
