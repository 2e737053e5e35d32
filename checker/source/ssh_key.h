/* ssh_key.h - throwaway keys that sign commits of made repositories, as `git commit
 * -S` does with gpg.format=ssh. A key is derived from its name: the same one in every
 * run, nothing to keep and nothing that anybody trusts. */
#ifndef SOURCE_SSH_KEY_H
#define SOURCE_SSH_KEY_H

#include "base/text.h"

enum { SSH_KEY_PUBLIC_SIZE = 32, SSH_KEY_SECRET_SIZE = 64 };

/* Ed25519, RFC 8032. */
struct ssh_key {
    unsigned char public[SSH_KEY_PUBLIC_SIZE], secret[SSH_KEY_SECRET_SIZE];
};

void ssh_key_derive(struct ssh_key *out, const char *name);
/* "ssh-ed25519 AAAA...", as in authorized_keys and allowed_signers. */
const char *ssh_key_public(struct arena *arena, const struct ssh_key *key);
/* The armoured signature of OpenSSH's PROTOCOL.sshsig, with SHA-512; the space is
 * "git" for commits and tags. */
const char *ssh_key_sign(struct arena *arena, const struct ssh_key *key, const char *space,
                         struct text message);

#endif
