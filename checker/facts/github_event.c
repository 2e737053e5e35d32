#include "facts/github_event.h"

#include <string.h>

/* github.NAME, apart from github.event. */
static const char *const runner_fixed[] = {"event_name",
                                           "ref_type",
                                           "ref_protected",
                                           "sha",
                                           "run_id",
                                           "run_number",
                                           "run_attempt",
                                           "repository",
                                           "repository_id",
                                           "repository_owner",
                                           "actor",
                                           "actor_id",
                                           "triggering_actor",
                                           "repository_owner_id",
                                           "retention_days",
                                           "workflow_sha",
                                           NULL};
static const char *const runner_trusted[] = {"token",
                                             "api_url",
                                             "server_url",
                                             "graphql_url",
                                             "workspace",
                                             "action",
                                             "action_path",
                                             "action_repository",
                                             "action_ref",
                                             "action_status",
                                             "env",
                                             "path",
                                             "event_path",
                                             "workflow",
                                             "job",
                                             "output",
                                             "state",
                                             "step_summary",
                                             "repositoryurl",
                                             "secret_source",
                                             "artifact_cache_size_limit",
                                             "repository_visibility",
                                             NULL};

/* Ends of paths below github.event whose answer is not that of their last word.
 * The first that fits decides. */
static const struct {
    const char *end;
    enum github_control control;
} ends[] = {
    {"head.repo.default_branch", GITHUB_ATTACKER},
    {"head_repository.default_branch", GITHUB_ATTACKER},
    {"repository.default_branch", GITHUB_TRUSTED},
    {"repo.default_branch", GITHUB_TRUSTED},
    {"repository.master_branch", GITHUB_TRUSTED},
    {"repository.name", GITHUB_FIXED},
    {"repository.full_name", GITHUB_FIXED},
    {"repository.owner.name", GITHUB_FIXED},
    {"repo.name", GITHUB_FIXED},
    {"repo.full_name", GITHUB_FIXED},
    {"head_repository.name", GITHUB_FIXED},
    {"head_repository.full_name", GITHUB_FIXED},
    /* owner, name and number behind a host of the forge */
    {"repository.html_url", GITHUB_FIXED},
    {"repository.clone_url", GITHUB_FIXED},
    {"repository.git_url", GITHUB_FIXED},
    {"repository.ssh_url", GITHUB_FIXED},
    {"repository.url", GITHUB_FIXED},
    {"repo.html_url", GITHUB_FIXED},
    {"repo.clone_url", GITHUB_FIXED},
    {"pull_request.html_url", GITHUB_FIXED},
    {"pull_request.url", GITHUB_FIXED},
    {"issue.html_url", GITHUB_FIXED},
    {"issue.url", GITHUB_FIXED},
    {"pusher.name", GITHUB_FIXED},
    {"event.schedule", GITHUB_TRUSTED},
    {"event.workflow", GITHUB_TRUSTED},
    {"event.ref", GITHUB_STRUCTURED},
    {"event.base_ref", GITHUB_STRUCTURED},
    {"event.master_branch", GITHUB_STRUCTURED},
    {"base.ref", GITHUB_STRUCTURED},
    {"base.label", GITHUB_STRUCTURED},
    {"deployment.ref", GITHUB_STRUCTURED},
    {"deployment.task", GITHUB_STRUCTURED},
    {"deployment.environment", GITHUB_STRUCTURED},
    {"deployment_status.environment", GITHUB_STRUCTURED},
    {"release.tag_name", GITHUB_STRUCTURED},
    {"release.target_commitish", GITHUB_STRUCTURED},
    {"merge_group.head_ref", GITHUB_STRUCTURED},
    {"merge_group.base_ref", GITHUB_STRUCTURED},
    {"event.repository.description", GITHUB_STRUCTURED},
    {"event.repository.homepage", GITHUB_STRUCTURED},
    {"event.repository.language", GITHUB_FIXED},
    {"organization.description", GITHUB_STRUCTURED},
    {"enterprise.name", GITHUB_STRUCTURED},
    {"enterprise.description", GITHUB_STRUCTURED},
    {"category.name", GITHUB_STRUCTURED},
    {"category.slug", GITHUB_FIXED},
    {"app.name", GITHUB_STRUCTURED},
    {"app.slug", GITHUB_FIXED},
    {"head.label", GITHUB_ATTACKER},
    {"installation.account.login", GITHUB_FIXED},
};

