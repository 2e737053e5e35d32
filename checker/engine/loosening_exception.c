#include "base/date.h"
#include "base/table.h"
#include "engine/excuse.h"
#include "engine/loosening.h"
#include "policy/exception_compare.h"

#include <string.h>

/* By id; of several that have one id, the first. */
static void index_by_id(struct table *out, struct arena *arena, const struct exception_set *set)
{
    table_init(out, arena);
    for (size_t i = set->count; i-- > 0;)
        table_set(out, set->items[i].id, &set->items[i]);
}

static const char *day(struct arena *arena, int32_t date)
{
    char text[DATE_TEXT_SIZE];
    date_format(date, text);
    return arena_strdup(arena, text);
}

static void add_list(struct buffer *out, const char *name, const char *const *list)
{
    for (size_t i = 0; list && list[i]; i++)
        buffer_printf(out, "%s%s", i ? ", " : name, list[i]);
}

/* What it is about, in one line. */
static const char *reach(struct arena *arena, const struct exception *exception)
{
    struct buffer out = BUFFER_EMPTY;
    add_list(&out, "", exception->rules);
    add_list(&out, " in ", exception->repositories);
    add_list(&out, " at ", exception->paths);
    add_list(&out, " of ", exception->subjects);
    add_list(&out, " of ", exception->findings);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static bool is_same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

static void add(struct hearing *hearing, const struct exception *exception, const char *what,
                const char *before, const char *after)
{
    loosening_add(hearing, (struct loosening){
                               .of = LOOSENS_EXCEPTION,
                               .subject = exception->id,
                               .what = what,
                               .before = before,
                               .after = after,
                               .place = exception->place,
                           });
}

static void compare(struct hearing *hearing, const struct exception *before,
                    const struct exception *after)
{
    struct arena *arena = hearing->arena;
    if (after->expires > before->expires && before->expires != INT32_MIN)
        add(hearing, after,
            exception_is_approved_anew(before, after) ? "expires" : "expires, not approved anew",
            day(arena, before->expires),
            arena_printf(arena, "%s (%d days later)", day(arena, after->expires),
                         (int)(after->expires - before->expires)));
    else if (exception_ends_later(before, after, hearing->ruleset))
        add(hearing, after,
            exception_is_approved_anew(before, after) ? "valid_from"
                                                      : "valid_from, not approved anew",
            day(arena, before->valid_from),
            arena_printf(arena, "%s (so that it lapses later)", day(arena, after->valid_from)));
    if (after->valid_from < before->valid_from && after->valid_from != INT32_MIN)
        add(hearing, after, "valid_from", day(arena, before->valid_from),
            day(arena, after->valid_from));
    if (exception_reach(before, after) == EXCEPTION_REACH_WIDER)
        add(hearing, after, "scope", reach(arena, before), reach(arena, after));
    if (!is_same(before->owner, after->owner))
        add(hearing, after, "owner", before->owner, after->owner);
}

/* A record that excuses nothing for its mistakes loosens nothing. */
void loosening_of_exceptions(struct hearing *hearing, const struct loosening_sides *sides)
{
    struct exception_set before;
    struct exception_set after;
    struct table known;
    exceptions_load(&before, hearing->arena, sides->before.exceptions,
                    sides->before.exception_count);
    exceptions_load(&after, hearing->arena, sides->after.exceptions, sides->after.exception_count);
    index_by_id(&known, hearing->arena, &before);
    for (size_t i = 0; i < after.count; i++) {
        const struct exception *record = &after.items[i];
        const struct exception *old = table_find(&known, record->id);
        if (record->mistake_count > 0)
            continue;
        if (old && old->mistake_count == 0)
            compare(hearing, old, record);
        else
            add(hearing, record, "exception", NULL,
                arena_printf(hearing->arena, "%s until %s", reach(hearing->arena, record),
                             day(hearing->arena, record->expires)));
    }
}
