/* A first line that is a pattern and a second that is a path: in each dialect the same
 * question has the same answer when it is asked again, and a `!` in front of what is no
 * comment turns the answer of minimatch round, where the pattern is one at all. */
#include "facts/foreign_glob.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_mark(const char *text)
{
    return strpbrk(text, "*?[]{}()!\\#+@") != NULL;
}

static void check(struct path_patterns *patterns, struct arena *arena, const char *pattern,
                  const char *path)
{
    const struct path_pattern *glob = path_pattern_minimatch(patterns, pattern, false);
    bool matches = path_pattern_matches(glob, path);
    if (path_pattern_minimatch(patterns, pattern, false) != glob ||
        path_pattern_matches(glob, path) != matches)
        abort();
    if (!has_mark(pattern) && utf8_is_valid(text_of(pattern)) && pattern[0] != '\0' &&
        strlen(pattern) < 1000 && matches != (strcmp(pattern, path) == 0))
        abort();
    if (matches && pattern[0] != '!' && pattern[0] != '(' &&
        path_pattern_matches(
            path_pattern_minimatch(patterns, arena_printf(arena, "!%s", pattern), false), path))
        abort();
    path_pattern_matches(path_pattern_fnmatch(patterns, pattern), path);
    const char *const list[] = {pattern};
    path_pattern_list_matches(patterns, list, 1, path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {.bytes = (const char *)data, .size = size};
    struct text pattern = {0};
    struct text path = {0};
    text_next_line(&rest, &pattern);
    text_next_line(&rest, &path);
    if (memchr(data, 0, size))
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    struct path_patterns *patterns = path_patterns_new(&arena);
    check(patterns, &arena, arena_copy(&arena, pattern), arena_copy(&arena, path));
    path_patterns_free(patterns);
    arena_release(&arena);
    return 0;
}
