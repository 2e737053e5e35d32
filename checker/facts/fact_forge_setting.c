/* forge_setting - settings of the forge, which git does not show, from what its interface
 * prints and the user passes with --facts. GitHub (docs.github.com/rest): a repository, the
 * protection of a branch, rulesets and the rules of a branch, the default set-up of code
 * scanning, permissions of workflows, private reports. GitLab (docs.gitlab.com/api): a
 * project, its protected branches, its approvals, its push rules. */
#include "facts/fact.h"

#include <string.h>

enum { FORGE, NAME, BRANCH, ENABLED, NUMBER, VALUE, SOURCE, FIELD_COUNT };

static const char *const forges[] = {"github", "gitlab", NULL};
static const char *const names[] = {"approvals",
                                    "code_owner_approval",
                                    "stale_approvals_dismissed",
                                    "last_push_approval",
                                    "status_checks",
                                    "force_push_blocked",
                                    "deletion_blocked",
                                    "signed_commits",
                                    "linear_history",
                                    "administrators_included",
                                    "code_scanning",
                                    "code_scanning_default_setup",
                                    "secret_scanning",
                                    "secret_push_protection",
                                    "dependency_updates",
                                    "workflow_permissions",
                                    "actions_pinned",
                                    "private_reports",
                                    "visibility",
                                    "archived",
                                    "default_branch",
                                    NULL};

static const struct fact_field fields[] = {
    [FORGE] = {"forge", {.kind = TYPE_WORD, .words = forges}, false, "whose settings"},
    [NAME] = {"name", {.kind = TYPE_WORD, .words = names}, false, "what is set"},
    [BRANCH] = {"branch", {.kind = TYPE_TEXT}, true, "for which branch, as it is written"},
    [ENABLED] = {"enabled", {.kind = TYPE_BOOLEAN}, false, "is it on?"},
    [NUMBER] = {"number", {.kind = TYPE_INTEGER}, true, "how many: approvals, checks"},
    [VALUE] = {"value", {.kind = TYPE_TEXT}, true, "what it is set to"},
    [SOURCE] = {"source", {.kind = TYPE_TEXT}, false, "the file of --facts and the line in it"},
    [FIELD_COUNT] = {0},
};

static const struct fact_kind kind = {
    .name = "forge_setting",
    .summary = "a setting of the forge, from what the user passes with --facts",
    .nowhere = true,
    .key = (const char *const[]){"name", "branch", "source", NULL},
    .fields = fields,
};

struct reading {
    struct fact_writer *writer;
    const struct fact_evidence *evidence;
    const char *forge;
    const char *branch;
};

static struct value *add(const struct reading *reading, const struct node *node, const char *name,
                         bool enabled)
{
    struct value *cells = fact_add(reading->writer, &kind, NULL, 0, 0)->cells;
    cells[FORGE] = value_text(reading->forge);
    cells[NAME] = value_text(name);
    cells[BRANCH] = fact_text(reading->writer, reading->branch);
    cells[ENABLED] = value_boolean(enabled);
    cells[SOURCE] = value_text(arena_printf(fact_arena(reading->writer), "%s:%u",
                                            reading->evidence->name, node ? node->line : 1));
    return cells;
}

/* A boolean, or GitHub's `{"enabled": boolean}` and `{"status": "enabled"}`. */
static bool is_on(const struct node *node, bool *out)
{
    const struct node *inner = node ? node_find(node, "enabled") : NULL;
    const char *status = node ? node_string(node, "status") : NULL;
    if (status) {
        *out = strcmp(status, "enabled") == 0;
        return true;
    }
    return node_boolean(inner ? inner : node, out);
}

static void add_switch(const struct reading *reading, const struct node *owner, const char *key,
                       const char *name, bool inverted)
{
    const struct node *node = node_find(owner, key);
    bool on;
    if (node && is_on(node, &on))
        add(reading, node, name, on != inverted);
}

static void add_count(const struct reading *reading, const struct node *owner, const char *key,
                      const char *name)
{
    const struct node *node = node_find(owner, key);
    int64_t number;
    if (node && node_integer(node, &number))
        add(reading, node, name, number > 0)[NUMBER] = value_integer(number);
}

static void add_value(const struct reading *reading, const struct node *owner, const char *key,
                      const char *name, const char *off)
{
    const struct node *node = node_find(owner, key);
    const char *text = node_string(owner, key);
    if (text)
        add(reading, node, name, !off || strcmp(text, off) != 0)[VALUE] =
            fact_text(reading->writer, text);
}

