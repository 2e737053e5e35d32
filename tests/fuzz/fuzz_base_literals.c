/* Literals, one a line up to an empty line, then a subject. What is found must be
 * what a naive search finds, with and without folding of case. */
#include "base/literals.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 128 };

static void check(const char *const *words, size_t count, struct text subject, bool fold_case)
{
    struct literals *literals = literals_new();
    for (size_t i = 0; i < count; i++)
        if (literals_add(literals, words[i]) != i)
            abort();
    literals_build(literals, fold_case);
    uint64_t hits[MOST / 64] = {0};
    bool any = literals_search(literals, subject, hits);
    bool expected_any = false;
    for (size_t i = 0; i < count; i++) {
        size_t at = fold_case ? text_find_folded(subject, words[i]) : text_find(subject, words[i]);
        expected_any |= at != SIZE_MAX;
        if ((at != SIZE_MAX) != (hits[i / 64] >> (i % 64) & 1))
            abort();
    }
    if (any != expected_any)
        abort();
    literals_free(literals);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 14)
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    struct text rest = {(const char *)data, size};
    struct text line;
    const char *words[MOST];
    size_t count = 0;
    while (count < MOST && text_next_line(&rest, &line) && line.size > 0)
        words[count++] = arena_copy(&arena, line);
    check(words, count, rest, false);
    check(words, count, rest, true);
    arena_release(&arena);
    return 0;
}
