#include "policy/exception_caps.h"

#include "policy/policy_file.h"
#include "policy/ruleset_change.h"

#include <string.h>

enum { NOTICE_DAYS = 30, NOTICES_MOST = 20, NOTICE_MOST = 365 };

struct exception_budget_written {
    const struct node *node;
    int64_t per_repository, per_owner, per_rule;
};

const char *const exception_inline_words[] = {"allow", "refuse", NULL};
const char *const exception_over_long_words[] = {"clamp", "reject", NULL};

const char exception_notice_schema[] =
    "{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 20, \"items\": {\"type\": "
    "\"integer\", \"minimum\": 1, \"maximum\": 365}}";

#define BUDGET_FIELD(name_, member_, summary_)                                      \
    {                                                                               \
        .name = (name_), .type = SCHEMA_INTEGER,                                    \
        .offset = offsetof(struct exception_budget_written, member_), .minimum = 1, \
        .maximum = 100000, .summary = (summary_)                                    \
    }

const struct schema exception_budget_schema = {
    .name = "budget",
    .summary = "How many exceptions may live, those to come included.",
    .size = sizeof(struct exception_budget_written),
    .node_offset = offsetof(struct exception_budget_written, node),
    .fields =
        (const struct schema_field[]){
            BUDGET_FIELD("per_repo", per_repository, "In a repository."),
            BUDGET_FIELD("per_owner", per_owner, "Of one owner."),
            BUDGET_FIELD("per_rule", per_rule, "From one rule."),
            {0},
        },
};

static int by_days(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a;
    int64_t two = *(const int64_t *)b;
    return (two > one) - (two < one);
}

/* Sorts them, the most first, each once. */
static size_t tidy(int64_t *days, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(days, count, sizeof(*days), by_days);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || days[kept - 1] != days[i])
            days[kept++] = days[i];
    return kept;
}

static void load_notices(struct exception_caps *out, struct arena *arena, const char *path,
                         const struct node *node, struct diagnostics *diagnostics)
{
    if (!node)
        return;
    if (node->kind != NODE_SEQUENCE) {
        diagnostics_add(diagnostics, E203, node_place(path, node),
                        "'notice_days' is %s, not a list of days", node_kind_name(node->kind));
        return;
    }
    if (node->count == 0 || node->count > NOTICES_MOST) {
        diagnostics_add(diagnostics, E207, node_place(path, node),
                        "'notice_days' holds %zu numbers, not 1 to %d", node->count, NOTICES_MOST);
        return;
    }
    int64_t *days = ARENA_ARRAY(arena, int64_t, node->count);
    size_t count = 0;
    for (size_t i = 0; i < node->count; i++) {
        int64_t day = 0;
        if (!node_integer(node->items[i], &day) || day < 1 || day > NOTICE_MOST)
            diagnostics_add(diagnostics, E207, node_place(path, node->items[i]),
                            "the days must be a whole number from 1 to %d", NOTICE_MOST);
        else
            days[count++] = day;
    }
    out->notices = days;
    out->notice_count = tidy(days, count);
}

void exception_caps_load(struct exception_caps *out, struct arena *arena, const char *path,
                         const struct node *limits, const struct exception_caps_written *written,
                         struct diagnostics *diagnostics)
{
    *out = (struct exception_caps){
        .max_total_days = written->max_total_days,
        .grace_days = node_find(limits, "grace_days") ? written->grace_days : -1,
        .no_inline = written->inline_waivers == 1,
        .no_over_long = written->over_long == 1,
    };
    if (written->budget)
        out->budget = (struct exception_budget){
            written->budget->per_repository, written->budget->per_owner, written->budget->per_rule};
    load_notices(out, arena, path, written->notice_days, diagnostics);
}

static int64_t stricter(int64_t one, int64_t other)
{
    return one == 0 || (other > 0 && other < one) ? other : one;
}

void exception_caps_merge(struct exception_caps *out, const struct exception_caps *caps,
                          struct arena *arena)
{
    out->max_total_days = stricter(out->max_total_days, caps->max_total_days);
    out->budget.per_repository = stricter(out->budget.per_repository, caps->budget.per_repository);
    out->budget.per_owner = stricter(out->budget.per_owner, caps->budget.per_owner);
    out->budget.per_rule = stricter(out->budget.per_rule, caps->budget.per_rule);
    out->no_inline = out->no_inline || caps->no_inline;
    out->no_over_long = out->no_over_long || caps->no_over_long;
    if (caps->grace_days >= 0 && (out->grace_days < 0 || caps->grace_days < out->grace_days))
        out->grace_days = caps->grace_days;
    if (caps->notice_count == 0)
        return;
    int64_t *days = ARENA_ARRAY(arena, int64_t, out->notice_count + caps->notice_count);
    if (out->notice_count > 0)
        memcpy(days, out->notices, out->notice_count * sizeof(*days));
    memcpy(days + out->notice_count, caps->notices, caps->notice_count * sizeof(*days));
    out->notice_count = tidy(days, out->notice_count + caps->notice_count);
    out->notices = days;
}

