#include "source/ssh_private_key.h"

#include "source/ssh_wire.h"

#include <sodium.h>
#include <string.h>

static const char magic[] = "openssh-key-v1"; /* and its NUL */

/* The key in its own part: two numbers that are the same, its type, the public key, and
 * the seed with the public key once more. */
static bool take_key(struct text rest, struct ssh_key *out)
{
    uint32_t one = 0;
    uint32_t other = 0;
    struct text type;
    struct text public;
    struct text secret;
    if (!ssh_wire_number(&rest, &one) || !ssh_wire_number(&rest, &other) || one != other ||
        !ssh_wire_string(&rest, &type) || !text_equals(type, "ssh-ed25519") ||
        !ssh_wire_string(&rest, &public) || !ssh_wire_string(&rest, &secret) ||
        public.size != SSH_KEY_PUBLIC_SIZE || secret.size != SSH_KEY_SECRET_SIZE)
        return false;
    crypto_sign_ed25519_seed_keypair(out->public, out->secret, (const unsigned char *)secret.bytes);
    return memcmp(out->public, public.bytes, SSH_KEY_PUBLIC_SIZE) == 0;
}

bool ssh_private_key_read(struct ssh_key *out, struct arena *arena, struct text file,
                          const char **why)
{
    struct text rest;
    struct text cipher;
    struct text derivation;
    struct text options;
    struct text public;
    struct text private;
    uint32_t count = 0;
    const char *problem = NULL;
    *why = "it is no private key of OpenSSH";
    if (!ssh_armour_next(arena, &file, "OPENSSH PRIVATE KEY", &rest, &problem) || problem ||
        rest.size < sizeof(magic) || memcmp(rest.bytes, magic, sizeof(magic)) != 0)
        return false;
    rest = (struct text){rest.bytes + sizeof(magic), rest.size - sizeof(magic)};
    if (!ssh_wire_string(&rest, &cipher) || !ssh_wire_string(&rest, &derivation) ||
        !ssh_wire_string(&rest, &options) || !ssh_wire_number(&rest, &count) || count != 1 ||
        !ssh_wire_string(&rest, &public) || !ssh_wire_string(&rest, &private))
        return false;
    if (!text_equals(cipher, "none")) {
        *why = "a passphrase protects it";
        return false;
    }
    struct text type;
    if (ssh_wire_string(&public, &type) && !text_equals(type, "ssh-ed25519")) {
        *why = "it is no key of Ed25519";
        return false;
    }
    if (!take_key(private, out))
        return false;
    *why = NULL;
    return true;
}
