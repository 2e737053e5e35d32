#include "policy/policy_file.h"

#include "base/limits.h"
#include "document/schema_pattern.h"
#include "policy/policy_selection.h"

#include <string.h>

struct rule_written {
    const struct node *node;
    const char *rule;
    int severity, enforcement;
    int32_t effective_from;
    const struct node *params;
    struct schema_texts for_paths, lock;
};

struct limits_written {
    const struct node *node;
    const struct node *max_days;
    int64_t max_renewals, approvals;
    bool has_renewals;
    struct schema_texts non_waivable;
    struct exception_caps_written caps;
    const void *approvers, *min_evidence; /* policy/approval_limits.h */
    const struct node *duties;
};

struct policy_written {
    const struct node *node;
    int64_t version_of_format;
    const char *name, *version, *min_version, *title, *owner, *summary;
    struct schema_texts extends;
    const struct node *applies_to;
    int enforcement, on_unreadable, on_unobservable, on_review;
    const struct node *rules;
    struct schema_texts controls;
    struct schema_objects levels;
    const struct limits_written *exceptions;
};

struct configuration_written {
    const struct node *node;
    int64_t version_of_format;
    const char *min_version;
    struct schema_texts policies;
    const struct node *labels;
    const struct node *rules;
};

#define RULE_ID     "^[A-Z]{3}[0-9]{3}$"
#define MIN_VERSION "^[0-9]+\\.[0-9]+\\.[0-9]+$"
static const char rule_id_pattern[] = RULE_ID;
static const char *const unknown_action_words[] = {"block", "warn", "ignore", NULL};
static const char *const review_words[] = {"block", "warn", NULL};

static const struct schema_field rule_fields[] = {
    {.name = "rule",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct rule_written, rule),
     .required = true,
     .pattern = RULE_ID,
     .pattern_hint = "three capital letters and three digits",
     .summary = "Id of the rule."},
    {.name = "severity",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct rule_written, severity),
     .words = severity_words,
     .summary = "Replaces the rule's severity; a ceiling for checks and grades."},
    {.name = "enforcement",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct rule_written, enforcement),
     .words = enforcement_words,
     .summary = "Replaces the policy's enforcement for this rule."},
    {.name = "effective_from",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct rule_written, effective_from),
     .summary = "Before this day (UTC) the rule is advisory."},
    {.name = "params",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct rule_written, params),
     .summary = "Values of the rule's parameters.",
     .node_schema = "{\"type\": \"object\"}"},
    {.name = "for_paths",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct rule_written, for_paths),
     .summary = "Globs: subjects elsewhere are none; what has no path is judged all the same."},
    {.name = "lock",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct rule_written, lock),
     .pattern = "^(all|severity|enforcement|effective_from|for_paths|params\\.[a-z][a-z0-9_]*)$",
     .pattern_hint = "all, severity, enforcement, effective_from, for_paths or params.NAME",
     .summary = "Settings that a nearer layer may tighten and never loosen."},
    {0},
};

const struct schema rule_entry_schema = {
    .name = "entry",
    .summary = "A rule in force, with its settings.",
    .size = sizeof(struct rule_written),
    .node_offset = offsetof(struct rule_written, node),
    .fields = rule_fields,
};

