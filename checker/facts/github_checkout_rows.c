#include "facts/github_hygiene.h"

#include <stdlib.h>
#include <string.h>

/* Actions that push with the credentials that git has in the work tree. */
static const char *const pushing_actions[] = {
    "stefanzweifel/git-auto-commit-action",
    "ad-m/github-push-action",
    "endbug/add-and-commit",
    "changesets/action",
    NULL,
};

static const char *git_push(const struct shell_command *command)
{
    const char *verb = shell_calls(command, "git") ? shell_subcommand(command) : NULL;
    return verb && strcmp(verb, "push") == 0 ? verb : NULL;
}

static bool pushes(struct hygiene *hygiene, const struct github_job *job, const struct node *step)
{
    struct github_use use = hygiene_use(hygiene, step);
    for (size_t i = 0; pushing_actions[i]; i++)
        if (hygiene_is_action(&use, pushing_actions[i]))
            return true;
    return hygiene_find_command(hygiene, job, step, git_push) != NULL;
}

/* Is one line of `path:` the work tree, or what holds it? */
static enum truth names_tree(const char *path)
{
    static const char *const trees[] = {".",   "./", "..",   "../",  "./.",    "*",
                                        "./*", "**", "./**", "**/*", "./**/*", NULL};
    struct text rest = text_of(path);
    struct text line;
    enum truth found = TRUTH_FALSE;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        for (size_t i = 0; trees[i]; i++)
            if (text_equals(line, trees[i]))
                return TRUTH_TRUE;
        size_t workspace = text_find(line, "github.workspace");
        if (workspace == SIZE_MAX)
            workspace = text_find(line, "GITHUB_WORKSPACE");
        size_t close = text_find(line, "}}");
        if (workspace != SIZE_MAX) {
            size_t end = close == SIZE_MAX ? line.size : close + 2;
            struct text behind = {.bytes = line.bytes + end, .size = line.size - end};
            if (behind.size == 0 || text_equals(behind, "/") || text_equals(behind, "/*") ||
                text_equals(behind, "/**"))
                return TRUTH_TRUE;
        } else if (text_starts_with(line, "${{") && close + 2 == line.size) {
            found = TRUTH_OPEN;
        }
    }
    return found;
}

/* What the steps of a job do, each looked at once. */
struct step_facts {
    const char *uploads; /* the path, or NULL */
    enum truth tree;     /* is that the work tree? */
    bool pushed_later;   /* by a step behind it */
};

static struct step_facts *read_steps(struct hygiene *hygiene, const struct github_job *job)
{
    size_t count = hygiene_step_count(job);
    struct step_facts *facts = ARENA_ARRAY(hygiene->reader.scratch, struct step_facts, count + 1);
    bool pushed = false;
    for (size_t i = count; i > 0; i--) {
        const struct node *step = hygiene_step(job, i - 1);
        facts[i - 1].pushed_later = pushed;
        struct github_use use = hygiene_use(hygiene, step);
        if (hygiene_is_action(&use, "actions/upload-artifact"))
            facts[i - 1].uploads = hygiene_input(step, "path");
        if (facts[i - 1].uploads)
            facts[i - 1].tree = names_tree(facts[i - 1].uploads);
        pushed = pushed || (step && pushes(hygiene, job, step));
    }
    return facts;
}

/* The folder that it checks out to is uploaded, too: `path: src` and `path: src`. */
static enum truth uploads_tree(const struct step_facts *facts, const struct github_job *job,
                               size_t index)
{
    const char *folder = hygiene_input(hygiene_step(job, index), "path");
    enum truth found = TRUTH_FALSE;
    for (size_t i = index + 1; i < hygiene_step_count(job); i++) {
        if (!facts[i].uploads)
            continue;
        if (facts[i].tree == TRUTH_TRUE || (folder && strcmp(folder, facts[i].uploads) == 0))
            return TRUTH_TRUE;
        found = facts[i].tree == TRUTH_OPEN ? TRUTH_OPEN : found;
    }
    return found;
}

/* actions/checkout, src/input-helper.ts: "true" in any case, and everything else is no;
 * its own default is yes. */
static struct value persists(struct hygiene *hygiene, const struct node *step)
{
    const struct node *input = github_find_folded(node_find(step, "with"), "persist-credentials");
    if (!input)
        return value_boolean(true);
    if (!github_string(input))
        return value_boolean(false);
    const char *constant = hygiene_constant(hygiene, input);
    if (constant)
        return value_boolean(string_equals_folded(constant, "true"));
    return value_unknown(fact_arena(hygiene->reader.writer), UNKNOWN_UNOBSERVABLE,
                         "persist-credentials is an expression: only a run tells");
}

static struct value major_of(struct hygiene *hygiene, const struct node *uses,
                             const struct github_use *use)
{
    const char *version = use->ref;
    if (!version || strspn(version, "0123456789abcdef") == strlen(version))
        version = github_version_comment_of(&hygiene->reader, uses);
    if (!version)
        return value_text(NULL);
    if (*version == 'v' || *version == 'V')
        version++;
    char *end = NULL;
    long long major = strtoll(version, &end, 10);
    bool good = end > version && (*end == '\0' || *end == '.') && end - version < 6;
    return good ? value_integer(major) : value_text(NULL);
}

void hygiene_read_checkouts(struct hygiene *hygiene, const struct github_job *job)
{
    struct fact_writer *writer = hygiene->reader.writer;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_checkout))
        return;
    const struct step_facts *facts = NULL;
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        struct github_use use = hygiene_use(hygiene, step);
        if (!hygiene_is_action(&use, "actions/checkout"))
            continue;
        const struct node *uses = node_find(step, "uses");
        if (!facts)
            facts = read_steps(hygiene, job);
        enum truth uploads = uploads_tree(facts, job, i);
        struct value *cells =
            fact_add(writer, &fact_kind_workflow_checkout, NULL, uses->line, uses->column)->cells;
        cells[WORKFLOW_CHECKOUT_JOB] = fact_text(writer, job->id);
        cells[WORKFLOW_CHECKOUT_STEP] = value_integer((int64_t)i + 1);
        cells[WORKFLOW_CHECKOUT_PERSISTS] = persists(hygiene, step);
        cells[WORKFLOW_CHECKOUT_WRITTEN] =
            value_boolean(hygiene_input(step, "persist-credentials") != NULL);
        cells[WORKFLOW_CHECKOUT_UPLOADS_TREE] =
            uploads != TRUTH_OPEN
                ? value_boolean(uploads == TRUTH_TRUE)
                : value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                "what is uploaded is an expression: only a run tells");
        cells[WORKFLOW_CHECKOUT_PUSHES] = value_boolean(facts[i].pushed_later);
        cells[WORKFLOW_CHECKOUT_MAJOR] = major_of(hygiene, uses, &use);
    }
}
