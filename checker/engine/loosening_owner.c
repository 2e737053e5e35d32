#include "base/table.h"
#include "engine/loosening.h"
#include "facts/owners_file.h"

#include <string.h>

/* Files that lose the same owners for the same reason: a line of the base's CODEOWNERS. */
struct loss {
    const struct owner_rule *rule;
    const char *owners;    /* those that they lose */
    const char *remaining; /* those of the first of them that stay or come; NULL: nobody */
    const char *first;     /* a file */
    bool is_replaced;      /* somebody comes who did not own them */
    size_t count;
};

struct comparison {
    struct hearing *hearing;
    struct owners before, after;
    struct table known; /* "LINE OWNERS" to its loss */
    struct loss **losses;
    size_t count, capacity;
};

static enum owners_reading read_owners(struct hearing *hearing, const struct snapshot *snapshot,
                                       struct reader *reader, struct owners *out)
{
    const struct fact_repository repository = {
        .snapshot = snapshot, .reader = reader, .repository = hearing->repository};
    *out = (struct owners){.section_count = 1};
    return owners_read(out, hearing->arena, &repository);
}

static bool owns(const struct owner_verdict *verdict, const char *owner)
{
    for (size_t r = 0; verdict->state == OWNER_OWNED && r < verdict->rule_count; r++)
        for (size_t i = 0; i < verdict->rules[r]->owner_count; i++)
            if (string_equals_folded(verdict->rules[r]->owners[i], owner))
                return true;
    return false;
}

static const char *joined(struct arena *arena, const struct buffer *list)
{
    return list->size > 0 ? arena_strdup(arena, buffer_string(list)) : NULL;
}

static const char *owners_of(struct arena *arena, const struct owner_verdict *verdict)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t r = 0; verdict->state == OWNER_OWNED && r < verdict->rule_count; r++)
        for (size_t i = 0; i < verdict->rules[r]->owner_count; i++)
            buffer_printf(&out, "%s%s", out.size ? " " : "", verdict->rules[r]->owners[i]);
    const char *list = joined(arena, &out);
    buffer_release(&out);
    return list;
}

static bool has_another(const struct owner_verdict *before, const struct owner_verdict *after)
{
    for (size_t r = 0; after->state == OWNER_OWNED && r < after->rule_count; r++)
        for (size_t i = 0; i < after->rules[r]->owner_count; i++)
            if (!owns(before, after->rules[r]->owners[i]))
                return true;
    return false;
}

static void note(struct comparison *comparison, const struct owner_rule *rule, const char *owners,
                 const char *path, const struct owner_verdict *before,
                 const struct owner_verdict *after)
{
    bool is_replaced = has_another(before, after);
    struct arena *arena = comparison->hearing->arena;
    const char *key = arena_printf(arena, "%u %d %s", rule->line, is_replaced, owners);
    struct loss *loss = table_find(&comparison->known, key);
    if (!loss) {
        loss = ARENA_NEW(arena, struct loss);
        *loss = (struct loss){.rule = rule,
                              .owners = owners,
                              .remaining = owners_of(arena, after),
                              .first = path,
                              .is_replaced = is_replaced};
        table_set(&comparison->known, key, loss);
        comparison->losses = arena_grow(arena, comparison->losses, comparison->count,
                                        &comparison->capacity, sizeof(*comparison->losses));
        comparison->losses[comparison->count++] = loss;
    }
    loss->count++;
}

/* The verdicts' rules live until the next call of their own matcher. */
static void compare_file(struct comparison *comparison, const char *path,
                         const struct owner_verdict *before, const struct owner_verdict *after)
{
    for (size_t r = 0; before->state == OWNER_OWNED && r < before->rule_count; r++) {
        const struct owner_rule *rule = before->rules[r];
        struct buffer lost = BUFFER_EMPTY;
        for (size_t i = 0; i < rule->owner_count; i++)
            if (!owns(after, rule->owners[i]))
                buffer_printf(&lost, "%s%s", lost.size ? " " : "", rule->owners[i]);
        const char *owners = joined(comparison->hearing->arena, &lost);
        buffer_release(&lost);
        if (owners)
            note(comparison, rule, owners, path, before, after);
    }
}

static int by_line(const void *a, const void *b)
{
    const struct loss *one = *(const struct loss *const *)a;
    const struct loss *other = *(const struct loss *const *)b;
    if (one->rule->line != other->rule->line)
        return one->rule->line < other->rule->line ? -1 : 1;
    return strcmp(one->owners, other->owners);
}

static void tell(struct comparison *comparison)
{
    struct hearing *hearing = comparison->hearing;
    if (comparison->count > 1)
        qsort(comparison->losses, comparison->count, sizeof(*comparison->losses), by_line);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct loss *loss = comparison->losses[i];
        const char *rest = loss->count == 1 ? loss->first
                                            : arena_printf(hearing->arena, "%s and %zu more",
                                                           loss->first, loss->count - 1);
        loosening_add(
            hearing,
            (struct loosening){
                .of = LOOSENS_OWNER,
                .subject = loss->rule->pattern,
                .what = "owners",
                .before = loss->owners,
                .after = arena_printf(hearing->arena, "%s (%s)",
                                      loss->remaining ? loss->remaining : "nobody", rest),
                .is_unclear = loss->is_replaced,
                .place = {.path = comparison->before.path, .line = loss->rule->line, .column = 1},
            });
    }
}

/* Whom the base asked nobody can tell any more. */
static void tell_of_unread(struct hearing *hearing, const struct owners *before,
                           enum owners_reading after)
{
    static const char *const now[] = {
        [OWNERS_NONE] = NULL, [OWNERS_READ] = "can be read", [OWNERS_LOST] = "cannot be read"};
    loosening_add(hearing, (struct loosening){
                               .of = LOOSENS_OWNER,
                               .subject = before->path,
                               .what = "owners",
                               .before = "cannot be read in the base",
                               .after = now[after],
                               .is_unclear = true,
                               .place = {.path = before->path},
                           });
}

/* Of the files that the head has: which of them had an owner that nobody asks any more? */
void loosening_of_owners(struct hearing *hearing, const struct loosening_sides *sides)
{
    struct comparison comparison = {.hearing = hearing};
    const enum owners_reading old =
        read_owners(hearing, &hearing->base, sides->base, &comparison.before);
    const enum owners_reading now =
        read_owners(hearing, &hearing->head, sides->head, &comparison.after);
    if (old == OWNERS_LOST)
        tell_of_unread(hearing, &comparison.before, now);
    if (old != OWNERS_READ)
        return;
    if (now == OWNERS_LOST)
        comparison.after.count = 0;
    table_init(&comparison.known, hearing->arena);
    struct owner_matcher *before = owner_matcher_new(hearing->arena, &comparison.before);
    struct owner_matcher *after = owner_matcher_new(hearing->arena, &comparison.after);
    for (size_t i = 0; i < hearing->head.count; i++) {
        const char *path = hearing->head.entries[i].path;
        const struct owner_verdict was = owner_matcher_match(before, path);
        const struct owner_verdict is = owner_matcher_match(after, path);
        compare_file(&comparison, path, &was, &is);
    }
    tell(&comparison);
}
