/* Two versions, divided by a NUL: an order must be the same from both sides, and a
 * version is equal to itself. */
#include "base/version_pep440.h"
#include "base/version_semver.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef bool compare_function(struct text a, struct text b, int *out);

static void check(compare_function *compare, struct text a, struct text b)
{
    int there = 0;
    int back = 0;
    int self = 7;
    bool is_order = compare(a, b, &there);
    if (is_order != compare(b, a, &back) || there != -back)
        abort();
    if (is_order && (!compare(a, a, &self) || self != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    const char *mark = size > 0 ? memchr(bytes, '\0', size) : NULL;
    size_t first = mark ? (size_t)(mark - bytes) : size;
    struct text a = {.bytes = bytes, .size = first};
    struct text b = {.bytes = bytes + first, .size = size - first};
    if (mark)
        b = (struct text){.bytes = mark + 1, .size = size - first - 1};
    check(semver_compare, a, b);
    check(pep440_compare, a, b);
    return 0;
}
