#include "facts/gitlab_scenario.h"

#include <string.h>

const struct gitlab_scenario gitlab_scenarios[GITLAB_SCENARIOS] = {
    {"push", GITLAB_REF_DEFAULT, GITLAB_START_ITSELF, "push", "pushes", true},
    {"push", GITLAB_REF_OTHER, GITLAB_START_ITSELF, "push", "pushes", true},
    {"push", GITLAB_REF_TAG, GITLAB_START_ITSELF, "tag", "pushes", true},
    {"merge_request_event", GITLAB_REF_MERGE_REQUEST, GITLAB_START_ITSELF, "pull_request",
     "merge_requests", false},
    {"external_pull_request_event", GITLAB_REF_BRANCH, GITLAB_START_ITSELF, "pull_request",
     "external_pull_requests", false},
    {"schedule", GITLAB_REF_BRANCH, GITLAB_START_ITSELF, "schedule", "schedules", false},
    {"web", GITLAB_REF_BRANCH, GITLAB_START_HAND, "workflow_dispatch", "web", false},
    {"chat", GITLAB_REF_BRANCH, GITLAB_START_HAND, "workflow_dispatch", "chat", false},
    {"api", GITLAB_REF_BRANCH, GITLAB_START_HAND, "api", "api", false},
    {"trigger", GITLAB_REF_BRANCH, GITLAB_START_HAND, "api", "triggers", false},
    {"pipeline", GITLAB_REF_BRANCH, GITLAB_START_CALL, "workflow_call", "pipelines", false},
};

const struct gitlab_scenario gitlab_child_scenarios[GITLAB_CHILD_SCENARIOS] = {
    {"parent_pipeline", GITLAB_REF_DEFAULT, GITLAB_START_ITSELF, "workflow_call",
     "parent_pipelines", true},
    {"parent_pipeline", GITLAB_REF_OTHER, GITLAB_START_ITSELF, "workflow_call", "parent_pipelines",
     true},
    {"parent_pipeline", GITLAB_REF_TAG, GITLAB_START_ITSELF, "workflow_call", "parent_pipelines",
     true},
    {"parent_pipeline", GITLAB_REF_MERGE_REQUEST, GITLAB_START_ITSELF, "workflow_call",
     "parent_pipelines", true},
};

const struct gitlab_scenario gitlab_any_scenario = {.ref = GITLAB_REF_BRANCH};

static const struct gitlab_value nothing = {GITLAB_NULL, NULL};
static const struct gitlab_value open_value = {GITLAB_OPEN, NULL};

static struct gitlab_value text(const char *text)
{
    return (struct gitlab_value){GITLAB_TEXT, text};
}

/* Some text; two of one name are the same, two of the names of branches are not. */
static struct gitlab_value set(const char *name)
{
    return (struct gitlab_value){GITLAB_SET, name};
}

static struct gitlab_value branch_name(enum gitlab_ref ref)
{
    switch (ref) {
    case GITLAB_REF_DEFAULT:
        return set("default branch");
    case GITLAB_REF_OTHER:
        return set("other branch");
    case GITLAB_REF_BRANCH:
    case GITLAB_REF_TAG:
    case GITLAB_REF_MERGE_REQUEST:
        break;
    }
    return set(NULL);
}

static struct gitlab_value merge_request_variable(struct gitlab_asking *asking, const char *name)
{
    /* Labels, milestones, assignees and approvals may be none. */
    static const char *const always[] = {
        "CI_MERGE_REQUEST_ID",
        "CI_MERGE_REQUEST_IID",
        "CI_MERGE_REQUEST_PROJECT_ID",
        "CI_MERGE_REQUEST_PROJECT_PATH",
        "CI_MERGE_REQUEST_PROJECT_URL",
        "CI_MERGE_REQUEST_REF_PATH",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "CI_MERGE_REQUEST_TITLE",
        "CI_MERGE_REQUEST_EVENT_TYPE",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA",
        NULL,
    };
    if (asking->scenario->ref != GITLAB_REF_MERGE_REQUEST)
        return nothing;
    asking->names = true;
    return string_is_one_of(name, always) ? set(NULL) : open_value;
}

static struct gitlab_value predefined(struct gitlab_asking *asking, const char *name)
{
    const struct gitlab_scenario *scenario = asking->scenario;
    enum gitlab_ref ref = scenario->ref;
    bool is_tag = ref == GITLAB_REF_TAG;
    bool is_request = ref == GITLAB_REF_MERGE_REQUEST;
    if (strcmp(name, "CI") == 0 || strcmp(name, "GITLAB_CI") == 0)
        return text("true");
    if (strcmp(name, "CI_DEFAULT_BRANCH") == 0)
        return set("default branch");
    if (!scenario->source)
        return open_value;
    if (strcmp(name, "CI_PIPELINE_SOURCE") == 0)
        return text(scenario->source);
    if (strcmp(name, "CI_COMMIT_TAG") == 0)
        return is_tag ? set(NULL) : nothing;
    if (strcmp(name, "CI_COMMIT_BRANCH") == 0)
        return is_tag || is_request ? nothing : branch_name(ref);
    if (strcmp(name, "CI_COMMIT_REF_NAME") == 0)
        return branch_name(ref);
    if (string_starts_with(name, "CI_MERGE_REQUEST_"))
        return merge_request_variable(asking, name);
    if (string_starts_with(name, "CI_EXTERNAL_PULL_REQUEST_")) {
        bool external = strcmp(scenario->source, "external_pull_request_event") == 0;
        asking->names |= external;
        return external ? set(NULL) : nothing;
    }
    if (strcmp(name, "CI_PIPELINE_TRIGGERED") == 0 || strcmp(name, "TRIGGER_PAYLOAD") == 0) {
        bool triggered = strcmp(scenario->source, "trigger") == 0;
        asking->names |= triggered;
        return triggered ? set(NULL) : nothing;
    }
    return open_value;
}

const char *gitlab_variable_text(const struct node *variable)
{
    if (variable && variable->kind == NODE_MAPPING)
        variable = node_find(variable, "value");
    if (!variable || !node_is_scalar(variable))
        return NULL;
    return variable->kind == NODE_NULL ? "" : variable->text;
}

struct gitlab_value gitlab_variable(struct gitlab_asking *asking, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < 2 && !value; i++)
        value = gitlab_variable_text(node_find(asking->variables[i], name));
    if (value && !strchr(value, '$')) {
        if (asking->belief != GITLAB_BELIEVES_NOTHING)
            return text(value);
        asking->override = name;
        return open_value;
    }
    if (!value && (string_starts_with(name, "CI") || string_starts_with(name, "GITLAB_") ||
                   strcmp(name, "TRIGGER_PAYLOAD") == 0))
        return predefined(asking, name);
    return asking->belief == GITLAB_BELIEVES_FILE ? nothing : open_value;
}
