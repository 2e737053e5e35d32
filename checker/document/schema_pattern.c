#include "document/schema_pattern.h"

#include "base/pattern.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEPT = 128 };

/* Grows under the lock; what is in it never changes. */
static struct {
    pthread_mutex_t lock;
    size_t count;
    struct pattern *items[MOST_KEPT];
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct pattern *compile(const char *expression)
{
    struct arena arena;
    arena_init(&arena, 256);
    const char *problem;
    size_t at;
    struct pattern *pattern = pattern_new(&arena, expression, false, &problem, &at);
    arena_release(&arena);
    if (!pattern)
        abort(); /* a table of ours is wrong */
    return pattern;
}

/* NULL when there is no more room. */
static struct pattern *find(const char *expression)
{
    for (size_t i = 0; i < kept.count; i++)
        if (strcmp(pattern_expression(kept.items[i]), expression) == 0)
            return kept.items[i];
    if (kept.count == MOST_KEPT)
        return NULL;
    kept.items[kept.count] = compile(expression);
    return kept.items[kept.count++];
}

static bool search(const struct pattern *pattern, const char *text)
{
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start;
    size_t end;
    enum pattern_result result = pattern_search(pattern, matcher, text_of(text), 0, &start, &end);
    pattern_matcher_free(matcher);
    return result == PATTERN_MATCH;
}

bool schema_pattern_matches(const char *expression, const char *text)
{
    pthread_mutex_lock(&kept.lock);
    struct pattern *pattern = find(expression);
    pthread_mutex_unlock(&kept.lock);
    if (pattern)
        return search(pattern, text);
    pattern = compile(expression);
    bool matches = search(pattern, text);
    pattern_free(pattern);
    return matches;
}