static const struct schema_field limit_fields[] = {
    {.name = "max_days",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct limits_written, max_days),
     .summary = "Longest life of an exception in days, by severity of the rule.",
     .node_schema = "{\"type\": \"object\", \"propertyNames\": {\"enum\": [\"info\", \"low\", "
                    "\"medium\", \"high\", "
                    "\"critical\"]}, \"additionalProperties\": {\"type\": \"integer\", "
                    "\"minimum\": 1, \"maximum\": 3650}}"},
    {.name = "max_renewals",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct limits_written, max_renewals),
     .minimum = 0,
     .maximum = 100,
     .summary = "How often an exception may be renewed."},
    {.name = "approvals",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct limits_written, approvals),
     .minimum = 0,
     .maximum = 10,
     .summary = "Approvals by others than the requester that a record needs."},
    {.name = "non_waivable",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct limits_written, non_waivable),
     .pattern = RULE_ID,
     .pattern_hint = "a rule id",
     .summary = "Rules that no exception excuses."},
    {.name = "max_total_days",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct limits_written, caps.max_total_days),
     .minimum = 1,
     .maximum = 36500,
     .summary = "Longest life of an exception with all its renewals, in days."},
    {.name = "notice_days",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct limits_written, caps.notice_days),
     .summary = "How many days before its end an exception is told to be about to end; 30 when "
                "absent.",
     .node_schema = exception_notice_schema},
    {.name = "grace_days",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct limits_written, caps.grace_days),
     .minimum = 0,
     .maximum = 90,
     .summary = "How many days an exception still excuses after its last one; reports say so."},
    {.name = "budget",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct limits_written, caps.budget),
     .object = &exception_budget_schema,
     .summary = "How many exceptions may live."},
    {.name = "inline",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct limits_written, caps.inline_waivers),
     .words = exception_inline_words,
     .summary = "May a comment `bylaw:ignore` waive a rule? `allow` when absent."},
    {.name = "over_long",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct limits_written, caps.over_long),
     .words = exception_over_long_words,
     .summary = "What becomes of a record with more days than `max_days`: `clamp`, when absent, "
                "lets it lapse sooner; `reject` lets it excuse nothing."},
    {.name = "approvers",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct limits_written, approvers),
     .object = &approvers_schema,
     .summary = "Who may approve them, by severity."},
    {.name = "min_evidence",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct limits_written, min_evidence),
     .object = &min_evidence_schema,
     .summary = "What must prove an approval, by severity."},
    {.name = "separation_of_duties",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct limits_written, duties),
     .summary = "Whom an approver must not be. That they neither asked for it nor own it holds "
                "always.",
     .node_schema = "{\"type\": \"array\", \"items\": {\"enum\": "
                    "[\"approver!=requested_by\", \"approver!=owner\", "
                    "\"approver!=commit_author_of_record\", "
                    "\"approver!=author_of_finding_lines\"]}}"},
    {0},
};

/* A run knows of no other run: there is nothing to count. */
static const char *const limits_elsewhere[][2] = {
    {"unused", "the severity or enforcement of the rule EXC118, which tells unused records"},
    {NULL, NULL},
};

static const struct schema limits_schema = {
    .name = "exceptions",
    .summary = "What exceptions may do under this policy.",
    .size = sizeof(struct limits_written),
    .node_offset = offsetof(struct limits_written, node),
    .fields = limit_fields,
    .elsewhere = limits_elsewhere,
};

#define FORMAT_FIELD(type_)                                                                  \
    {                                                                                        \
        .name = "bylaw", .type = SCHEMA_INTEGER,                                             \
        .offset = offsetof(struct type_, version_of_format), .required = true, .minimum = 1, \
        .maximum = 1000000, .node_schema = "{\"const\": 1}",                                 \
        .summary = "Version of the format: 1."                                               \
    }

static const char rule_list_schema[] =
    "{\"type\": \"array\", \"items\": {\"anyOf\": [{\"type\": \"string\", \"pattern\": "
    "\"" RULE_ID "\"}, {\"$ref\": \"#/definitions/entry\"}]}}";

