#include "facts/secret_pattern.h"

#include "base/literals.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEFORE      "(?<![A-Za-z0-9_-])"
#define AFTER       "(?![A-Za-z0-9_-])"
#define TOKEN(body) BEFORE body AFTER
#define ALNUM       "[A-Za-z0-9]"
#define HEX         "[0-9a-f]"
#define BASE64      "[A-Za-z0-9+/]"
#define URL64       "[A-Za-z0-9_-]"
#define UUID        HEX "{8}-" HEX "{4}-" HEX "{4}-" HEX "{4}-" HEX "{12}"

const struct secret_format secret_formats[] = {
#define LITERALS(...) \
    {                 \
        __VA_ARGS__   \
    }
#define SECRET(name, sort, literals, expression, check, source) \
    {name, sort, literals, expression, check, source},
#include "facts/secret_formats.inc"
#undef SECRET
#undef LITERALS
};
const size_t secret_format_count = sizeof(secret_formats) / sizeof(*secret_formats);

const char *const secret_literals[] = {
    [SECRET_MARK_PRIVATE_KEY] = "PRIVATE KEY",
    [SECRET_MARK_URL] = "://",
    [SECRET_MARK_JWT] = "eyJ",
#define LITERALS(...)                                           __VA_ARGS__
#define SECRET(name, sort, literals, expression, check, source) literals,
#include "facts/secret_formats.inc"
#undef SECRET
#undef LITERALS
    "5432:",
    "secret_key",
    "PASS",
    "SECRET",
    "TOKEN",
    "KEY",
    "CREDENTIAL",
    "pass",
    "secret",
    "token",
    "_key",
    "credential",
    "\"auth\"",
    "_auth",
    "_pwd",
    "_PWD",
    ":$apr1$",
    ":$2",
    ":$5$",
    ":$6$",
    ":{SHA}",
    NULL,
};

enum {
    FORMATS = sizeof(secret_formats) / sizeof(*secret_formats),
    LITERALS = sizeof(secret_literals) / sizeof(*secret_literals) - 1,
    WORDS = (LITERALS + 63) / 64,
};

/* Compiling all of them takes longer than many a whole run. */
static _Atomic(struct pattern *) patterns[FORMATS + 1];
static struct literals *filter;
static pthread_once_t filter_once = PTHREAD_ONCE_INIT;

static struct pattern *compile(const char *expression)
{
    struct arena arena;
    arena_init(&arena, 1024);
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *pattern = pattern_new(&arena, expression, false, &problem, &at);
    if (!pattern) {
        fprintf(stderr, "bug: '%s' at %zu: %s\n", expression, at, problem ? problem : "");
        abort();
    }
    arena_release(&arena);
    return pattern;
}

/* Two threads may compile the same; one of them keeps it. */
static const struct pattern *pattern_at(size_t index, const char *expression)
{
    struct pattern *pattern = atomic_load(&patterns[index]);
    if (pattern)
        return pattern;
    struct pattern *mine = compile(expression);
    if (atomic_compare_exchange_strong(&patterns[index], &pattern, mine))
        return mine;
    pattern_free(mine);
    return pattern;
}

const struct pattern *secret_pattern(size_t format)
{
    return pattern_at(format, secret_formats[format].expression);
}

const struct pattern *secret_pattern_of_aws_key(void)
{
    return pattern_at(FORMATS, "(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])");
}

static void build_filter(void)
{
    filter = literals_new();
    for (size_t i = 0; i < LITERALS; i++)
        literals_add(filter, secret_literals[i]);
    literals_build(filter, false);
}

static bool is_hit(const uint64_t *hits, size_t number)
{
    return (hits[number / 64] >> number % 64 & 1U) != 0;
}

struct secret_hints secret_hints_of_hits(struct arena *arena, const uint64_t *hits)
{
    struct secret_hints hints = {.formats = ARENA_ARRAY(arena, bool, FORMATS)};
    for (size_t i = 0; i < SECRET_MARKS; i++)
        hints.marks[i] = is_hit(hits, i);
    size_t number = SECRET_MARKS;
    for (size_t i = 0; i < FORMATS; i++)
        for (size_t l = 0; secret_formats[i].literals[l]; l++)
            hints.formats[i] |= is_hit(hits, number++);
    return hints;
}

struct secret_hints secret_hints_in(struct arena *arena, struct text text)
{
    pthread_once(&filter_once, build_filter);
    uint64_t hits[WORDS] = {0};
    literals_search(filter, text, hits);
    return secret_hints_of_hits(arena, hits);
}

bool secret_hints_are_empty(const struct secret_hints *hints)
{
    for (size_t i = 0; i < SECRET_MARKS; i++)
        if (hints->marks[i])
            return false;
    for (size_t i = 0; i < FORMATS; i++)
        if (hints->formats[i])
            return false;
    return true;
}
