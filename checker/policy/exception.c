#include "policy/exception.h"

#include "base/date.h"
#include "document/yaml.h"
#include "policy/policy_file.h"

#include <string.h>

const char *const exception_state_words[] = {"active",  "expiring", "scheduled", "pending",
                                             "expired", "invalid",  NULL};

enum { JUSTIFICATION_LEAST = 40, EXPIRING_DAYS = 30, RULES_MOST = 5 };

struct scope_written {
    const struct node *node;
    struct schema_texts repositories, paths, subjects, findings;
};

struct approval_written {
    const struct node *node;
    const char *by, *evidence;
    int32_t on;
};

struct record_written {
    const struct node *node;
    int64_t format;
    const char *api_version, *kind, *id, *category, *justification, *owner, *requested_by, *ticket,
        *close_when, *supersedes;
    struct schema_texts rules, controls, tags;
    const struct scope_written *scope;
    struct schema_objects approvals;
    int32_t requested_on, valid_from, expires, review_by;
    const struct node *risk, *remediation;
};

static const struct schema_field scope_fields[] = {
    {.name = "repos",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct scope_written, repositories),
     .summary = "Repositories (an organisation's register only): host/owner/name."},
    {.name = "paths",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct scope_written, paths),
     .summary = "Globs of the findings' places, each with a literal first segment."},
    {.name = "subjects",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct scope_written, subjects),
     .summary = "Subjects, as the findings name them."},
    {.name = "findings",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct scope_written, findings),
     .pattern = "^[0-9a-f]{32}$",
     .pattern_hint = "a finding's fingerprint of 32 hexadecimal digits",
     .summary = "Fingerprints: the safest scope."},
    {0},
};

static const struct schema scope_schema = {
    .name = "scope",
    .summary = "Where the exception holds: all of what is given.",
    .size = sizeof(struct scope_written),
    .node_offset = offsetof(struct scope_written, node),
    .fields = scope_fields,
};

static const struct schema_field approval_fields[] = {
    {.name = "by",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct approval_written, by),
     .required = true,
     .summary = "Who approved."},
    {.name = "on",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct approval_written, on),
     .required = true,
     .summary = "The day of the approval."},
    {.name = "evidence",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct approval_written, evidence),
     .summary = "What proves it: declared, trailer, commit, signed-commit or record-signature."},
    {0},
};

static const struct schema approval_schema = {
    .name = "approval",
    .summary = "One approval.",
    .size = sizeof(struct approval_written),
    .node_offset = offsetof(struct approval_written, node),
    .fields = approval_fields,
};

static const struct schema_field record_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct record_written, format),
     .minimum = 1,
     .maximum = 1000000,
     .summary = "Version of the format: 1."},
    {.name = "apiVersion",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, api_version),
     .summary = "bylaw/v1, in registers that hold several kinds of records."},
    {.name = "kind",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, kind),
     .summary = "Exception."},
    {.name = "id",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, id),
     .required = true,
     .pattern = "^[A-Z]{2,8}-[0-9]{4}-[0-9]{4,}$",
     .pattern_hint = "an id such as EXC-2026-0007",
     .summary = "Unique for all time."},
    {.name = "rules",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct record_written, rules),
     .required = true,
     .pattern = "^[A-Z]{3}[0-9]{3}$",
     .pattern_hint = "an exact rule id",
     .summary = "One to five rule ids."},
    {.name = "scope",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct record_written, scope),
     .required = true,
     .object = &scope_schema,
     .summary = "Where it holds."},
    {.name = "category",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, category),
     .pattern = "^(waiver|mitigated|false-positive|vendor-dependency|operational-requirement)$",
     .pattern_hint =
         "waiver, mitigated, false-positive, vendor-dependency or operational-requirement",
     .summary = "Why there is an exception, in a word."},
    {.name = "justification",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, justification),
     .required = true,
     .summary = "At least 40 characters that say why; no placeholder."},
    {.name = "risk",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct record_written, risk),
     .summary = "Level and statement of the risk that is taken.",
     .node_schema = "{\"type\": \"object\"}"},
    {.name = "compensating_controls",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct record_written, controls),
     .summary = "What holds instead."},
    {.name = "owner",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, owner),
     .required = true,
     .summary = "One accountable owner."},
    {.name = "requested_by",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, requested_by),
     .required = true,
     .summary = "Who asked for it."},
    {.name = "requested_on",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct record_written, requested_on),
     .summary = "When."},
    {.name = "approvals",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct record_written, approvals),
     .object = &approval_schema,
     .summary = "Approvals of others than the requester."},
    {.name = "ticket",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, ticket),
     .summary = "Where the work is followed."},
    {.name = "valid_from",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct record_written, valid_from),
     .required = true,
     .summary = "The first day."},
    {.name = "expires",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct record_written, expires),
     .required = true,
     .summary = "The last valid day (inclusive, UTC)."},
    {.name = "review_by",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct record_written, review_by),
     .summary = "A review before it expires."},
    {.name = "close_when",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, close_when),
     .summary = "rule-passes, file-exists:PATH or date-only."},
    {.name = "remediation",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct record_written, remediation),
     .summary = "The plan and its milestones.",
     .node_schema = "{\"type\": \"object\"}"},
    {.name = "supersedes",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct record_written, supersedes),
     .pattern = "^[A-Z]{2,8}-[0-9]{4}-[0-9]{4,}$",
     .pattern_hint = "an exception's id",
     .summary = "The record that it follows."},
    {.name = "tags",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct record_written, tags),
     .summary = "Free words."},
    {0},
};

