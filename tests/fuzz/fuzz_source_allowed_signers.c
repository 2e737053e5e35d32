/* Files of allowed signers over any bytes: they end, each line lists somebody or has a
 * problem, and a key that no line has is not found. */
#include "source/allowed_signers.h"

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
    struct arena arena;
    struct allowed_signers signers;
    const char *why = NULL;
    if (size > ALLOWED_SIGNERS_BYTES)
        return 0;
    arena_init(&arena, 1 << 16);
    allowed_signers_read(
        &signers, &arena,
        (struct text){arena_copy(&arena, (struct text){(const char *)data, size}), size});
    unsigned line = 0;
    for (size_t i = 0; i < signers.count; i++) {
        const struct allowed_signer *signer = &signers.items[i];
        check(signer->line > line && signer->valid_after < signer->valid_before);
        line = signer->line;
        const struct allowed_signer *found = allowed_signers_find(
            &signers, signer->key, signer->principals, "bylaw", 1700000000, &arena, &why);
        check(found ? !why : why != NULL);
        check(allowed_signers_name(&signers, signer->key));
    }
    for (size_t i = 0; i < signers.problem_count; i++)
        check(signers.problems[i].line > 0 && signers.problems[i].message);
    check(!allowed_signers_find(&signers, (struct text){"x", 1}, "a", "bylaw", 0, &arena, &why));
    arena_release(&arena);
    return 0;
}
