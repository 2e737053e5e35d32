#include "facts/gitlab_rules.h"

#include "base/glob.h"

#include <string.h>

static const char *scalar(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

static size_t count_of(const struct node *node)
{
    return node && node->kind == NODE_SEQUENCE ? node->count : node ? 1 : 0;
}

static const struct node *item_of(const struct node *node, size_t i)
{
    return node->kind == NODE_SEQUENCE ? node->items[i] : node;
}

static enum truth either(enum truth a, enum truth b)
{
    if (a == TRUTH_TRUE || b == TRUTH_TRUE)
        return TRUTH_TRUE;
    return a == TRUTH_OPEN || b == TRUTH_OPEN ? TRUTH_OPEN : TRUTH_FALSE;
}

static enum truth both(enum truth a, enum truth b)
{
    if (a == TRUTH_FALSE || b == TRUTH_FALSE)
        return TRUTH_FALSE;
    return a == TRUTH_OPEN || b == TRUTH_OPEN ? TRUTH_OPEN : TRUTH_TRUE;
}

/* GitLab matches with fnmatch from the root of the tree, so a glob without a slash is
 * one of the root. */
static enum truth exists_one(struct gitlab_config *config, const char *pattern)
{
    if (strchr(pattern, '$'))
        return TRUTH_OPEN;
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *glob =
        glob_new(config->scratch,
                 arena_printf(config->scratch, "%s%s", pattern[0] == '/' ? "" : "/", pattern),
                 &problem, &at);
    const struct snapshot *snapshot = config->repository->snapshot;
    if (!glob || !gitlab_spend(config, snapshot->count / 64 + 1))
        return TRUTH_OPEN;
    for (size_t i = 0; i < snapshot->count; i++)
        if (glob_matches(glob, snapshot->entries[i].path))
            return TRUTH_TRUE;
    return TRUTH_FALSE;
}

enum truth gitlab_exists_truth(struct gitlab_config *config, const struct node *exists)
{
    if (!exists || exists->kind == NODE_NULL)
        return TRUTH_TRUE;
    const struct node *paths = exists;
    if (exists->kind == NODE_MAPPING) {
        if (node_find(exists, "project"))
            return TRUTH_OPEN;
        paths = node_find(exists, "paths");
    }
    enum truth truth = TRUTH_FALSE;
    for (size_t i = 0; i < count_of(paths) && truth != TRUTH_TRUE; i++) {
        const char *pattern = scalar(item_of(paths, i));
        truth = either(truth, pattern ? exists_one(config, pattern) : TRUTH_OPEN);
    }
    return truth;
}

enum truth gitlab_changes_truth(const struct gitlab_asking *asking)
{
    const struct gitlab_scenario *scenario = asking->scenario;
    bool is_compared = (scenario->implied && scenario->ref != GITLAB_REF_TAG) ||
                       scenario->ref == GITLAB_REF_MERGE_REQUEST || !scenario->source;
    return is_compared ? TRUTH_OPEN : TRUTH_TRUE;
}

bool gitlab_add_changes(struct gitlab_config *config, const struct node *changes,
                        const char ***paths, size_t *count, size_t *capacity)
{
    const struct node *list =
        changes && changes->kind == NODE_MAPPING ? node_find(changes, "paths") : changes;
    bool any = false;
    for (size_t i = 0; i < count_of(list); i++) {
        const char *path = scalar(item_of(list, i));
        if (!path)
            continue;
        any = true;
        bool known = false;
        for (size_t k = 0; k < *count && !known; k++)
            known = strcmp((*paths)[k], path) == 0;
        if (known || *count == 1000)
            continue;
        *paths = arena_grow(config->scratch, *paths, *count, capacity, sizeof(**paths));
        (*paths)[(*count)++] = path;
    }
    return any;
}

/* A ref of `only` or `except`: a word for what starts the pipeline, or the name of a
 * branch or tag, or a pattern for such names; behind an @ the project that it is for. */
static enum truth ref_truth(struct gitlab_asking *asking, const char *ref)
{
    static const char *const words[] = {"api",
                                        "branches",
                                        "chat",
                                        "external",
                                        "external_pull_requests",
                                        "pipelines",
                                        "pushes",
                                        "schedules",
                                        "tags",
                                        "triggers",
                                        "web",
                                        "merge_requests",
                                        "parent_pipelines",
                                        NULL};
    const struct gitlab_scenario *scenario = asking->scenario;
    bool is_request = scenario->ref == GITLAB_REF_MERGE_REQUEST;
    bool is_tag = scenario->ref == GITLAB_REF_TAG;
    const char *mark = ref[0] == '/' ? NULL : strchr(ref, '@');
    const char *word =
        mark ? arena_copy(asking->scratch, (struct text){ref, (size_t)(mark - ref)}) : ref;
    enum truth truth = TRUTH_FALSE;
    if (strcmp(word, "branches") == 0)
        truth = is_tag || is_request ? TRUTH_FALSE : TRUTH_TRUE;
    else if (strcmp(word, "tags") == 0)
        truth = is_tag ? TRUTH_TRUE : TRUTH_FALSE;
    else if (strcmp(word, scenario->keyword) == 0)
        truth = TRUTH_TRUE;
    else if (!string_is_one_of(word, words) && !is_request)
        truth = TRUTH_OPEN;
    asking->names |= truth == TRUTH_TRUE && strcmp(word, scenario->keyword) == 0;
    return mark && truth == TRUTH_TRUE ? TRUTH_OPEN : truth;
}

static enum truth refs_truth(struct gitlab_asking *asking, const struct node *refs)
{
    enum truth truth = TRUTH_FALSE;
    for (size_t i = 0; i < count_of(refs); i++) {
        const char *ref = scalar(item_of(refs, i));
        truth = either(truth, ref ? ref_truth(asking, ref) : TRUTH_FALSE);
    }
    return truth;
}

static enum truth variables_truth(struct gitlab_asking *asking, const struct node *list)
{
    enum truth truth = TRUTH_FALSE;
    for (size_t i = 0; i < count_of(list); i++) {
        const char *text = scalar(item_of(list, i));
        truth = either(truth, text ? gitlab_expression_truth(asking, text_of(text)) : TRUTH_FALSE);
    }
    return truth;
}

/* All conditions of `only` must hold; of `except` one is enough. */
static enum truth policy_truth(struct gitlab_asking *asking, const struct node *policy, bool all)
{
    if (policy->kind != NODE_MAPPING)
        return refs_truth(asking, policy);
    enum truth truth = all ? TRUTH_TRUE : TRUTH_FALSE;
    for (size_t i = 0; i < policy->count; i++) {
        const char *key = policy->keys[i]->text;
        enum truth one = TRUTH_OPEN;
        if (strcmp(key, "refs") == 0)
            one = refs_truth(asking, policy->items[i]);
        else if (strcmp(key, "variables") == 0)
            one = variables_truth(asking, policy->items[i]);
        else if (strcmp(key, "changes") == 0)
            one = gitlab_changes_truth(asking);
        truth = all ? both(truth, one) : either(truth, one);
    }
    return truth;
}

/* Without refs of its own, `only` is for branches and tags. */
static enum truth default_truth(const struct gitlab_scenario *scenario)
{
    return scenario->ref == GITLAB_REF_MERGE_REQUEST ? TRUTH_FALSE : TRUTH_TRUE;
}

enum truth gitlab_only_truth(struct gitlab_asking *asking, const struct node *job,
                             bool has_workflow_rules)
{
    const struct node *only = node_find(job, "only");
    const struct node *except = node_find(job, "except");
    bool has_only = only && only->kind != NODE_NULL;
    bool has_except = except && except->kind != NODE_NULL;
    enum truth truth = TRUTH_TRUE;
    if (has_only) {
        truth = policy_truth(asking, only, true);
        if (only->kind == NODE_MAPPING && !node_find(only, "refs"))
            truth = both(truth, default_truth(asking->scenario));
    } else if (!has_workflow_rules) {
        truth = default_truth(asking->scenario);
    }
    if (!has_except)
        return truth;
    bool names = asking->names;
    enum truth excluded = policy_truth(asking, except, false);
    asking->names = names;
    enum truth kept = excluded == TRUTH_OPEN   ? TRUTH_OPEN
                      : excluded == TRUTH_TRUE ? TRUTH_FALSE
                                               : TRUTH_TRUE;
    return both(truth, kept);
}