static const struct schema_field policy_fields[] = {
    FORMAT_FIELD(policy_written),
    {.name = "policy",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, name),
     .required = true,
     .pattern = "^[a-z0-9][a-z0-9-]*$",
     .pattern_hint = "lower-case letters, digits and hyphens",
     .summary = "Name of the policy."},
    {.name = "version",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, version),
     .summary = "Version of the policy."},
    {.name = "min_version",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, min_version),
     .pattern = MIN_VERSION,
     .pattern_hint = "a version such as 1.2.0",
     .summary = "The oldest version of bylaw that understands this policy."},
    {.name = "extends",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct policy_written, extends),
     .pattern = "^(builtin:)?[a-z0-9][a-z0-9-]*(@[0-9A-Za-z][0-9A-Za-z.+-]*)?$",
     .pattern_hint = "the name of a policy, perhaps with @VERSION",
     .summary = "Policies that this one builds on: they hold too, and it adjusts them."},
    {.name = "title",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, title),
     .required = true,
     .summary = "What the policy demands, in one line."},
    {.name = "summary",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, summary),
     .summary = "A paragraph for its readers."},
    {.name = "owner",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct policy_written, owner),
     .required = true,
     .summary = "Who answers for the policy."},
    {.name = "applies_to",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct policy_written, applies_to),
     .summary = "A condition over the repository's row; absent: every repository.",
     .node_schema = "{\"type\": \"object\"}"},
    {.name = "enforcement",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct policy_written, enforcement),
     .words = enforcement_words,
     .summary = "For all its rules; `block` when absent, and with `extends` what the other "
                "policy says."},
    {.name = "on_unreadable",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct policy_written, on_unreadable),
     .words = unknown_action_words,
     .summary = "What a blocking rule does that is unknown because something cannot be read; "
                "`block` when absent."},
    {.name = "on_unobservable",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct policy_written, on_unobservable),
     .words = unknown_action_words,
     .summary = "The same for what git does not show; `warn` when absent."},
    {.name = "on_review",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct policy_written, on_review),
     .words = review_words,
     .summary = "Whether a subject that a person must look at blocks; `warn` when absent."},
    {.name = "rules",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct policy_written, rules),
     .summary = "The rules in force: ids, or entries with settings; required without `controls`.",
     .object = &rule_entry_schema,
     .node_schema = rule_list_schema},
    {.name = "controls",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct policy_written, controls),
     .pattern = "^[a-z0-9.-]+/.+$",
     .pattern_hint = "framework-version/id, or framework-version/* for all of it",
     .summary = "Every rule that supports one of these controls is in force too, those to come "
                "included."},
    {.name = "levels",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct policy_written, levels),
     .object = &level_schema,
     .summary = "A ladder of maturity, the lowest level first; reports say which is reached."},
    {.name = "exceptions",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct policy_written, exceptions),
     .object = &limits_schema,
     .summary = "What exceptions may do."},
    {0},
};

static const char *const rules_or_controls[] = {"rules", "controls", NULL};

const struct schema policy_schema = {
    .name = "policy",
    .summary = "Which rules are in force, how strictly, with which parameters, for whom.",
    .size = sizeof(struct policy_written),
    .node_offset = offsetof(struct policy_written, node),
    .fields = policy_fields,
    .alternatives = rules_or_controls,
};

static const struct schema_field configuration_fields[] = {
    FORMAT_FIELD(configuration_written),
    {.name = "policies",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct configuration_written, policies),
     .pattern = "^(builtin:)?[a-z0-9][a-z0-9-]*$",
     .pattern_hint = "builtin:NAME, or a policy of .bylaw/policies",
     .summary =
         "The policies in force here; absent: builtin:baseline and those of .bylaw/policies."},
    {.name = "labels",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct configuration_written, labels),
     .summary =
         "Facts about the repository that its files do not tell: tier, lifecycle, kind, owner.",
     .node_schema =
         "{\"type\": \"object\", \"properties\": {\"lifecycle\": {\"enum\": [\"experimental\", "
         "\"beta\", \"production\", \"deprecated\", \"archived\"]}}, \"additionalProperties\": "
         "{\"type\": [\"string\", \"number\", \"boolean\"]}}"},
    {.name = "rules",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct configuration_written, rules),
     .summary = "Adjustments of single rules.",
     .object = &rule_entry_schema,
     .node_schema = rule_list_schema},
    {.name = "min_version",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct configuration_written, min_version),
     .pattern = MIN_VERSION,
     .pattern_hint = "a version such as 1.2.0",
     .summary = "The oldest version of bylaw that understands this configuration."},
    {0},
};

const struct schema configuration_schema = {
    .name = "configuration",
    .summary = "A repository's own settings, in .bylaw.yml at its root.",
    .size = sizeof(struct configuration_written),
    .node_offset = offsetof(struct configuration_written, node),
    .fields = configuration_fields,
};

/* A list that ends with NULL. */
static const char *const *ended(struct arena *arena, const struct schema_texts *texts)
{
    if (texts->count == 0)
        return NULL;
    const char **list = ARENA_ARRAY(arena, const char *, texts->count + 1);
    memcpy(list, texts->items, texts->count * sizeof(*list));
    return list;
}

static const struct place *places_of(struct arena *arena, const char *path,
                                     const struct schema_texts *texts)
{
    struct place *places = ARENA_ARRAY(arena, struct place, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        places[i] = node_place(path, texts->nodes[i]);
    return places;
}

static void check_for_paths(struct arena *arena, const char *path, const struct schema_texts *globs,
                            struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < globs->count; i++) {
        const char *problem = NULL;
        size_t at = 0;
        if (globs->items[i] && !glob_new(arena, globs->items[i], &problem, &at))
            diagnostics_add(diagnostics, E317, node_place(path, globs->nodes[i]),
                            "'%s' is no glob: %s", globs->items[i], problem);
    }
}

