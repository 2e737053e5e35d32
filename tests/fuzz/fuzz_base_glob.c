/* Globs, one a line up to an empty line; then paths, one a line. A set must say
 * what each of its globs says, and a match must begin with the glob's prefix. */
#include "base/glob.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 128 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct text rest = {(const char *)data, size};
    struct text line;
    const struct glob *globs[MOST];
    size_t count = 0;
    struct glob_set *set = glob_set_new(&arena);
    while (count < MOST && text_next_line(&rest, &line) && line.size > 0) {
        const char *problem = NULL;
        size_t at = 0;
        const char *pattern = arena_copy(&arena, line);
        struct glob *glob = glob_new(&arena, pattern, &problem, &at);
        if (!glob && (!problem || at > strlen(pattern)))
            abort();
        if (!glob)
            continue;
        globs[count] = glob;
        if (glob_set_add(set, glob) != count++)
            abort();
    }
    glob_set_build(set);
    for (int paths = 0; paths < 64 && text_next_line(&rest, &line); paths++) {
        const char *path = arena_copy(&arena, line);
        uint64_t hits[MOST / 64];
        bool any = glob_set_match(set, path, hits);
        bool expected_any = false;
        for (size_t i = 0; i < count; i++) {
            bool matches = glob_matches(globs[i], path);
            expected_any |= matches;
            if (matches != (hits[i / 64] >> (i % 64) & 1))
                abort();
            if (matches && !string_starts_with(path, glob_prefix(globs[i])))
                abort();
        }
        if (any != expected_any)
            abort();
    }
    arena_release(&arena);
    return 0;
}
