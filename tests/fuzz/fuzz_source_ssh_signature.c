/* Files of signatures over any bytes: they end, and what a key did not sign never holds.
 * The first byte chooses a hash, the namespace and the message are fixed. */
#include "source/ssh_private_key.h"
#include "source/ssh_signature.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char message[] = "a message that nobody signed: \001\002\003";
    struct arena arena;
    struct ssh_key key;
    const char *why = NULL;
    if (size > SSH_SIGNATURES_BYTES)
        return 0;
    arena_init(&arena, 1 << 16);
    struct text bytes = {arena_copy(&arena, (struct text){(const char *)data, size}), size};
    struct text rest = bytes;
    struct ssh_signature signature;
    while (ssh_signature_next(&rest, &signature, &arena, &why)) {
        if (why)
            continue;
        enum ssh_verdict verdict = ssh_signature_verify(
            &signature, signature.space, (struct text){message, sizeof(message) - 1}, &why);
        check(verdict != SSH_HOLDS && why);
        check(strlen(ssh_key_fingerprint(&arena, signature.key)) == 50);
    }
    check(ssh_private_key_read(&key, &arena, bytes, &why) == !why);
    arena_release(&arena);
    return 0;
}