static void digest_number(struct sha256 *digest, const char *name, int64_t number)
{
    char text[64];
    snprintf(text, sizeof(text), "%s %lld", name, (long long)number);
    if (number != 0)
        sha256_add_string(digest, text);
}

void exception_caps_digest(const struct exception_caps *caps, struct sha256 *digest)
{
    digest_number(digest, "max_total_days", caps->max_total_days);
    digest_number(digest, "per_repo", caps->budget.per_repository);
    digest_number(digest, "per_owner", caps->budget.per_owner);
    digest_number(digest, "per_rule", caps->budget.per_rule);
    digest_number(digest, "grace_days", caps->grace_days);
    digest_number(digest, "no_inline", caps->no_inline);
    digest_number(digest, "no_over_long", caps->no_over_long);
    for (size_t i = 0; i < caps->notice_count; i++)
        digest_number(digest, "notice_days", caps->notices[i]);
}

static const char *number_words(struct arena *arena, int64_t number)
{
    return number == 0 ? "any number" : arena_printf(arena, "%lld", (long long)number);
}

static void limit_diff(struct comparison *comparison, const char *what, int64_t before,
                       int64_t after)
{
    if (before == after)
        return;
    bool is_looser = after == 0 || (before != 0 && after > before);
    change_add(comparison, (struct change_subject){0}, is_looser ? CHANGE_LOOSER : CHANGE_TIGHTER,
               what, number_words(comparison->arena, before),
               number_words(comparison->arena, after));
}

static const char *notice_words(struct arena *arena, const struct exception_caps *caps)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < caps->notice_count; i++)
        buffer_printf(&out, "%s%lld", i ? ", " : "", (long long)caps->notices[i]);
    const char *words = caps->notice_count > 0 ? arena_strdup(arena, buffer_string(&out)) : "30";
    buffer_release(&out);
    return words;
}

/* The first notice decides: the later ones only remind of it. */
static void notices_diff(struct comparison *comparison, const struct exception_caps *before,
                         const struct exception_caps *after)
{
    const char *old = notice_words(comparison->arena, before);
    const char *new = notice_words(comparison->arena, after);
    int64_t least = exception_notice(before);
    int64_t now = exception_notice(after);
    if (strcmp(old, new) == 0)
        return;
    enum change_direction direction = now < least   ? CHANGE_LOOSER
                                      : now > least ? CHANGE_TIGHTER
                                                    : CHANGE_NEUTRAL;
    change_add(comparison, (struct change_subject){0}, direction, "exceptions.notice_days", old,
               new);
}

static int64_t grace(const struct exception_caps *caps)
{
    return caps->grace_days > 0 ? caps->grace_days : 0;
}

void exception_caps_diff(struct comparison *comparison, const struct exception_caps *before,
                         const struct exception_caps *after)
{
    struct arena *arena = comparison->arena;
    struct change_subject nothing = {0};
    limit_diff(comparison, "exceptions.max_total_days", before->max_total_days,
               after->max_total_days);
    limit_diff(comparison, "exceptions.budget.per_repo", before->budget.per_repository,
               after->budget.per_repository);
    limit_diff(comparison, "exceptions.budget.per_owner", before->budget.per_owner,
               after->budget.per_owner);
    limit_diff(comparison, "exceptions.budget.per_rule", before->budget.per_rule,
               after->budget.per_rule);
    if (grace(before) != grace(after))
        change_add(comparison, nothing,
                   grace(after) > grace(before) ? CHANGE_LOOSER : CHANGE_TIGHTER,
                   "exceptions.grace_days", arena_printf(arena, "%lld", (long long)grace(before)),
                   arena_printf(arena, "%lld", (long long)grace(after)));
    if (before->no_inline != after->no_inline)
        change_add(comparison, nothing, before->no_inline ? CHANGE_LOOSER : CHANGE_TIGHTER,
                   "exceptions.inline", exception_inline_words[before->no_inline],
                   exception_inline_words[after->no_inline]);
    if (before->no_over_long != after->no_over_long)
        change_add(comparison, nothing, before->no_over_long ? CHANGE_LOOSER : CHANGE_TIGHTER,
                   "exceptions.over_long", exception_over_long_words[before->no_over_long],
                   exception_over_long_words[after->no_over_long]);
    notices_diff(comparison, before, after);
}

int64_t exception_notice(const struct exception_caps *caps)
{
    return caps->notice_count > 0 ? caps->notices[0] : NOTICE_DAYS;
}
