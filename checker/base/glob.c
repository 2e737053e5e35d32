#include "base/glob.h"

#include "base/glob_program.h"
#include "base/limits.h"

#include <string.h>

struct glob {
    const char *pattern;
    const char *prefix;
    struct glob_program *programs;
    size_t count;
};

/* How many strings one expansion of braces may make on its way. */
enum { LIMIT_EXPANSIONS = 8 * LIMIT_GLOB_ALTERNATIVES };

/* Moves behind one unit: a class, a quoted byte or a byte. The pattern was
 * checked. */
static size_t unit_end(const char *pattern, size_t at)
{
    if (pattern[at] == '[') {
        struct glob_class class;
        const char *problem;
        if (glob_class_read(pattern, &at, &class, &problem))
            return at;
    }
    if (pattern[at] == '\\' && pattern[at + 1] != '\0')
        return at + 2;
    return at + 1;
}

static const char *check(const char *pattern, size_t *at)
{
    size_t braces = 0;
    size_t open = 0;
    *at = 0;
    if (pattern[0] == '\0')
        return "a glob is empty";
    if (pattern[0] == '!')
        return "a glob cannot be negated; quote the '!' with a backslash";
    if (strlen(pattern) > LIMIT_PATH_BYTES)
        return "a glob is longer than 4096 bytes";
    for (size_t next = 0; pattern[next] != '\0'; next = unit_end(pattern, next)) {
        const char *problem = NULL;
        size_t inside = next;
        struct glob_class class;
        if (pattern[next] == '\\' && pattern[next + 1] == '\0')
            problem = "a backslash at the end quotes nothing";
        else if (pattern[next] == '[')
            (void)glob_class_read(pattern, &inside, &class, &problem);
        else if (pattern[next] == '}' && braces == 0)
            problem = "a brace is closed that was not opened";
        if (problem) {
            *at = inside;
            return problem;
        }
        if (pattern[next] == '{' && braces++ == 0)
            open = next;
        else if (pattern[next] == '}')
            braces--;
    }
    *at = open;
    return braces > 0 ? "a brace is not closed" : NULL;
}

/* The first brace outside classes and quotes, or the NUL. */
static size_t find_brace(const char *pattern)
{
    size_t at = 0;
    while (pattern[at] != '\0' && pattern[at] != '{')
        at = unit_end(pattern, at);
    return at;
}

/* The comma or brace that ends the alternative at `at`. */
static size_t alternative_end(const char *pattern, size_t at)
{
    size_t depth = 0;
    while (pattern[at] != '\0') {
        if (depth == 0 && (pattern[at] == ',' || pattern[at] == '}'))
            break;
        if (pattern[at] == '{')
            depth++;
        else if (pattern[at] == '}')
            depth--;
        at = unit_end(pattern, at);
    }
    return at;
}

struct expansion {
    struct arena *scratch;
    const char *pending[LIMIT_GLOB_ALTERNATIVES]; /* the next one on top */
    size_t pending_count;
    const char *done[LIMIT_GLOB_ALTERNATIVES];
    size_t done_count;
};

/* Replaces a pattern by one for each alternative of its first brace. */
static bool expand_brace(struct expansion *expansion, const char *pattern, size_t open)
{
    size_t end = open;
    while (pattern[end] != '}')
        end = alternative_end(pattern, end + 1);
    size_t first = expansion->pending_count;
    for (size_t at = open; at != end;) {
        size_t next = alternative_end(pattern, at + 1);
        if (expansion->pending_count + expansion->done_count == LIMIT_GLOB_ALTERNATIVES)
            return false;
        expansion->pending[expansion->pending_count++] =
            arena_printf(expansion->scratch, "%.*s%.*s%s", (int)open, pattern, (int)(next - at - 1),
                         pattern + at + 1, pattern + end + 1);
        at = next;
    }
    for (size_t last = expansion->pending_count; first + 1 < last; first++) {
        const char *swapped = expansion->pending[first];
        expansion->pending[first] = expansion->pending[--last];
        expansion->pending[last] = swapped;
    }
    return true;
}

static bool expand(struct expansion *expansion, const char *pattern)
{
    expansion->pending[expansion->pending_count++] = pattern;
    for (size_t steps = 0; expansion->pending_count > 0; steps++) {
        const char *next = expansion->pending[--expansion->pending_count];
        size_t open = find_brace(next);
        if (next[open] == '\0')
            expansion->done[expansion->done_count++] = next;
        else if (steps == LIMIT_EXPANSIONS || !expand_brace(expansion, next, open))
            return false;
    }
    return true;
}

/* What all alternatives begin with, cut behind a slash. */
static const char *common_prefix(struct arena *arena, const struct glob *glob)
{
    const struct glob_program *first = &glob->programs[0];
    size_t size = first->prefix_size;
    for (size_t i = 1; i < glob->count; i++) {
        const struct glob_program *other = &glob->programs[i];
        size_t same = 0;
        while (same < size && same < other->prefix_size &&
               first->prefix[same] == other->prefix[same])
            same++;
        size = same;
    }
    while (size > 0 && first->prefix[size - 1] != '/')
        size--;
    return arena_copy(arena, (struct text){first->prefix, size});
}

static struct glob *compile(struct arena *arena, const char *pattern,
                            const struct expansion *expansion, const char **problem, size_t *at)
{
    struct glob *glob = ARENA_NEW(arena, struct glob);
    glob->pattern = arena_strdup(arena, pattern);
    glob->programs = ARENA_ARRAY(arena, struct glob_program, expansion->done_count);
    glob->count = expansion->done_count;
    for (size_t i = 0; i < glob->count; i++) {
        const char *reason = NULL;
        size_t where = 0;
        if (expansion->done[i][0] == '\0')
            reason = "an alternative is empty";
        else if (glob_program_compile(&glob->programs[i], arena, expansion->done[i], &reason,
                                      &where))
            continue;
        /* Offsets into an expanded pattern say nothing about the written one. */
        *at = expansion->done[i] == pattern ? where : find_brace(pattern);
        *problem = reason;
        return NULL;
    }
    glob->prefix = common_prefix(arena, glob);
    return glob;
}

struct glob *glob_new(struct arena *arena, const char *pattern, const char **problem, size_t *at)
{
    const char *malformed = check(pattern, at);
    if (malformed) {
        *problem = malformed;
        return NULL;
    }
    struct arena scratch;
    arena_init(&scratch, 4096);
    struct expansion *expansion = ARENA_NEW(&scratch, struct expansion);
    expansion->scratch = &scratch;
    struct glob *glob = NULL;
    if (expand(expansion, pattern)) {
        glob = compile(arena, pattern, expansion, problem, at);
    } else {
        *problem = "braces expand to more than 256 alternatives";
        *at = find_brace(pattern);
    }
    arena_release(&scratch);
    return glob;
}

bool glob_matches(const struct glob *glob, const char *path)
{
    size_t size = strlen(path);
    for (size_t i = 0; i < glob->count; i++)
        if (glob_program_matches(&glob->programs[i], path, size))
            return true;
    return false;
}

const char *glob_pattern(const struct glob *glob)
{
    return glob->pattern;
}

const char *glob_prefix(const struct glob *glob)
{
    return glob->prefix;
}

const struct glob_program *glob_programs(const struct glob *glob, size_t *count)
{
    *count = glob->count;
    return glob->programs;
}