static void add_list_size(const struct reading *reading, const struct node *list, const char *name)
{
    if (list && list->kind == NODE_SEQUENCE)
        add(reading, list, name, list->count > 0)[NUMBER] = value_integer((int64_t)list->count);
}

/* GET /repos/{owner}/{repo}/branches/{branch}/protection */
static void read_protection(struct reading *reading, const struct node *root)
{
    const struct node *reviews = node_find(root, "required_pull_request_reviews");
    const struct node *checks = node_find(root, "required_status_checks");
    const char *url = node_string(root, "url");
    const char *branch = url ? strstr(url, "/branches/") : NULL;
    const char *end = branch ? strstr(branch, "/protection") : NULL;
    if (end)
        reading->branch = arena_copy(fact_arena(reading->writer),
                                     (struct text){branch + 10, (size_t)(end - branch - 10)});
    if (reviews) {
        add_count(reading, reviews, "required_approving_review_count", "approvals");
        add_switch(reading, reviews, "require_code_owner_reviews", "code_owner_approval", false);
        add_switch(reading, reviews, "dismiss_stale_reviews", "stale_approvals_dismissed", false);
        add_switch(reading, reviews, "require_last_push_approval", "last_push_approval", false);
    } else {
        add(reading, root, "approvals", false)[NUMBER] = value_integer(0);
    }
    const struct node *list = node_find(checks, "contexts");
    add_list_size(reading, list ? list : node_find(checks, "checks"), "status_checks");
    if (!checks)
        add(reading, root, "status_checks", false)[NUMBER] = value_integer(0);
    add_switch(reading, root, "allow_force_pushes", "force_push_blocked", true);
    add_switch(reading, root, "allow_deletions", "deletion_blocked", true);
    add_switch(reading, root, "required_signatures", "signed_commits", false);
    add_switch(reading, root, "required_linear_history", "linear_history", false);
    add_switch(reading, root, "enforce_admins", "administrators_included", false);
}

/* One rule of a ruleset, or of GET /repos/{owner}/{repo}/rules/branches/{branch}. */
static void read_rule(const struct reading *reading, const struct node *rule)
{
    static const struct {
        const char *type, *name;
    } plain[] = {
        {"non_fast_forward", "force_push_blocked"}, {"deletion", "deletion_blocked"},
        {"required_signatures", "signed_commits"},  {"required_linear_history", "linear_history"},
        {"code_scanning", "code_scanning"},
    };
    const char *type = node_string(rule, "type");
    const struct node *parameters = node_find(rule, "parameters");
    for (size_t i = 0; type && i < sizeof(plain) / sizeof(*plain); i++)
        if (strcmp(type, plain[i].type) == 0)
            add(reading, rule, plain[i].name, true);
    if (type && strcmp(type, "pull_request") == 0) {
        add_count(reading, parameters, "required_approving_review_count", "approvals");
        add_switch(reading, parameters, "require_code_owner_review", "code_owner_approval", false);
        add_switch(reading, parameters, "dismiss_stale_reviews_on_push",
                   "stale_approvals_dismissed", false);
        add_switch(reading, parameters, "require_last_push_approval", "last_push_approval", false);
    }
    if (type && strcmp(type, "required_status_checks") == 0)
        add_list_size(reading, node_find(parameters, "required_status_checks"), "status_checks");
}

static void read_rules(const struct reading *reading, const struct node *rules)
{
    for (size_t i = 0; rules && rules->kind == NODE_SEQUENCE && i < rules->count; i++)
        read_rule(reading, rules->items[i]);
}

/* A ruleset counts where it is enforced, for branches. */
static void read_ruleset(struct reading *reading, const struct node *root)
{
    const char *enforcement = node_string(root, "enforcement");
    const char *target = node_string(root, "target");
    if ((enforcement && strcmp(enforcement, "active") != 0) ||
        (target && strcmp(target, "branch") != 0))
        return;
    const struct node *includes =
        node_find(node_find(node_find(root, "conditions"), "ref_name"), "include");
    reading->branch = NULL;
    if (includes && includes->kind == NODE_SEQUENCE && includes->count > 0)
        reading->branch = includes->items[0]->text;
    read_rules(reading, node_find(root, "rules"));
}

/* GET /repos/{owner}/{repo} */
static void read_repository(const struct reading *reading, const struct node *root)
{
    const struct node *security = node_find(root, "security_and_analysis");
    add_switch(reading, security, "secret_scanning", "secret_scanning", false);
    add_switch(reading, security, "secret_scanning_push_protection", "secret_push_protection",
               false);
    add_switch(reading, security, "dependabot_security_updates", "dependency_updates", false);
    add_value(reading, root, "visibility", "visibility", NULL);
    add_value(reading, root, "default_branch", "default_branch", NULL);
    add_switch(reading, root, "archived", "archived", false);
}

