#include "policy/approval_limits.h"

#include "base/digest.h"
#include "facts/exception_kinds.h"
#include "policy/person.h"
#include "policy/policy_file.h"

#include <string.h>

struct demand_written {
    const struct node *node;
    struct schema_texts from;
    int64_t count;
};

/* By severity as its words are, and what holds for those that are not named. */
struct approvers_written {
    const struct node *node;
    const struct demand_written *by_severity[APPROVAL_SEVERITIES], *others;
};

struct evidence_written {
    const struct node *node;
    int by_severity[APPROVAL_SEVERITIES], others;
};

const char *const approval_duty_words[] = {"approver!=requested_by", "approver!=owner",
                                           "approver!=commit_author_of_record",
                                           "approver!=author_of_finding_lines", NULL};

static const struct schema_field demand_fields[] = {
    {.name = "from",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct demand_written, from),
     .pattern = "^[^ ,]+$",
     .pattern_hint = "an address, a @handle or a @team, as records write it",
     .summary = "Who may approve, as records write it; anybody when it is left out. Who is in a "
                "`@team` the groups and users of Backstage tell, where they are here; else nobody "
                "is known to be."},
    {.name = "count",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct demand_written, count),
     .minimum = 1,
     .maximum = 10,
     .summary = "How many of them; 1 when it is left out."},
    {0},
};

static const struct schema demand_schema = {
    .name = "approvers of a severity",
    .summary = "Whose approval a record needs.",
    .size = sizeof(struct demand_written),
    .node_offset = offsetof(struct demand_written, node),
    .fields = demand_fields,
};

#define DEMAND(name_, member_)                                                  \
    {                                                                           \
        .name = (name_), .type = SCHEMA_OBJECT, .object = &demand_schema,       \
        .offset = offsetof(struct approvers_written, member_),                  \
        .summary = "For records whose gravest rule in force has that severity." \
    }

static const struct schema_field approvers_fields[] = {
    DEMAND("critical", by_severity[4]),
    DEMAND("high", by_severity[3]),
    DEMAND("medium", by_severity[2]),
    DEMAND("low", by_severity[1]),
    DEMAND("info", by_severity[0]),
    {.name = "default",
     .type = SCHEMA_OBJECT,
     .object = &demand_schema,
     .offset = offsetof(struct approvers_written, others),
     .summary = "For the severities that are not named."},
    {0},
};

const struct schema approvers_schema = {
    .name = "approvers",
    .summary = "Who may approve exceptions, by the severity of the gravest rule that they excuse.",
    .size = sizeof(struct approvers_written),
    .node_offset = offsetof(struct approvers_written, node),
    .fields = approvers_fields,
};

#define EVIDENCE(name_, member_, summary_)                                          \
    {                                                                               \
        .name = (name_), .type = SCHEMA_WORD, .words = exception_evidence_words,    \
        .offset = offsetof(struct evidence_written, member_), .summary = (summary_) \
    }
static const char of_that_severity[] = "For records whose gravest rule in force has that severity.";

static const struct schema_field evidence_fields[] = {
    EVIDENCE("critical", by_severity[4], of_that_severity),
    EVIDENCE("high", by_severity[3], of_that_severity),
    EVIDENCE("medium", by_severity[2], of_that_severity),
    EVIDENCE("low", by_severity[1], of_that_severity),
    EVIDENCE("info", by_severity[0], of_that_severity),
    EVIDENCE("default", others, "For the severities that are not named."),
    {0},
};

const struct schema min_evidence_schema = {
    .name = "min_evidence",
    .summary = "What must prove an approval, at least.",
    .size = sizeof(struct evidence_written),
    .node_offset = offsetof(struct evidence_written, node),
    .fields = evidence_fields,
};

bool approver_is_team(const char *who)
{
    return who[0] == '@' && strchr(who, '/') != NULL;
}

static void check_count(const char *path, const struct demand_written *written,
                        struct diagnostics *diagnostics)
{
    const struct node *from = node_find(written->node, "from");
    bool is_open = !from; /* anybody, or a team of nobody knows how many */
    if (from && written->from.count == 0 && from->kind == NODE_SEQUENCE && from->count == 0)
        diagnostics_add(diagnostics, E202, node_place(path, from),
                        "'from' must not be empty: nobody could approve anything");
    for (size_t i = 0; i < written->from.count; i++)
        is_open = is_open || !written->from.items[i] || approver_is_team(written->from.items[i]);
    if (!is_open && written->from.count > 0 && written->count > (int64_t)written->from.count)
        diagnostics_add(diagnostics, E207, node_place(path, node_find(written->node, "count")),
                        "'count' is %lld, and 'from' lists %zu", (long long)written->count,
                        written->from.count);
}

static const struct approver_demand *demand_of(struct arena *arena, const char *path,
                                               const struct demand_written *written,
                                               struct diagnostics *diagnostics)
{
    if (!written)
        return NULL;
    struct approver_demand *demand = ARENA_NEW(arena, struct approver_demand);
    demand->count = node_find(written->node, "count") ? written->count : 1;
    if (node_find(written->node, "from")) {
        const char **from = ARENA_ARRAY(arena, const char *, written->from.count + 1);
        size_t count = 0;
        for (size_t i = 0; i < written->from.count; i++)
            if (written->from.items[i])
                from[count++] = written->from.items[i];
        demand->from = from;
    }
    check_count(path, written, diagnostics);
    return demand;
}

