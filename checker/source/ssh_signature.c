#include "source/ssh_signature.h"

#include "source/ssh_verify.h"
#include "source/ssh_wire.h"

#include <sodium.h>
#include <string.h>

static const char magic[] = "SSHSIG";
enum { MAGIC_SIZE = sizeof(magic) - 1, VERSION = 1 };

static bool take_key(struct ssh_signature *out, struct arena *arena)
{
    struct text rest = out->key;
    return ssh_wire_name(&rest, arena, &out->key_type) && out->key_type[0] != '\0';
}

static bool take_bytes(struct text blob, struct ssh_signature *out, struct arena *arena)
{
    struct text rest = blob;
    /* A signature by a hardware key has more behind it. */
    return ssh_wire_name(&rest, arena, &out->algorithm) && ssh_wire_string(&rest, &out->bytes);
}

/* PROTOCOL.sshsig, section 2. */
static const char *parse(struct text blob, struct ssh_signature *out, struct arena *arena)
{
    uint32_t version = 0;
    struct text reserved;
    struct text inner;
    if (!text_starts_with(blob, magic))
        return "it does not begin as an SSH signature does";
    struct text rest = {blob.bytes + MAGIC_SIZE, blob.size - MAGIC_SIZE};
    if (!ssh_wire_number(&rest, &version))
        return "it is cut off";
    if (version != VERSION)
        return "it is of a version of the format that is not known";
    if (!ssh_wire_string(&rest, &out->key) || !take_key(out, arena))
        return "its key cannot be read";
    if (!ssh_wire_name(&rest, arena, &out->space) || out->space[0] == '\0')
        return "it does not say what it is for";
    if (!ssh_wire_string(&rest, &reserved) || !ssh_wire_name(&rest, arena, &out->hash) ||
        !ssh_wire_string(&rest, &inner))
        return "it is cut off";
    if (!take_bytes(inner, out, arena))
        return "what the key signed cannot be read";
    return rest.size == 0 ? NULL : "more stands behind it";
}

bool ssh_signature_next(struct text *rest, struct ssh_signature *out, struct arena *arena,
                        const char **problem)
{
    struct text blob;
    *out = (struct ssh_signature){0};
    if (!ssh_armour_next(arena, rest, "SSH SIGNATURE", &blob, problem))
        return false;
    if (!*problem)
        *problem = parse(blob, out, arena);
    return true;
}

/* What the key signed: not the message, but its hash and what it is for. */
static bool write_signed(struct buffer *out, const struct ssh_signature *signature,
                         struct text message)
{
    unsigned char digest[crypto_hash_sha512_BYTES];
    size_t size = 0;
    const unsigned char *bytes = (const unsigned char *)message.bytes;
    if (strcmp(signature->hash, "sha512") == 0) {
        crypto_hash_sha512(digest, bytes, message.size);
        size = crypto_hash_sha512_BYTES;
    } else if (strcmp(signature->hash, "sha256") == 0) {
        crypto_hash_sha256(digest, bytes, message.size);
        size = crypto_hash_sha256_BYTES;
    } else {
        return false;
    }
    buffer_add_string(out, magic);
    ssh_wire_add(out, signature->space, strlen(signature->space));
    ssh_wire_add(out, "", 0); /* reserved */
    ssh_wire_add(out, signature->hash, strlen(signature->hash));
    ssh_wire_add(out, digest, size);
    return true;
}

bool ssh_key_type_is_known(const char *type, const char **why)
{
    *why = NULL;
    if (string_starts_with(type, "sk-"))
        *why = "keys in hardware (sk-) cannot be verified here";
    else if (string_ends_with(type, "-cert-v01@openssh.com"))
        *why = "certificates are not supported: list the key itself";
    else if (!ssh_verifies_key(type))
        *why = "keys of this type cannot be verified here";
    return !*why;
}

enum ssh_verdict ssh_signature_verify(const struct ssh_signature *signature, const char *space,
                                      struct text message, const char **why)
{
    *why = NULL;
    if (strcmp(signature->space, space) != 0) {
        *why = "it was made for another purpose: its namespace is another one";
        return SSH_DOES_NOT_HOLD;
    }
    if (!ssh_key_type_is_known(signature->key_type, why))
        return SSH_UNKNOWN;
    struct buffer signed_ = BUFFER_EMPTY;
    enum ssh_verdict verdict = SSH_UNKNOWN;
    if (write_signed(&signed_, signature, message))
        verdict = ssh_verify(signature, (struct text){signed_.bytes, signed_.size}, why);
    else
        *why = "the hash of its message is neither SHA-256 nor SHA-512";
    buffer_release(&signed_);
    return verdict;
}

const char *ssh_key_fingerprint(struct arena *arena, struct text key)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char encoded[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES,
                                           sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];
    crypto_hash_sha256(digest, (const unsigned char *)key.bytes, key.size);
    sodium_bin2base64(encoded, sizeof(encoded), digest, sizeof(digest),
                      sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    return arena_printf(arena, "SHA256:%s", encoded);
}
