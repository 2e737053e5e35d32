#include "source/ssh_key.h"

#include "source/ssh_wire.h"

#include <sodium.h>
#include <string.h>

static const char algorithm[] = "ssh-ed25519";
static const char hash[] = "sha512";

static void add_public(struct buffer *out, const struct ssh_key *key)
{
    ssh_wire_add(out, algorithm, strlen(algorithm));
    ssh_wire_add(out, key->public, sizeof(key->public));
}

void ssh_key_derive(struct ssh_key *out, const char *name)
{
    unsigned char seed[crypto_hash_sha512_BYTES];
    _Static_assert(crypto_hash_sha512_BYTES >= crypto_sign_ed25519_SEEDBYTES, "a seed is cut");
    crypto_hash_sha512(seed, (const unsigned char *)name, strlen(name));
    crypto_sign_ed25519_seed_keypair(out->public, out->secret, seed);
}

const char *ssh_key_public(struct arena *arena, const struct ssh_key *key)
{
    struct buffer blob = BUFFER_EMPTY;
    add_public(&blob, key);
    const char *written = arena_printf(arena, "%s %s", algorithm,
                                       ssh_base64(arena, (struct text){blob.bytes, blob.size}));
    buffer_release(&blob);
    return written;
}

static void sign(const struct ssh_key *key, const char *space, struct text message,
                 unsigned char out[crypto_sign_ed25519_BYTES])
{
    unsigned char digest[crypto_hash_sha512_BYTES];
    crypto_hash_sha512(digest, (const unsigned char *)message.bytes, message.size);
    struct buffer signed_ = BUFFER_EMPTY;
    buffer_add_string(&signed_, "SSHSIG");
    ssh_wire_add(&signed_, space, strlen(space));
    ssh_wire_add(&signed_, "", 0); /* reserved */
    ssh_wire_add(&signed_, hash, strlen(hash));
    ssh_wire_add(&signed_, digest, sizeof(digest));
    crypto_sign_ed25519_detached(out, NULL, (const unsigned char *)signed_.bytes, signed_.size,
                                 key->secret);
    buffer_release(&signed_);
}

static void add_signature(struct buffer *out, const unsigned char *signature)
{
    struct buffer inner = BUFFER_EMPTY;
    ssh_wire_add(&inner, algorithm, strlen(algorithm));
    ssh_wire_add(&inner, signature, crypto_sign_ed25519_BYTES);
    ssh_wire_add(out, inner.bytes, inner.size);
    buffer_release(&inner);
}

static const char *armour(struct arena *arena, const char *encoded)
{
    enum { LINE = 70 };
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "-----BEGIN SSH SIGNATURE-----\n");
    for (size_t left = strlen(encoded); left > 0;) {
        size_t size = left < LINE ? left : LINE;
        buffer_add(&out, encoded, size);
        buffer_add_byte(&out, '\n');
        encoded += size;
        left -= size;
    }
    buffer_add_string(&out, "-----END SSH SIGNATURE-----");
    const char *written = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return written;
}

const char *ssh_key_sign(struct arena *arena, const struct ssh_key *key, const char *space,
                         struct text message)
{
    unsigned char signature[crypto_sign_ed25519_BYTES];
    sign(key, space, message, signature);
    struct buffer blob = BUFFER_EMPTY;
    buffer_add_string(&blob, "SSHSIG");
    ssh_wire_add_number(&blob, 1);
    struct buffer public = BUFFER_EMPTY;
    add_public(&public, key);
    ssh_wire_add(&blob, public.bytes, public.size);
    buffer_release(&public);
    ssh_wire_add(&blob, space, strlen(space));
    ssh_wire_add(&blob, "", 0); /* reserved */
    ssh_wire_add(&blob, hash, strlen(hash));
    add_signature(&blob, signature);
    const char *written = armour(arena, ssh_base64(arena, (struct text){blob.bytes, blob.size}));
    buffer_release(&blob);
    return written;
}
