/* digest.h - SHA-256 (FIPS 180-4). */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 65 };

struct sha256 {
    uint32_t state[8];
    uint64_t length;
    unsigned char block[64];
    size_t used;
};

void sha256_init(struct sha256 *digest);
void sha256_add(struct sha256 *digest, const void *bytes, size_t size);
/* Adds the string and its NUL, so that neighbours cannot run together. */
void sha256_add_string(struct sha256 *digest, const char *string);
void sha256_finish(struct sha256 *digest, unsigned char out[SHA256_SIZE]);
void sha256_finish_hex(struct sha256 *digest, char out[SHA256_HEX_SIZE]);
void hex_format(const unsigned char *bytes, size_t size, char *out); /* 2 x size + 1 */

#endif
