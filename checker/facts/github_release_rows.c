/* Signs that a workflow releases: its triggers, actions that publish, and commands that do. */
#include "facts/github_hygiene.h"

#include <string.h>

/* Actions that publish. `input` must be true, or hold `word`, for that; NULL: always. */
static const struct {
    const char *action, *input, *word;
} publishers[] = {
    {"pypa/gh-action-pypi-publish", NULL, NULL},
    {"softprops/action-gh-release", NULL, NULL},
    {"ncipollo/release-action", NULL, NULL},
    {"svenstaro/upload-release-action", NULL, NULL},
    {"actions/create-release", NULL, NULL},
    {"actions/upload-release-asset", NULL, NULL},
    {"wangyoucao577/go-release-action", NULL, NULL},
    {"goreleaser/goreleaser-action", "args", "release"},
    {"js-devtools/npm-publish", NULL, NULL},
    {"cycjimmy/semantic-release-action", NULL, NULL},
    {"python-semantic-release/python-semantic-release", NULL, NULL},
    {"changesets/action", "publish", ""},
    {"rubygems/release-gem", NULL, NULL},
    {"docker/build-push-action", "push", NULL},
    {"docker/bake-action", "push", NULL},
    {"redhat-actions/push-to-registry", NULL, NULL},
    {"helm/chart-releaser-action", NULL, NULL},
    {"katyo/publish-crates", NULL, NULL},
    {"actions/attest-build-provenance", NULL, NULL},
};

/* Commands that publish: a program, then words that must follow in this order. */
static const struct {
    const char *program, *first, *second;
} commands[] = {
    {"npm", "publish", NULL},
    {"yarn", "publish", NULL},
    {"yarn", "npm", "publish"},
    {"pnpm", "publish", NULL},
    {"bun", "publish", NULL},
    {"cargo", "publish", NULL},
    {"twine", "upload", NULL},
    {"poetry", "publish", NULL},
    {"flit", "publish", NULL},
    {"uv", "publish", NULL},
    {"hatch", "publish", NULL},
    {"pdm", "publish", NULL},
    {"gem", "push", NULL},
    {"docker", "push", NULL},
    {"podman", "push", NULL},
    {"docker", "buildx", "--push"},
    {"docker", "build", "--push"},
    {"gh", "release", "create"},
    {"gh", "release", "upload"},
    {"goreleaser", "release", NULL},
    {"mvn", "deploy", NULL},
    {"gradle", "publish", NULL},
    {"gradlew", "publish", NULL},
    {"mvnw", "deploy", NULL},
    {"nuget", "push", NULL},
    {"dotnet", "nuget", "push"},
    {"helm", "push", NULL},
    {"ko", "publish", NULL},
    {"mix", "hex.publish", NULL},
    {"vsce", "publish", NULL},
    {"ovsx", "publish", NULL},
    {"npx", "semantic-release", NULL},
    {"semantic-release", NULL, NULL},
    {"crane", "push", NULL},
    {"oras", "push", NULL},
};

static const char *action_of(struct hygiene *hygiene, const struct node *step)
{
    struct github_use use = hygiene_use(hygiene, step);
    for (size_t i = 0; i < sizeof(publishers) / sizeof(publishers[0]); i++) {
        if (!hygiene_is_action(&use, publishers[i].action))
            continue;
        if (!publishers[i].input)
            return publishers[i].action;
        const char *input = hygiene_input(step, publishers[i].input);
        if (!input)
            return NULL;
        /* an expression may be true */
        bool on = publishers[i].word ? strstr(input, publishers[i].word) != NULL
                                     : !string_equals_folded(input, "false");
        bool trial = strstr(input, "--snapshot") || strstr(input, "--skip=publish") ||
                     strstr(input, "--skip-publish");
        return on && !trial ? publishers[i].action : NULL;
    }
    return NULL;
}

static const char *command_of(const struct shell_command *command)
{
    for (size_t k = 0; k < command->count; k++)
        if (string_starts_with(command->words[k], "--dry-run") ||
            strcmp(command->words[k], "--help") == 0)
            return NULL;
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (!shell_calls(command, commands[i].program))
            continue;
        const char *wanted[2] = {commands[i].first, commands[i].second};
        size_t found = 0;
        for (size_t k = shell_program(command) + 1; k < command->count && found < 2; k++) {
            if (!wanted[found])
                break;
            if (strcmp(command->words[k], wanted[found]) == 0)
                found++;
            else if (found == 0 && command->words[k][0] != '-' &&
                     !string_starts_with(commands[i].program, "mvn") &&
                     !string_starts_with(commands[i].program, "gradle"))
                break;
        }
        size_t needed = commands[i].first ? 1 + (commands[i].second != NULL) : 0;
        if (found == needed)
            return commands[i].program;
    }
    return NULL;
}

const char *hygiene_publishes(struct hygiene *hygiene, const struct github_job *job, size_t from,
                              size_t *at, bool *by_command)
{
    for (size_t i = from; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        if (!step)
            continue;
        bool command = false;
        const char *found = action_of(hygiene, step);
        if (!found) {
            found = hygiene_find_command(hygiene, job, step, command_of);
            command = found != NULL;
        }
        if (!found)
            continue;
        if (at)
            *at = i;
        if (by_command)
            *by_command = command;
        return found;
    }
    return NULL;
}

static void add_release(struct hygiene *hygiene, const char *job, size_t step,
                        const struct node *place, const char *sign, const char *name)
{
    struct fact_writer *writer = hygiene->reader.writer;
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_release, NULL, place->line, place->column)->cells;
    cells[WORKFLOW_RELEASE_JOB] = fact_text(writer, job);
    if (step > 0)
        cells[WORKFLOW_RELEASE_STEP] = value_integer((int64_t)step);
    cells[WORKFLOW_RELEASE_SIGN] = value_text(sign);
    cells[WORKFLOW_RELEASE_NAME] = fact_text(writer, name);
}

void hygiene_read_releases(struct hygiene *hygiene, const struct github_job *job)
{
    if (!hygiene_wants(hygiene, &fact_kind_workflow_release))
        return;
    size_t at = 0;
    bool command = false;
    for (const char *name; (name = hygiene_publishes(hygiene, job, at, &at, &command)); at++) {
        const struct node *step = hygiene_step(job, at);
        const struct node *place = command ? hygiene_code(hygiene, step) : node_find(step, "uses");
        add_release(hygiene, job->id, at + 1, place, command ? "command" : "action", name);
    }
}

/* `release`, and a push of tags and of nothing else: with pull requests it is a check. */
void hygiene_read_release_triggers(struct hygiene *hygiene)
{
    const struct node *root = hygiene->reader.root;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_release))
        return;
    const struct node *on = node_find(root, "on");
    if (on && github_has_trigger(root, "release"))
        add_release(hygiene, NULL, 0, on, "trigger", "release");
    const struct node *push = node_find(on, "push");
    const struct node *tags = node_find(push, "tags");
    if (tags && !node_find(push, "branches") && !node_find(push, "branches-ignore") &&
        !github_has_trigger(root, "pull_request"))
        add_release(hygiene, NULL, 0, tags, "trigger", "tag");
}