const struct schema exception_schema = {
    .name = "exception",
    .summary = "A time-bound, owned, approved waiver of rules in a bounded scope.",
    .size = sizeof(struct record_written),
    .node_offset = offsetof(struct record_written, node),
    .fields = record_fields,
};

/* A record under construction, and the mistakes found so far. */
struct builder {
    struct arena *arena;
    const char *path;
    struct diagnostics mistakes;
};

static const char *const *ended(struct arena *arena, const struct schema_texts *texts)
{
    const char **list = ARENA_ARRAY(arena, const char *, texts->count + 1);
    if (texts->count > 0)
        memcpy(list, texts->items, texts->count * sizeof(*list));
    return list;
}

static void mistake(struct builder *builder, const struct node *node, const char *message)
{
    diagnostics_add(&builder->mistakes, DIAGNOSTIC_ERROR, node_place(builder->path, node), "%s",
                    message);
}

/* Words that say nothing: a justification that consists of them is none. */
static bool is_placeholder(const char *text)
{
    static const char *const fillers[] = {"todo",
                                          "tbd",
                                          "fixme",
                                          "fix later",
                                          "same as above",
                                          "lorem ipsum",
                                          "to be determined",
                                          "to be done",
                                          "n/a",
                                          "none",
                                          NULL};
    struct text trimmed = text_trim(text_of(text));
    for (size_t i = 0; fillers[i]; i++)
        if (text_find_folded(trimmed, fillers[i]) == 0)
            return true;
    return false;
}

static size_t code_points(const char *string)
{
    size_t count = 0;
    for (size_t i = 0; string[i]; i++)
        count += ((unsigned char)string[i] & 0xc0) != 0x80;
    return count;
}

static void check_justification(struct builder *builder, const struct record_written *written)
{
    if (!written->justification)
        return;
    const struct node *node = node_find(written->node, "justification");
    if (is_placeholder(written->justification))
        mistake(builder, node, "the justification is a placeholder");
    else if (code_points(written->justification) < JUSTIFICATION_LEAST)
        mistake(builder, node,
                "the justification is shorter than 40 characters: say why, and what holds instead");
}

/* A scope without any literal folder or file sweeps up what nobody meant. */
static void check_paths(struct builder *builder, const struct schema_texts *paths,
                        struct exception *out)
{
    out->globs = ARENA_ARRAY(builder->arena, const struct glob *, paths->count + 1);
    for (size_t i = 0; i < paths->count; i++) {
        const char *problem = NULL;
        size_t at = 0;
        const char *written = paths->items[i];
        const struct glob *glob = glob_new(builder->arena, written, &problem, &at);
        size_t literal = strcspn(*written == '/' ? written + 1 : written, "*?[{/");
        if (!glob)
            diagnostics_add(&builder->mistakes, DIAGNOSTIC_ERROR,
                            node_place(builder->path, paths->nodes[i]), "'%s' is no glob: %s",
                            written, problem);
        else if (literal == 0)
            diagnostics_add(
                &builder->mistakes, DIAGNOSTIC_ERROR, node_place(builder->path, paths->nodes[i]),
                "the path '%s' begins with a wildcard: name at least the first folder or file",
                written);
        else
            out->globs[out->glob_count++] = glob;
    }
}

