#include "base/pattern.h"

#include "base/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Groups that one pattern may have: what the match data holds. */
enum { MOST_GROUPS = 99, JIT_STACK_FIRST = 32 << 10, JIT_STACK_MOST = 4 << 20 };

/* Machine code is made for the first search, and always before it, so that a limit
 * is reached at the same place whichever thread is first. Most patterns of a
 * policy are never searched for, as their literal is in no file. */
struct machine_code {
    pthread_mutex_t lock;
    atomic_bool is_made;
};

struct pattern {
    pcre2_code *code;
    struct machine_code *machine_code;
    char *expression;
};

struct pattern_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack; /* NULL until the thread's own was too small */
    unsigned groups;        /* of the last match that are set, the whole one included */
};

/* Memory that PCRE2 or malloc did not give; inputs are bounded. */
static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static pcre2_code *compile(const char *expression, size_t size, bool multi_line, int *error,
                           size_t *at)
{
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    /* `$` of a value is its end, not the line break that may come before it. */
    options |= multi_line ? PCRE2_MULTILINE : PCRE2_DOLLAR_ENDONLY;
    pcre2_compile_context *context = must(pcre2_compile_context_create(NULL));
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression, size, options, error, at, context);
    pcre2_compile_context_free(context);
    return code;
}

struct pattern *pattern_new(struct arena *arena, const char *expression, bool multi_line,
                            const char **problem, size_t *at)
{
    size_t size = strlen(expression);
    if (size > LIMIT_PATTERN_BYTES) {
        *problem = arena_printf(arena, "longer than %d bytes", LIMIT_PATTERN_BYTES);
        *at = 0;
        return NULL;
    }
    int error = 0;
    size_t offset = 0;
    pcre2_code *code = compile(expression, size, multi_line, &error, &offset);
    if (!code) {
        char reason[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof(reason));
        *problem = arena_strdup(arena, reason);
        *at = offset < size ? offset : size;
        return NULL;
    }
    uint32_t groups = 0;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups > MOST_GROUPS) {
        pcre2_code_free(code);
        *problem = arena_printf(arena, "more than %d capturing groups", MOST_GROUPS);
        *at = 0;
        return NULL;
    }
    struct pattern *pattern = must(malloc(sizeof(*pattern)));
    pattern->code = code;
    pattern->machine_code = must(malloc(sizeof(*pattern->machine_code)));
    pthread_mutex_init(&pattern->machine_code->lock, NULL);
    atomic_init(&pattern->machine_code->is_made, false);
    pattern->expression = must(strdup(expression));
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    pthread_mutex_destroy(&pattern->machine_code->lock);
    free(pattern->machine_code);
    free(pattern->expression);
    free(pattern);
}

const char *pattern_expression(const struct pattern *pattern)
{
    return pattern->expression;
}

struct pattern_matcher *pattern_matcher_new(void)
{
    struct pattern_matcher *matcher = must(malloc(sizeof(*matcher)));
    matcher->groups = 0;
    matcher->data = must(pcre2_match_data_create(MOST_GROUPS + 1, NULL));
    matcher->context = must(pcre2_match_context_create(NULL));
    pcre2_set_match_limit(matcher->context, LIMIT_PATTERN_MATCH);
    pcre2_set_depth_limit(matcher->context, LIMIT_PATTERN_DEPTH);
    pcre2_set_heap_limit(matcher->context, LIMIT_PATTERN_HEAP);
    matcher->stack = NULL;
    return matcher;
}

void pattern_matcher_free(struct pattern_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->context);
    if (matcher->stack)
        pcre2_jit_stack_free(matcher->stack);
    free(matcher);
}

static void make_machine_code(const struct pattern *pattern)
{
    struct machine_code *machine_code = pattern->machine_code;
    if (atomic_load_explicit(&machine_code->is_made, memory_order_acquire))
        return;
    pthread_mutex_lock(&machine_code->lock);
    /* Where there is no JIT, or where it has no room, the interpreter matches. */
    if (!atomic_load(&machine_code->is_made))
        (void)pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    atomic_store_explicit(&machine_code->is_made, true, memory_order_release);
    pthread_mutex_unlock(&machine_code->lock);
}

static int match(const struct pattern *pattern, struct pattern_matcher *matcher,
                 struct text subject, size_t from)
{
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.size > 0 ? subject.bytes : "");
    int result =
        pcre2_match(pattern->code, bytes, subject.size, from, 0, matcher->data, matcher->context);
    if (result != PCRE2_ERROR_JIT_STACKLIMIT || matcher->stack)
        return result;
    /* PCRE2 takes 32 KiB of the thread's stack; few patterns need more. */
    matcher->stack = must(pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL));
    pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
    return pcre2_match(pattern->code, bytes, subject.size, from, 0, matcher->data,
                       matcher->context);
}

enum pattern_result pattern_search(const struct pattern *pattern, struct pattern_matcher *matcher,
                                   struct text subject, size_t from, size_t *start, size_t *end)
{
    matcher->groups = 0;
    if (from > subject.size)
        return PATTERN_NO_MATCH;
    make_machine_code(pattern);
    int result = match(pattern, matcher, subject, from);
    if (result == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO_MATCH;
    /* Whatever else went wrong, the answer is not known. */
    if (result < 0)
        return PATTERN_LIMIT;
    const size_t *offsets = pcre2_get_ovector_pointer(matcher->data);
    matcher->groups = (unsigned)result;
    *start = offsets[0];
    *end = offsets[1] < offsets[0] ? offsets[0] : offsets[1];
    return PATTERN_MATCH;
}

struct text pattern_group(const struct pattern_matcher *matcher, struct text subject,
                          unsigned group)
{
    const size_t *offsets = pcre2_get_ovector_pointer(matcher->data);
    if (group >= matcher->groups || offsets[2 * (size_t)group] == PCRE2_UNSET)
        return (struct text){.bytes = "", .size = 0};
    size_t start = offsets[2 * (size_t)group];
    size_t end = offsets[2 * (size_t)group + 1];
    if (end <= start)
        return (struct text){.bytes = "", .size = 0};
    return (struct text){.bytes = subject.bytes + start, .size = end - start};
}