/* Last words of a path: numbers, ids, dates, booleans and words of a closed set. */
static const char *const fixed_words[] = {"action",
                                          "active_lock_reason",
                                          "additions",
                                          "after",
                                          "allow_auto_merge",
                                          "allow_forking",
                                          "allow_update_branch",
                                          "archived",
                                          "author_association",
                                          "before",
                                          "changed_files",
                                          "color",
                                          "comments",
                                          "commits",
                                          "conclusion",
                                          "created",
                                          "date",
                                          "deleted",
                                          "deletions",
                                          "disabled",
                                          "distinct",
                                          "draft",
                                          "due_on",
                                          "event",
                                          "event_name",
                                          "fork",
                                          "forced",
                                          "forks",
                                          "has_issues",
                                          "has_wiki",
                                          "id",
                                          "is_template",
                                          "line",
                                          "locked",
                                          "login",
                                          "maintainer_can_modify",
                                          "mergeable",
                                          "mergeable_state",
                                          "merged",
                                          "node_id",
                                          "number",
                                          "open_issues",
                                          "position",
                                          "prerelease",
                                          "private",
                                          "protected",
                                          "public",
                                          "rebaseable",
                                          "ref_type",
                                          "review_comments",
                                          "run_attempt",
                                          "run_number",
                                          "sha",
                                          "site_admin",
                                          "size",
                                          "slug",
                                          "spdx_id",
                                          "stargazers",
                                          "state",
                                          "state_reason",
                                          "status",
                                          "timestamp",
                                          "type",
                                          "user_view_type",
                                          "username",
                                          "visibility",
                                          "watchers",
                                          NULL};
static const char *const fixed_tails[] = {"_at", "_count", "_id", "_sha", "_oid", NULL};
static const char *const link_words[] = {"href", "url", NULL};

/* Words that are objects or lists: bare, they are written `Object` or `Array`. */
static const char *const objects[] = {"answer",
                                      "assignee",
                                      "assignees",
                                      "author",
                                      "base",
                                      "changes",
                                      "check_run",
                                      "check_suite",
                                      "client_payload",
                                      "comment",
                                      "committer",
                                      "deployment",
                                      "deployment_status",
                                      "discussion",
                                      "enterprise",
                                      "event",
                                      "head",
                                      "head_commit",
                                      "head_repository",
                                      "installation",
                                      "issue",
                                      "label",
                                      "labels",
                                      "license",
                                      "merge_group",
                                      "milestone",
                                      "organization",
                                      "owner",
                                      "pages",
                                      "pull_request",
                                      "pull_requests",
                                      "pusher",
                                      "release",
                                      "repo",
                                      "repository",
                                      "requested_reviewers",
                                      "requested_teams",
                                      "review",
                                      "sender",
                                      "user",
                                      "workflow_job",
                                      "workflow_run",
                                      NULL};

static bool ends_with_path(const char *path, const char *end)
{
    size_t size = strlen(path);
    size_t tail = strlen(end);
    return size > tail && path[size - tail - 1] == '.' && strcmp(path + size - tail, end) == 0;
}

static const char *last_word(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot ? dot + 1 : path;
}

/* Is the value a list of files' names or of commits? A star at the end stands
 * for its items, which are objects or texts: the word before it tells. */
static enum github_control word_control(const char *path, bool serialised)
{
    const char *word = last_word(path);
    bool is_object = string_is_one_of(word, objects);
    if (is_object && !serialised)
        return GITHUB_FIXED;
    /* `commits` is a number in a pull request, a list in a push. */
    bool is_list = strcmp(word, "commits") == 0 || strcmp(word, "comments") == 0;
    if (is_list && serialised)
        return GITHUB_ATTACKER;
    if (!is_object && string_is_one_of(word, fixed_words))
        return GITHUB_FIXED;
    /* An external id is a text of the app that made the check. */
    for (size_t i = 0; fixed_tails[i]; i++)
        if (string_ends_with(word, fixed_tails[i]) && strcmp(word, "external_id") != 0)
            return GITHUB_FIXED;
    if (string_is_one_of(word, link_words) || string_ends_with(word, "_url"))
        return GITHUB_STRUCTURED;
    return GITHUB_ATTACKER;
}

enum github_control github_event_control(const char *path, bool serialised)
{
    if (strcmp(path, "github") == 0)
        return serialised ? GITHUB_ATTACKER : GITHUB_FIXED;
    const char *rest = path + strlen("github.");
    if (strcmp(rest, "event") == 0 || string_starts_with(rest, "event.")) {
        for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
            if (ends_with_path(path, ends[i].end))
                return ends[i].control;
        return word_control(path, serialised);
    }
    if (strcmp(rest, "head_ref") == 0 || strcmp(rest, "*") == 0)
        return GITHUB_ATTACKER;
    if (string_is_one_of(rest, runner_fixed))
        return GITHUB_FIXED;
    if (string_is_one_of(rest, runner_trusted))
        return GITHUB_TRUSTED;
    return GITHUB_STRUCTURED;
}

bool github_event_is_head(const char *path)
{
    static const char *const heads[] = {
        "github.head_ref",
        "github.event.pull_request.merge_commit_sha",
        "github.event.workflow_run.head_branch",
        "github.event.workflow_run.head_sha",
        "github.event.workflow_run.head_commit.id",
        "github.event.workflow_run.head_repository.full_name",
        "github.event.workflow_run.head_repository.name",
        "github.event.check_suite.head_sha",
        "github.event.check_suite.head_branch",
        "github.event.check_run.head_sha",
        NULL,
    };
    return string_is_one_of(path, heads) ||
           string_starts_with(path, "github.event.pull_request.head.") ||
           (string_starts_with(path, "github.event.workflow_run.pull_requests.") &&
            strstr(path, ".head.") != NULL);
}