static void check_scope(struct builder *builder, const struct record_written *written,
                        struct exception *out)
{
    const struct scope_written *scope = written->scope;
    if (!scope)
        return;
    if (scope->paths.count + scope->subjects.count + scope->findings.count == 0)
        mistake(builder, scope->node, "the scope has no bound: give paths, subjects or findings");
    check_paths(builder, &scope->paths, out);
    out->paths = ended(builder->arena, &scope->paths);
    out->subjects = ended(builder->arena, &scope->subjects);
    out->findings = ended(builder->arena, &scope->findings);
    out->repositories = ended(builder->arena, &scope->repositories);
}

static void check_approvals(struct builder *builder, const struct record_written *written,
                            struct exception *out)
{
    size_t count = written->approvals.count;
    out->approvals = ARENA_ARRAY(builder->arena, struct exception_approval, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct approval_written *approval = written->approvals.items[i];
        if (approval->by && written->requested_by &&
            string_equals_folded(approval->by, written->requested_by))
            mistake(builder, approval->node, "approved by its own requester");
        else if (approval->by && written->owner &&
                 string_equals_folded(approval->by, written->owner))
            mistake(builder, approval->node, "approved by its own owner");
        out->approvals[out->approval_count++] = (struct exception_approval){
            .by = approval->by, .on = approval->on, .evidence = approval->evidence};
    }
}

static void check_dates(struct builder *builder, const struct record_written *written)
{
    if (written->valid_from != INT32_MIN && written->expires != INT32_MIN &&
        written->expires < written->valid_from)
        mistake(builder, node_find(written->node, "expires"), "it expires before it is valid");
    if (written->review_by != INT32_MIN && written->expires != INT32_MIN &&
        written->review_by > written->expires)
        mistake(builder, node_find(written->node, "review_by"),
                "the review comes after it expires");
}

static void check_rules(struct builder *builder, const struct record_written *written)
{
    if (written->rules.count > RULES_MOST)
        mistake(builder, node_find(written->node, "rules"),
                "one record excuses at most five rules");
    else if (written->rules.count == 0 && node_find(written->node, "rules"))
        mistake(builder, node_find(written->node, "rules"), "no rule is named");
}

static void finish(struct builder *builder, struct exception *out)
{
    diagnostics_sort(&builder->mistakes);
    out->mistakes = builder->mistakes.items;
    out->mistake_count = builder->mistakes.count;
}

static void load_record(struct arena *arena, const char *path, const struct node *node,
                        struct exception *out)
{
    struct builder builder = {.arena = arena, .path = path};
    diagnostics_init(&builder.mistakes, arena);
    *out = (struct exception){.place = node_place(path, node)};
    if (node->kind != NODE_MAPPING) {
        mistake(&builder, node, "an exception record is a mapping");
        node = NULL;
    }
    static const struct node nothing = {.kind = NODE_MAPPING, .line = 1, .column = 1};
    const struct record_written *written =
        schema_load(&exception_schema, arena, path, node ? node : &nothing,
                    node ? &builder.mistakes : &(struct diagnostics){.arena = arena});
    out->id = written->id ? written->id : "(no id)";
    out->rules = ended(arena, &written->rules);
    out->category = written->category ? written->category : "waiver";
    out->justification = written->justification;
    out->owner = written->owner;
    out->requested_by = written->requested_by;
    out->ticket = written->ticket;
    out->requested_on = written->requested_on;
    out->valid_from = written->valid_from;
    out->expires = written->expires;
    out->review_by = written->review_by;
    static const char *const none[] = {NULL};
    out->paths = out->subjects = out->findings = out->repositories = none;
    check_rules(&builder, written);
    check_scope(&builder, written, out);
    check_justification(&builder, written);
    check_approvals(&builder, written, out);
    check_dates(&builder, written);
    finish(&builder, out);
}