/* An entry that is no mapping: an id alone. */
static bool bare_id(const char *path, const struct node *node, struct diagnostics *diagnostics,
                    struct policy_rule *out)
{
    if (node->kind == NODE_TEXT && strlen(node->text) == node->size &&
        schema_pattern_matches(rule_id_pattern, node->text)) {
        out->rule = node->text;
        return true;
    }
    struct diagnostic *diagnostic =
        node_is_scalar(node) && node->kind != NODE_NULL
            ? diagnostics_add(diagnostics, E206, node_place(path, node), "'%.200s' is no rule id",
                              node->text)
            : diagnostics_add(diagnostics, E203, node_place(path, node),
                              "an entry of 'rules' is %s", node_kind_name(node->kind));
    diagnostic->expected = "a rule id such as SDL009, or a mapping with the key 'rule'";
    return false;
}

static bool rule_entry(struct arena *arena, const char *path, const struct node *node,
                       struct diagnostics *diagnostics, struct policy_rule *out)
{
    *out = (struct policy_rule){.severity = -1, .enforcement = -1, .effective_from = INT32_MIN};
    out->place = node_place(path, node);
    if (node->kind != NODE_MAPPING)
        return bare_id(path, node, diagnostics, out);
    size_t errors = diagnostics->errors;
    const struct rule_written *written =
        schema_load(&rule_entry_schema, arena, path, node, diagnostics);
    if (written->params && written->params->kind != NODE_MAPPING)
        diagnostics_add(diagnostics, E203, node_place(path, written->params),
                        "'params' is %s, not a mapping of names to values",
                        node_kind_name(written->params->kind));
    check_for_paths(arena, path, &written->for_paths, diagnostics);
    if (diagnostics->errors != errors || !written->rule)
        return false;
    out->rule = written->rule;
    out->severity = written->severity;
    out->enforcement = written->enforcement;
    out->effective_from = written->effective_from;
    out->params = written->params;
    out->for_paths = ended(arena, &written->for_paths);
    out->lock = ended(arena, &written->lock);
    out->place = node_place(path, node_find(node, "rule"));
    out->node = node;
    return true;
}

static size_t rule_entries(struct arena *arena, const char *path, const struct node *list,
                           struct diagnostics *diagnostics, struct policy_rule **out)
{
    *out = NULL;
    if (!list)
        return 0;
    if (list->kind != NODE_SEQUENCE) {
        diagnostics_add(diagnostics, E203, node_place(path, list),
                        "'rules' is %s, not a list of rule ids and entries",
                        node_kind_name(list->kind));
        return 0;
    }
    *out = ARENA_ARRAY(arena, struct policy_rule, list->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct policy_rule entry;
        if (!rule_entry(arena, path, list->items[i], diagnostics, &entry))
            continue;
        bool again = false;
        for (size_t j = 0; j < count; j++)
            if (strcmp((*out)[j].rule, entry.rule) == 0) {
                struct diagnostic *diagnostic = diagnostics_add(
                    diagnostics, E505, entry.place, "rule '%s' stands here twice", entry.rule);
                diagnostic->length = (uint32_t)strlen(entry.rule);
                diagnostic_note(diagnostic, (*out)[j].place, diagnostic->length,
                                "it was first given here");
                again = true;
                break;
            }
        if (!again)
            (*out)[count++] = entry;
    }
    return count;
}

static void load_max_days(const char *path, const struct node *node, int64_t max_days[5],
                          struct diagnostics *diagnostics)
{
    if (!node)
        return;
    if (node->kind != NODE_MAPPING) {
        diagnostics_add(diagnostics, E203, node_place(path, node),
                        "'max_days' is %s, not a mapping of severities to days",
                        node_kind_name(node->kind));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        size_t severity = 0;
        while (severity_words[severity] &&
               strcmp(severity_words[severity], node->keys[i]->text) != 0)
            severity++;
        if (!severity_words[severity]) {
            struct diagnostic *diagnostic =
                diagnostics_add(diagnostics, E205, node_place(path, node->keys[i]),
                                "'%s' is no severity", node->keys[i]->text);
            diagnostic->meant = suggest(node->keys[i]->text, severity_words);
            diagnostic->expected = "info, low, medium, high or critical";
            continue;
        }
        int64_t days = 0;
        if (!node_integer(node->items[i], &days) || days < 1 || days > 3650)
            diagnostics_add(diagnostics, E207, node_place(path, node->items[i]),
                            "the days must be a whole number from 1 to 3650");
        else
            max_days[severity] = days;
    }
}