static void load_duties(struct approval_limits *out, const char *path, const struct node *node,
                        struct diagnostics *diagnostics)
{
    if (!node)
        return;
    if (node->kind != NODE_SEQUENCE) {
        diagnostics_add(diagnostics, E203, node_place(path, node),
                        "'separation_of_duties' is %s, not a list", node_kind_name(node->kind));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const char *word = node->items[i]->text;
        unsigned duty = 0;
        while (word && approval_duty_words[duty] && strcmp(approval_duty_words[duty], word) != 0)
            duty++;
        if (word && approval_duty_words[duty]) {
            out->duties |= 1u << duty;
            continue;
        }
        struct diagnostic *diagnostic =
            diagnostics_add(diagnostics, E205, node_place(path, node->items[i]), "'%s' is no duty",
                            word ? word : "this");
        diagnostic->meant = suggest(word ? word : "", approval_duty_words);
        diagnostic->expected = "approver!=requested_by, approver!=owner, "
                               "approver!=commit_author_of_record or "
                               "approver!=author_of_finding_lines";
    }
}

void approval_limits_load(struct approval_limits *out, struct arena *arena, const char *path,
                          const void *approvers, const void *min_evidence,
                          const struct node *duties, struct diagnostics *diagnostics)
{
    const struct approvers_written *who = approvers;
    const struct evidence_written *how = min_evidence;
    const struct approver_demand *others =
        who ? demand_of(arena, path, who->others, diagnostics) : NULL;
    *out = (struct approval_limits){0};
    for (size_t i = 0; who && i < APPROVAL_SEVERITIES; i++) {
        const struct approver_demand *own =
            demand_of(arena, path, who->by_severity[i], diagnostics);
        out->approvers[i] = own ? own : others;
        out->approver_counts[i] = out->approvers[i] ? 1 : 0;
    }
    for (size_t i = 0; how && i < APPROVAL_SEVERITIES; i++) {
        int evidence = how->by_severity[i] >= 0 ? how->by_severity[i] : how->others;
        out->evidence[i] = evidence > 0 ? evidence : 0;
    }
    load_duties(out, path, duties, diagnostics);
}

static bool contains(const char *const *list, const char *who)
{
    for (; list && *list; list++)
        if (is_same_person(*list, who))
            return true;
    return false;
}

bool approver_is_listed(const struct approver_demand *demand, const char *who)
{
    return !demand->from || contains(demand->from, who);
}

/* Is the one met whenever the other is? */
static bool is_implied(const struct approver_demand *one, const struct approver_demand *other)
{
    if (other->count < one->count || (one->from && !other->from))
        return false;
    for (size_t i = 0; one->from && other->from[i]; i++)
        if (!contains(one->from, other->from[i]))
            return false;
    return true;
}

bool approver_demand_is_implied(const struct approver_demand *demand,
                                const struct approver_demand *others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_implied(demand, &others[i]))
            return true;
    return false;
}

void approval_limits_merge(struct approval_limits *out, const struct approval_limits *limits,
                           struct arena *arena)
{
    for (size_t i = 0; i < APPROVAL_SEVERITIES; i++) {
        size_t count = out->approver_counts[i];
        struct approver_demand *all =
            ARENA_ARRAY(arena, struct approver_demand, count + limits->approver_counts[i] + 1);
        for (size_t k = 0; k < count; k++)
            all[k] = out->approvers[i][k];
        for (size_t k = 0; k < limits->approver_counts[i]; k++)
            if (!approver_demand_is_implied(&limits->approvers[i][k], all, count))
                all[count++] = limits->approvers[i][k];
        out->approvers[i] = all;
        out->approver_counts[i] = count;
        if (limits->evidence[i] > out->evidence[i])
            out->evidence[i] = limits->evidence[i];
    }
    out->duties |= limits->duties;
}

bool approval_limits_ask(const struct approval_limits *limits)
{
    bool asks = (limits->duties & DUTIES_ASKED) != 0;
    for (size_t i = 0; i < APPROVAL_SEVERITIES; i++)
        asks = asks || limits->approver_counts[i] > 0 || limits->evidence[i] > 0;
    return asks;
}

/* Nothing where nothing is asked: a policy that says nothing of it keeps its digest. */
void approval_limits_digest(const struct approval_limits *limits, struct sha256 *digest)
{
    if (!approval_limits_ask(limits))
        return;
    char text[64];
    sha256_add_string(digest, "approvals");
    for (size_t i = 0; i < APPROVAL_SEVERITIES; i++) {
        snprintf(text, sizeof(text), "%d %zu", limits->evidence[i], limits->approver_counts[i]);
        sha256_add_string(digest, text);
        for (size_t k = 0; k < limits->approver_counts[i]; k++) {
            const struct approver_demand *demand = &limits->approvers[i][k];
            snprintf(text, sizeof(text), "%lld %d", (long long)demand->count, demand->from != NULL);
            sha256_add_string(digest, text);
            for (size_t n = 0; demand->from && demand->from[n]; n++)
                sha256_add_string(digest, demand->from[n]);
            sha256_add_string(digest, "");
        }
    }
    snprintf(text, sizeof(text), "%u", limits->duties & DUTIES_ASKED);
    sha256_add_string(digest, text);
}

const char *approver_demand_words(struct arena *arena, const struct approver_demand *demand)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out, "%lld of ", (long long)demand->count);
    if (!demand->from)
        buffer_add_string(&out, "anybody");
    for (size_t i = 0; demand->from && demand->from[i]; i++)
        buffer_printf(&out, "%s%s", i ? ", " : "", demand->from[i]);
    const char *words = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return words;
}