/* A file that is no YAML: one record that excuses nothing and says so. */
static void unreadable_record(struct arena *arena, const char *path,
                              const struct document_problem *problem, struct exception *out)
{
    static const char *const none[] = {NULL};
    struct builder builder = {.arena = arena, .path = path};
    diagnostics_init(&builder.mistakes, arena);
    struct place place = {.path = path, .line = problem->line, .column = problem->column};
    diagnostics_add(&builder.mistakes, DIAGNOSTIC_ERROR, place, "%s", problem->message);
    *out = (struct exception){.id = "(unreadable)",
                              .place = place,
                              .category = "waiver",
                              .requested_on = INT32_MIN,
                              .valid_from = INT32_MIN,
                              .expires = INT32_MIN,
                              .review_by = INT32_MIN};
    out->rules = out->paths = out->subjects = out->findings = out->repositories = none;
    finish(&builder, out);
}

struct record_list {
    struct arena *arena;
    struct exception *items;
    size_t count, capacity;
};

static struct exception *next_record(struct record_list *list)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    return &list->items[list->count++];
}

static void load_file(struct record_list *list, const struct policy_file *file)
{
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(list->arena, file->text, &document, &problem)) {
        unreadable_record(list->arena, file->path, &problem, next_record(list));
        return;
    }
    for (size_t i = 0; i < document.count; i++) {
        const struct node *root = document.roots[i];
        const struct node *inner = node_find(root, "exceptions");
        const struct node *records = inner ? inner : root;
        if (records->kind == NODE_NULL)
            continue;
        if (records->kind == NODE_SEQUENCE)
            for (size_t j = 0; j < records->count; j++)
                load_record(list->arena, file->path, records->items[j], next_record(list));
        else
            load_record(list->arena, file->path, records, next_record(list));
    }
}

static int by_id(const void *a, const void *b)
{
    const struct exception *one = a;
    const struct exception *two = b;
    int order = strcmp(one->id, two->id);
    if (order == 0)
        order = strcmp(one->place.path, two->place.path);
    if (order == 0)
        order = (one->place.line > two->place.line) - (one->place.line < two->place.line);
    return order;
}

/* An id twice: neither record can be trusted to be the one that was approved. */
static void refuse_duplicates(struct exception_set *set, struct arena *arena)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct exception *record = &set->items[i];
        bool twice = (i > 0 && strcmp(set->items[i - 1].id, record->id) == 0) ||
                     (i + 1 < set->count && strcmp(set->items[i + 1].id, record->id) == 0);
        if (!twice || record->id[0] == '(')
            continue;
        struct diagnostics both;
        diagnostics_init(&both, arena);
        for (size_t j = 0; j < record->mistake_count; j++)
            diagnostics_add(&both, DIAGNOSTIC_ERROR, record->mistakes[j].place, "%s",
                            record->mistakes[j].message);
        diagnostics_add(&both, DIAGNOSTIC_ERROR, record->place, "the id '%s' is there twice",
                        record->id);
        set->items[i].mistakes = both.items;
        set->items[i].mistake_count = both.count;
    }
}

void exceptions_load(struct exception_set *out, struct arena *arena,
                     const struct policy_file *files, size_t count)
{
    struct record_list list = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        load_file(&list, &files[i]);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof(*list.items), by_id);
    *out = (struct exception_set){.items = list.items, .count = list.count};
    refuse_duplicates(out, arena);
}

enum exception_state exception_state(const struct exception *exception, int32_t today)
{
    if (exception->mistake_count > 0 || exception->expires == INT32_MIN ||
        exception->valid_from == INT32_MIN)
        return EXCEPTION_INVALID;
    if (exception->pending)
        return EXCEPTION_PENDING;
    if (today < exception->valid_from)
        return EXCEPTION_SCHEDULED;
    if (today > exception->expires)
        return EXCEPTION_EXPIRED;
    return exception->expires - today <= EXPIRING_DAYS ? EXCEPTION_EXPIRING : EXCEPTION_ACTIVE;
}

int32_t exception_last_day(const struct exception *exception, enum severity severity,
                           const struct exception_limits *limits)
{
    static const int64_t initial[] = {365, 365, 180, 90, 30};
    int64_t most = limits->max_days[severity] ? limits->max_days[severity] : initial[severity];
    int64_t last = (int64_t)exception->valid_from + most - 1;
    return last < exception->expires ? (int32_t)last : exception->expires;
}
