/* An expression up to the first line break, then a subject. If it matches, the
 * literal that it is said to need must be in the subject. */
#include "base/pattern.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text subject = {(const char *)data, size};
    struct text line;
    if (size > 1 << 14 || !text_next_line(&subject, &line))
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    const char *expression = arena_copy(&arena, line);
    const char *literal = pattern_literal(&arena, expression);
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *pattern = pattern_new(&arena, expression, size % 2, &problem, &at);
    if (!pattern && (!problem || at > strlen(expression)))
        abort();
    if (literal && (strlen(literal) < 3 || strlen(literal) > strlen(expression)))
        abort();
    if (pattern) {
        struct pattern_matcher *matcher = pattern_matcher_new();
        size_t start = 0;
        size_t end = 0;
        if (pattern_search(pattern, matcher, subject, 0, &start, &end) == PATTERN_MATCH) {
            if (start > end || end > subject.size)
                abort();
            if (literal && text_find(subject, literal) == SIZE_MAX)
                abort();
        }
        pattern_matcher_free(matcher);
        pattern_free(pattern);
    }
    arena_release(&arena);
    return 0;
}
