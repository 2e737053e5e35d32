/* The readers of archives over any bytes, whole and as a beginning: they end, and
 * what they name is a text of the arena. */
#include "facts/archive.h"

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
    static const char *const paths[] = {"a/b", "b.tar.gz", "c.tar.xz", "d.7z"};
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct text bytes = {arena_copy(&arena, (struct text){(const char *)data, size}), size};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        for (int whole = 0; whole < 2; whole++) {
            struct archive_contents contents = archive_read(&arena, paths[i], bytes, whole == 1);
            check(!contents.program || strlen(contents.program) <= 1024);
            check(!(contents.program && contents.unknown));
        }
    }
    arena_release(&arena);
    return 0;
}
