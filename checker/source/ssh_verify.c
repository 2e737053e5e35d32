#include "source/ssh_verify.h"

#include "source/ssh_wire.h"

#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecdsa.h>
#include <nettle/rsa.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

/* Weaker ones are refused; OpenSSH reads numbers of this size at most. The work grows with
 * the exponent, which whoever hands in a signature chooses; nobody needs one of more bits
 * (FIPS 186-5, appendix A.1.1, allows fewer than 256; ssh-keygen takes 17). */
enum { RSA_LEAST_BITS = 2048, RSA_MOST_BITS = 16384, RSA_MOST_EXPONENT_BITS = 256 };

static const char malformed_key[] = "its key is malformed";
static const char malformed[] = "it is malformed";
static const char wrong[] = "it does not match: what was signed is not what is here";
static const char other_algorithm[] = "its key is of another type than its algorithm asks for";

static const uint8_t *bytes_of(struct text text)
{
    return (const uint8_t *)text.bytes;
}

/* RFC 4251, section 5: mpint. A negative one is no part of any key or signature. */
static bool take_integer(struct text *rest, mpz_t out)
{
    struct text bytes;
    if (!ssh_wire_string(rest, &bytes) || bytes.size == 0 || (bytes.bytes[0] & 0x80) ||
        bytes.size > RSA_MOST_BITS / 8 + 1)
        return false;
    nettle_mpz_set_str_256_u(out, bytes.size, bytes_of(bytes));
    return true;
}

static enum ssh_verdict verdict(bool holds, const char **why)
{
    *why = holds ? NULL : wrong;
    return holds ? SSH_HOLDS : SSH_DOES_NOT_HOLD;
}

static enum ssh_verdict verify_ed25519(struct text key, struct text signature, struct text signed_,
                                       const char **why)
{
    struct text point;
    *why = NULL;
    if (!ssh_wire_string(&key, &point) || key.size > 0 ||
        point.size != crypto_sign_ed25519_PUBLICKEYBYTES)
        *why = malformed_key;
    else if (signature.size != crypto_sign_ed25519_BYTES)
        *why = malformed;
    if (*why)
        return SSH_DOES_NOT_HOLD;
    return verdict(crypto_sign_ed25519_verify_detached(bytes_of(signature), bytes_of(signed_),
                                                       signed_.size, bytes_of(point)) == 0,
                   why);
}

struct curve {
    const char *type; /* of the key, and the algorithm */
    const char *name; /* RFC 5656, section 10.1 */
    const struct ecc_curve *(*curve)(void);
    size_t bytes;  /* of a coordinate */
    size_t digest; /* bytes of the hash, RFC 5656, section 6.2.1 */
};

static const struct curve curves[] = {
    {"ecdsa-sha2-nistp256", "nistp256", nettle_get_secp_256r1, 32, SHA256_DIGEST_SIZE},
    {"ecdsa-sha2-nistp384", "nistp384", nettle_get_secp_384r1, 48, SHA384_DIGEST_SIZE},
    {"ecdsa-sha2-nistp521", "nistp521", nettle_get_secp_521r1, 66, SHA512_DIGEST_SIZE},
};

static const struct curve *find_curve(const char *type)
{
    for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
        if (strcmp(curves[i].type, type) == 0)
            return &curves[i];
    return NULL;
}

/* RFC 5656, section 3.1: the curve, and a point of it, which is not compressed (SEC 1,
 * section 2.3.4). */
static bool take_point(const struct curve *curve, struct text key, struct ecc_point *out)
{
    struct text name;
    struct text point;
    mpz_t x;
    mpz_t y;
    if (!ssh_wire_string(&key, &name) || !text_equals(name, curve->name) ||
        !ssh_wire_string(&key, &point) || key.size > 0 || point.size != 1 + 2 * curve->bytes ||
        point.bytes[0] != 4)
        return false;
    nettle_mpz_init_set_str_256_u(x, curve->bytes, bytes_of(point) + 1);
    nettle_mpz_init_set_str_256_u(y, curve->bytes, bytes_of(point) + 1 + curve->bytes);
    bool is_on_curve = ecc_point_set(out, x, y) == 1;
    mpz_clear(x);
    mpz_clear(y);
    return is_on_curve;
}

static void hash(size_t size, struct text text, uint8_t out[SHA512_DIGEST_SIZE])
{
    struct sha384_ctx context;
    if (size == SHA256_DIGEST_SIZE) {
        crypto_hash_sha256(out, bytes_of(text), text.size);
    } else if (size == SHA512_DIGEST_SIZE) {
        crypto_hash_sha512(out, bytes_of(text), text.size);
    } else {
        sha384_init(&context);
        sha384_update(&context, text.size, bytes_of(text));
        sha384_digest(&context, size, out);
    }
}

