#include "policy/exception_compare.h"

#include "policy/person.h"

#include <string.h>

/* What a record names: rules that it excuses, and what bounds it. */
struct lists {
    const char *const *rules;
    const char *const *bounds[4]; /* an empty one bounds nothing */
};

enum { BOUNDS = 4 };

static struct lists lists_of(const struct exception *exception)
{
    return (struct lists){
        .rules = exception->rules,
        .bounds = {exception->repositories, exception->paths, exception->subjects,
                   exception->findings},
    };
}

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

/* A path that holds a slash begins at the root with one in front of it and without. */
static const char *canonical(const char *text)
{
    const char *slash = *text == '/' ? strchr(text + 1, '/') : NULL;
    return slash && slash[1] ? text + 1 : text;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_sorted(struct arena *arena, struct buffer *out, const char *const *list)
{
    size_t count = count_of(list);
    const char **sorted = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        sorted[i] = canonical(list[i]);
    if (count > 1)
        qsort(sorted, count, sizeof(*sorted), by_text);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0)
            buffer_printf(out, "%s\n", sorted[i]);
    buffer_add_byte(out, '\n');
}

const char *exception_lineage_key(struct arena *arena, const struct exception *exception)
{
    struct lists lists = lists_of(exception);
    struct buffer out = BUFFER_EMPTY;
    add_sorted(arena, &out, lists.rules);
    for (size_t i = 0; i < BOUNDS; i++)
        add_sorted(arena, &out, lists.bounds[i]);
    const char *key = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return key;
}

static bool is_listed(const char *const *list, const char *text)
{
    for (; list && *list; list++)
        if (strcmp(canonical(*list), canonical(text)) == 0)
            return true;
    return false;
}

/* Does the first list have something that the second has not? */
static bool has_more(const char *const *first, const char *const *second)
{
    for (; first && *first; first++)
        if (!is_listed(second, *first))
            return true;
    return false;
}

/* Does the second bound let through what the first did not? */
static bool lets_more(const char *const *before, const char *const *after)
{
    if (count_of(before) == 0)
        return false;
    return count_of(after) == 0 || has_more(after, before);
}

enum exception_reach exception_reach(const struct exception *before, const struct exception *after)
{
    struct lists one = lists_of(before);
    struct lists other = lists_of(after);
    bool wider = has_more(other.rules, one.rules);
    bool narrower = has_more(one.rules, other.rules);
    for (size_t i = 0; i < BOUNDS; i++) {
        wider = wider || lets_more(one.bounds[i], other.bounds[i]);
        narrower = narrower || lets_more(other.bounds[i], one.bounds[i]);
    }
    return wider      ? EXCEPTION_REACH_WIDER
           : narrower ? EXCEPTION_REACH_NARROWER
                      : EXCEPTION_REACH_SAME;
}

bool exception_is_approved_anew(const struct exception *before, const struct exception *after)
{
    for (size_t i = 0; i < after->approval_count; i++) {
        const struct exception_approval *approval = &after->approvals[i];
        bool known = !approval->by;
        for (size_t k = 0; k < before->approval_count && !known; k++)
            known = before->approvals[k].by && before->approvals[k].on == approval->on &&
                    is_same_person(before->approvals[k].by, approval->by);
        if (!known)
            return true;
    }
    return false;
}

const char *exception_plain_text(struct arena *arena, const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    bool space = false;
    for (; *text; text++) {
        bool is_space = strchr(" \t\r\n", *text) != NULL;
        if (is_space && !space)
            buffer_add_byte(&out, ' ');
        else if (!is_space)
            buffer_add_byte(&out, *text);
        space = is_space;
    }
    const char *plain = arena_copy(arena, text_trim(text_of(buffer_string(&out))));
    buffer_release(&out);
    return plain;
}

static bool is_same_text(struct arena *arena, const char *one, const char *other)
{
    return strcmp(exception_plain_text(arena, one ? one : ""),
                  exception_plain_text(arena, other ? other : "")) == 0;
}

bool exception_says_the_same(struct arena *arena, const struct exception *before,
                             const struct exception *after)
{
    return is_same_text(arena, before->justification, after->justification) &&
           is_same_text(arena, before->plan, after->plan);
}