static void load_limits(struct arena *arena, const char *path, const struct limits_written *written,
                        struct exception_limits *out, struct diagnostics *diagnostics)
{
    *out =
        (struct exception_limits){.max_renewals = -1, .approvals = -1, .caps = {.grace_days = -1}};
    if (!written)
        return;
    exception_caps_load(&out->caps, arena, path, written->node, &written->caps, diagnostics);
    load_max_days(path, written->max_days, out->max_days, diagnostics);
    if (node_find(written->node, "max_renewals"))
        out->max_renewals = written->max_renewals;
    if (node_find(written->node, "approvals"))
        out->approvals = written->approvals;
    out->non_waivable = ended(arena, &written->non_waivable);
    out->non_waivable_places = places_of(arena, path, &written->non_waivable);
    approval_limits_load(&out->approving, arena, path, written->approvers, written->min_evidence,
                         written->duties, diagnostics);
}

static enum unknown_action unknown_action(int word)
{
    return word < 0 ? UNKNOWN_DEFAULT : (enum unknown_action)word;
}

/* NAME@VERSION in its parts. */
static void load_bases(struct arena *arena, const char *path, const struct schema_texts *written,
                       struct policy *policy, struct diagnostics *diagnostics)
{
    policy->bases = ARENA_ARRAY(arena, struct policy_base, written->count + 1);
    if (written->count > LIMIT_POLICY_BASES)
        diagnostics_add(diagnostics, E511, node_place(path, written->nodes[0]),
                        "a policy extends at most %d others", LIMIT_POLICY_BASES);
    for (size_t i = 0; i < written->count && i < LIMIT_POLICY_BASES; i++) {
        if (!written->items[i])
            continue;
        const char *at = strchr(written->items[i], '@');
        struct policy_base *base = &policy->bases[policy->base_count++];
        base->name = at ? arena_copy(arena, (struct text){.bytes = written->items[i],
                                                          .size = (size_t)(at - written->items[i])})
                        : written->items[i];
        base->version = at ? at + 1 : NULL;
        base->place = node_place(path, written->nodes[i]);
    }
}

/* In one line, whatever its layout, so that two of them can be compared. */
static void write_node(struct buffer *out, const struct node *node)
{
    bool is_mapping = node->kind == NODE_MAPPING;
    if (node_is_scalar(node)) {
        bool is_bare = node->kind != NODE_TEXT || !node->quoted;
        buffer_printf(out, is_bare ? "%s" : "'%s'", node->text ? node->text : "null");
        return;
    }
    buffer_add_byte(out, is_mapping ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        buffer_add_string(out, i ? ", " : "");
        if (is_mapping) {
            write_node(out, node->keys[i]);
            buffer_add_string(out, ": ");
        }
        write_node(out, node->items[i]);
    }
    buffer_add_byte(out, is_mapping ? '}' : ']');
}

static void load_applies_to(struct arena *arena, const char *path, const struct node *node,
                            struct policy *policy, struct diagnostics *diagnostics)
{
    if (!node)
        return;
    policy->applies_to = condition_of_node(arena, path, node, diagnostics);
    struct buffer text = BUFFER_EMPTY;
    write_node(&text, node);
    policy->applies_to_text = arena_strdup(arena, buffer_string(&text));
    buffer_release(&text);
}