/* GET /projects/{id} */
static void read_project(const struct reading *reading, const struct node *root)
{
    add_count(reading, root, "approvals_before_merge", "approvals");
    add_switch(reading, root, "only_allow_merge_if_pipeline_succeeds", "status_checks", false);
    add_switch(reading, root, "secret_push_protection_enabled", "secret_push_protection", false);
    add_switch(reading, root, "pre_receive_secret_detection_enabled", "secret_push_protection",
               false);
    add_value(reading, root, "visibility", "visibility", NULL);
    add_value(reading, root, "default_branch", "default_branch", NULL);
    add_switch(reading, root, "archived", "archived", false);
}

/* One of GET /projects/{id}/protected_branches: nobody deletes or rewrites it. */
static void read_protected_branch(struct reading *reading, const struct node *root)
{
    reading->branch = node_string(root, "name");
    add_switch(reading, root, "allow_force_push", "force_push_blocked", true);
    add_switch(reading, root, "code_owner_approval_required", "code_owner_approval", false);
    add(reading, root, "deletion_blocked", true);
}

/* GET /projects/{id}/push_rule, /approvals */
static void read_project_part(const struct reading *reading, const struct node *root)
{
    add_switch(reading, root, "reject_unsigned_commits", "signed_commits", false);
    add_switch(reading, root, "prevent_secrets", "secret_push_protection", false);
    add_count(reading, root, "approvals_before_merge", "approvals");
    add_switch(reading, root, "reset_approvals_on_push", "stale_approvals_dismissed", false);
}

/* Small answers of GitHub, each known by a key that no other has. */
static void read_answer(const struct reading *reading, const struct node *root)
{
    add_value(reading, root, "default_workflow_permissions", "workflow_permissions", "read");
    add_switch(reading, root, "sha_pinning_required", "actions_pinned", false);
    const char *state = node_string(root, "state");
    if (state && node_find(root, "query_suite"))
        add(reading, node_find(root, "state"), "code_scanning_default_setup",
            strcmp(state, "configured") == 0);
    if (root->count <= 2 && node_find(root, "enabled") && node_find(root, "paused"))
        add_switch(reading, root, "enabled", "dependency_updates", false);
    else if (root->count == 1)
        add_switch(reading, root, "enabled", "private_reports", false);
}

static bool has(const struct node *root, const char *key)
{
    return node_find(root, key) != NULL;
}

static void read_object(struct reading *reading, const struct node *root)
{
    reading->branch = NULL;
    bool gitlab = has(root, "path_with_namespace") || has(root, "push_access_levels") ||
                  has(root, "reject_unsigned_commits") || has(root, "approvals_before_merge") ||
                  has(root, "prevent_secrets");
    reading->forge = gitlab ? "gitlab" : "github";
    if (has(root, "path_with_namespace"))
        read_project(reading, root);
    else if (has(root, "push_access_levels"))
        read_protected_branch(reading, root);
    else if (gitlab)
        read_project_part(reading, root);
    else if (has(root, "enforcement") && has(root, "rules"))
        read_ruleset(reading, root);
    else if (has(root, "full_name") || has(root, "security_and_analysis"))
        read_repository(reading, root);
    else if (has(root, "ruleset_id") && has(root, "type"))
        read_rule(reading, root);
    else if (has(root, "enforce_admins") || has(root, "required_pull_request_reviews") ||
             has(root, "required_status_checks"))
        read_protection(reading, root);
    else
        read_answer(reading, root);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct reading reading = {.writer = writer};
    bool any = false;
    for (size_t i = 0; i < repository->evidence_count; i++) {
        const struct node *root = repository->evidence[i].root;
        if (!root)
            continue;
        reading.evidence = &repository->evidence[i];
        if (root->kind == NODE_MAPPING && node_find(root, "runs"))
            continue; /* SARIF: fact_scan_result.c */
        any = true;
        if (root->kind == NODE_MAPPING)
            read_object(&reading, root);
        for (size_t k = 0; root->kind == NODE_SEQUENCE && k < root->count; k++)
            if (root->items[k]->kind == NODE_MAPPING)
                read_object(&reading, root->items[k]);
    }
    if (!any)
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE,
                     "git does not show the forge's settings: pass them with --facts");
    return NULL;
}

FACT(forge_setting) = {
    .name = "forge_setting",
    .area = FACT_AREA_REPOSITORY,
    .summary = "settings of the forge that the user passes with --facts",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .recognise_repository = recognise,
};