static enum ssh_verdict verify_ecdsa(const struct curve *curve, struct text key,
                                     struct text signature, struct text signed_, const char **why)
{
    struct ecc_point point;
    struct dsa_signature numbers;
    uint8_t digest[SHA512_DIGEST_SIZE];
    ecc_point_init(&point, curve->curve());
    dsa_signature_init(&numbers);
    enum ssh_verdict answer = SSH_DOES_NOT_HOLD;
    if (!take_point(curve, key, &point)) {
        *why = malformed_key;
    } else if (!take_integer(&signature, numbers.r) || !take_integer(&signature, numbers.s) ||
               signature.size > 0) { /* RFC 5656, section 3.1.2 */
        *why = malformed;
    } else {
        hash(curve->digest, signed_, digest);
        answer = verdict(ecdsa_verify(&point, curve->digest, digest, &numbers) == 1, why);
    }
    dsa_signature_clear(&numbers);
    ecc_point_clear(&point);
    return answer;
}

/* RFC 4253, section 6.6: e and n. What is wrong with it; NULL: nothing. */
static const char *take_rsa_key(struct text key, struct rsa_public_key *out)
{
    if (!take_integer(&key, out->e) || !take_integer(&key, out->n) || key.size > 0 ||
        mpz_even_p(out->n) || mpz_even_p(out->e) || mpz_cmp_ui(out->e, 3) < 0)
        return malformed_key;
    size_t bits = mpz_sizeinbase(out->n, 2);
    if (bits < RSA_LEAST_BITS)
        return "its key is too weak: RSA with less than 2048 bits";
    if (mpz_sizeinbase(out->e, 2) > RSA_MOST_EXPONENT_BITS)
        return "its key has an exponent of more than 256 bits";
    return bits <= RSA_MOST_BITS && mpz_cmp(out->e, out->n) < 0 && rsa_public_key_prepare(out) == 1
               ? NULL
               : malformed_key;
}

/* RFC 8332, section 3. A writer may leave away zeros before the number. */
static enum ssh_verdict verify_rsa(bool is_512, struct text key, struct text signature,
                                   struct text signed_, const char **why)
{
    struct rsa_public_key public;
    uint8_t digest[SHA512_DIGEST_SIZE];
    mpz_t number;
    enum ssh_verdict answer = SSH_DOES_NOT_HOLD;
    rsa_public_key_init(&public);
    mpz_init(number);
    *why = take_rsa_key(key, &public);
    if (!*why && (signature.size == 0 || signature.size > public.size)) {
        *why = malformed;
    } else if (!*why) {
        nettle_mpz_set_str_256_u(number, signature.size, bytes_of(signature));
        hash(is_512 ? SHA512_DIGEST_SIZE : SHA256_DIGEST_SIZE, signed_, digest);
        answer = verdict((is_512 ? rsa_sha512_verify_digest(&public, digest, number)
                                 : rsa_sha256_verify_digest(&public, digest, number)) == 1,
                         why);
    }
    mpz_clear(number);
    rsa_public_key_clear(&public);
    return answer;
}

bool ssh_verifies_key(const char *type)
{
    return strcmp(type, "ssh-ed25519") == 0 || strcmp(type, "ssh-rsa") == 0 || find_curve(type);
}

/* The key without its type. */
static struct text key_body(const struct ssh_signature *signature)
{
    struct text rest = signature->key;
    struct text type;
    return ssh_wire_string(&rest, &type) ? rest : (struct text){"", 0};
}

enum ssh_verdict ssh_verify(const struct ssh_signature *signature, struct text signed_,
                            const char **why)
{
    const char *type = signature->key_type;
    const char *algorithm = signature->algorithm;
    struct text key = key_body(signature);
    const struct curve *curve = find_curve(type);
    if (strcmp(type, "ssh-rsa") == 0 && strcmp(algorithm, "rsa-sha2-512") == 0)
        return verify_rsa(true, key, signature->bytes, signed_, why);
    if (strcmp(type, "ssh-rsa") == 0 && strcmp(algorithm, "rsa-sha2-256") == 0)
        return verify_rsa(false, key, signature->bytes, signed_, why);
    if (strcmp(type, algorithm) != 0) {
        *why = other_algorithm;
        return SSH_DOES_NOT_HOLD;
    }
    if (curve)
        return verify_ecdsa(curve, key, signature->bytes, signed_, why);
    if (strcmp(type, "ssh-ed25519") == 0)
        return verify_ed25519(key, signature->bytes, signed_, why);
    /* ssh-rsa with SHA-1 (RFC 8332, section 1) */
    *why = "it is made with SHA-1, which anybody can forge";
    return SSH_DOES_NOT_HOLD;
}