struct policy *policy_parse(struct arena *arena, const char *path, struct text text,
                            enum layer layer, const char *version, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    const struct node *root = policy_file_root(arena, path, text, diagnostics);
    if (!root || !policy_file_version(path, root, diagnostics) ||
        !policy_file_min_version(path, root, "policy", version, diagnostics))
        return NULL;
    const struct policy_written *written =
        schema_load(&policy_schema, arena, path, root, diagnostics);
    struct policy *policy = ARENA_NEW(arena, struct policy);
    policy->layer = layer;
    policy->path = path;
    policy->name = written->name;
    policy->version = written->version;
    policy->min_version = written->min_version;
    policy->title = written->title;
    policy->owner = written->owner;
    policy->enforcement =
        written->enforcement < 0 ? ENFORCEMENT_BLOCK : (enum enforcement)written->enforcement;
    policy->enforcement_is_said = written->enforcement >= 0;
    policy->on_unreadable = unknown_action(written->on_unreadable);
    policy->on_unobservable = unknown_action(written->on_unobservable);
    policy->review_blocks = written->on_review == 0;
    policy->review_is_said = written->on_review >= 0;
    load_bases(arena, path, &written->extends, policy, diagnostics);
    load_applies_to(arena, path, written->applies_to, policy, diagnostics);
    policy->rule_count = rule_entries(arena, path, written->rules, diagnostics, &policy->rules);
    policy_load_controls(arena, path, &written->controls, policy, diagnostics);
    policy_load_levels(arena, path, &written->levels, policy, diagnostics);
    load_limits(arena, path, written->exceptions, &policy->exceptions, diagnostics);
    policy->place = node_place(path, node_find(root, "policy"));
    if (diagnostics->errors == errors)
        return policy;
    policy_release(policy);
    return NULL;
}

void policy_release(struct policy *policy)
{
    condition_release(policy->applies_to);
    for (size_t i = 0; i < policy->level_count; i++)
        condition_release(policy->levels[i].expected_of);
}

/* A misspelt word would take the repository out of every policy that asks for it. */
static void check_lifecycle(const char *path, const struct node *node,
                            struct diagnostics *diagnostics)
{
    static const char *const words[] = {"experimental", "beta",     "production",
                                        "deprecated",   "archived", NULL};
    if (string_is_one_of(node->text, words))
        return;
    struct diagnostic *diagnostic =
        diagnostics_add(diagnostics, E205, node_place(path, node),
                        "the label 'lifecycle' cannot be '%s'", node->text);
    diagnostic->length = (uint32_t)node->size;
    diagnostic->expected = "experimental, beta, production, deprecated or archived";
    diagnostic->meant = suggest(node->text, words);
}

static void load_labels(struct arena *arena, const char *path, const struct node *node,
                        struct configuration *configuration, struct diagnostics *diagnostics)
{
    size_t room = node && node->kind == NODE_MAPPING ? node->count : 0;
    configuration->labels = ARENA_ARRAY(arena, struct label, room + 1);
    if (!node)
        return;
    if (node->kind != NODE_MAPPING) {
        diagnostics_add(diagnostics, E203, node_place(path, node),
                        "'labels' is %s, not a mapping of names to values",
                        node_kind_name(node->kind));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        if (!node_is_scalar(node->items[i]) || node->items[i]->kind == NODE_NULL) {
            diagnostics_add(diagnostics, E203, node_place(path, node->items[i]),
                            "the label '%s' is %s, not one value", node->keys[i]->text,
                            node_kind_name(node->items[i]->kind));
            continue;
        }
        if (strcmp(node->keys[i]->text, "lifecycle") == 0)
            check_lifecycle(path, node->items[i], diagnostics);
        configuration->labels[configuration->label_count++] =
            (struct label){.name = node->keys[i]->text, .value = node->items[i]->text};
    }
}

struct configuration *configuration_parse(struct arena *arena, const char *path, struct text text,
                                          const char *version, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    const struct node *root = policy_file_root(arena, path, text, diagnostics);
    if (!root || !policy_file_version(path, root, diagnostics) ||
        !policy_file_min_version(path, root, "configuration", version, diagnostics))
        return NULL;
    const struct configuration_written *written =
        schema_load(&configuration_schema, arena, path, root, diagnostics);
    struct configuration *configuration = ARENA_NEW(arena, struct configuration);
    configuration->path = path;
    static const char *const none[] = {NULL};
    configuration->policies = ended(arena, &written->policies);
    if (!configuration->policies && node_find(root, "policies"))
        configuration->policies = none;
    configuration->policy_places = places_of(arena, path, &written->policies);
    configuration->min_version = written->min_version;
    configuration->min_version_place = node_place(path, node_find(root, "min_version"));
    load_labels(arena, path, written->labels, configuration, diagnostics);
    configuration->rule_count =
        rule_entries(arena, path, written->rules, diagnostics, &configuration->rules);
    configuration->place = node_place(path, root);
    return diagnostics->errors == errors ? configuration : NULL;
}
