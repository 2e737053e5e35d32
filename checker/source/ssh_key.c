#include "source/ssh_key.h"

#include <sodium.h>
#include <string.h>

static const char algorithm[] = "ssh-ed25519";
static const char hash[] = "sha512";

/* RFC 4251, section 5: a length in four bytes, then the bytes. */
static void add_number(struct buffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buffer_add_byte(out, (char)(number >> shift & 0xff));
}

static void add_bytes(struct buffer *out, const void *bytes, size_t size)
{
    add_number(out, (uint32_t)size);
    buffer_add(out, bytes, size);
}

static void add_public(struct buffer *out, const struct ssh_key *key)
{
    add_bytes(out, algorithm, strlen(algorithm));
    add_bytes(out, key->public, sizeof(key->public));
}

static const char *base64(struct arena *arena, const struct buffer *bytes)
{
    size_t size = sodium_base64_encoded_len(bytes->size, sodium_base64_VARIANT_ORIGINAL);
    char *encoded = arena_alloc(arena, size, 1);
    return sodium_bin2base64(encoded, size, (const unsigned char *)bytes->bytes, bytes->size,
                             sodium_base64_VARIANT_ORIGINAL);
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
    const char *written = arena_printf(arena, "%s %s", algorithm, base64(arena, &blob));
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
    add_bytes(&signed_, space, strlen(space));
    add_bytes(&signed_, "", 0); /* reserved */
    add_bytes(&signed_, hash, strlen(hash));
    add_bytes(&signed_, digest, sizeof(digest));
    crypto_sign_ed25519_detached(out, NULL, (const unsigned char *)signed_.bytes, signed_.size,
                                 key->secret);
    buffer_release(&signed_);
}

static void add_signature(struct buffer *out, const unsigned char *signature)
{
    struct buffer inner = BUFFER_EMPTY;
    add_bytes(&inner, algorithm, strlen(algorithm));
    add_bytes(&inner, signature, crypto_sign_ed25519_BYTES);
    add_bytes(out, inner.bytes, inner.size);
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
    add_number(&blob, 1);
    struct buffer public = BUFFER_EMPTY;
    add_public(&public, key);
    add_bytes(&blob, public.bytes, public.size);
    buffer_release(&public);
    add_bytes(&blob, space, strlen(space));
    add_bytes(&blob, "", 0); /* reserved */
    add_bytes(&blob, hash, strlen(hash));
    add_signature(&blob, signature);
    const char *written = armour(arena, base64(arena, &blob));
    buffer_release(&blob);
    return written;
}
