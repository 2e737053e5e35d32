#include "facts/github_context.h"

#include "facts/github_event.h"

#include <string.h>

static const struct github_say fixed_say = {.control = GITHUB_FIXED};

static struct github_say say(enum github_control control)
{
    return (struct github_say){.control = control};
}

static struct github_say worse(struct github_say a, struct github_say b)
{
    return b.control > a.control ? b : a;
}

const struct node *github_find_folded(const struct node *mapping, const char *key)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->count; i++)
        if (string_equals_folded(mapping->keys[i]->text, key))
            return mapping->items[i];
    return NULL;
}

bool github_has_trigger(const struct node *root, const char *event)
{
    const struct node *on = node_find(root, "on");
    if (!on)
        return false;
    if (on->kind == NODE_MAPPING)
        return node_key(on, event) != NULL;
    if (on->kind != NODE_SEQUENCE)
        return node_is_scalar(on) && on->text && strcmp(on->text, event) == 0;
    for (size_t i = 0; i < on->count; i++)
        if (node_is_scalar(on->items[i]) && strcmp(on->items[i]->text, event) == 0)
            return true;
    return false;
}

static bool is_text(const struct node *node)
{
    return node && node_is_scalar(node) && node->text;
}

static struct text text_of_node(const struct node *node)
{
    return (struct text){.bytes = node->text, .size = node->size};
}

const struct node *github_environment_find(const struct github_scope *scope, const char *name,
                                           struct github_scope *inner)
{
    const struct node *const blocks[] = {scope->root, scope->job, scope->step};
    for (unsigned level = scope->levels; level > 0; level--) {
        const struct node *value = github_find_folded(node_find(blocks[level - 1], "env"), name);
        if (!is_text(value))
            continue;
        *inner = *scope;
        inner->levels = level - 1;
        return value;
    }
    return NULL;
}

/* An environment block that is one expression, `env: ${{ fromJSON(...) }}`. */
static bool has_computed_environment(const struct github_scope *scope)
{
    const struct node *const blocks[] = {scope->root, scope->job, scope->step};
    for (unsigned level = scope->levels; level > 0; level--)
        if (is_text(node_find(blocks[level - 1], "env")))
            return true;
    return false;
}

static struct github_say environment_say(const struct github_scope *scope, const char *name)
{
    struct github_scope inner;
    const struct node *value = github_environment_find(scope, name, &inner);
    if (value)
        return github_text_control(&inner, text_of_node(value));
    return say(has_computed_environment(scope) ? GITHUB_UNKNOWN : GITHUB_STRUCTURED);
}

static struct github_say input_of_type(const struct node *input)
{
    static const char *const closed[] = {"boolean", "number", "choice", "environment", NULL};
    const char *type = node_string(input, "type");
    return say(type && string_is_one_of(type, closed) ? GITHUB_FIXED : GITHUB_INPUT);
}

static struct github_say input_say(const struct github_scope *scope, const char *name)
{
    if (scope->action || !name)
        return say(GITHUB_INPUT);
    static const char *const events[] = {"workflow_dispatch", "workflow_call"};
    struct github_say result = fixed_say;
    bool found = false;
    for (size_t i = 0; i < 2; i++) {
        const struct node *inputs =
            node_find(node_find(node_find(scope->root, "on"), events[i]), "inputs");
        const struct node *input = github_find_folded(inputs, name);
        if (!input)
            continue;
        found = true;
        result = worse(result, input_of_type(input));
    }
    return found ? result : say(GITHUB_INPUT);
}

/* Takes the next word off a path; "" at its end. */
static const char *next_word(struct arena *arena, const char **path)
{
    const char *dot = strchr(*path, '.');
    size_t size = dot ? (size_t)(dot - *path) : strlen(*path);
    const char *word = arena_copy(arena, (struct text){.bytes = *path, .size = size});
    *path += dot ? size + 1 : size;
    return word;
}

enum { TREE_DEPTH_MAX = 16, FOLLOW_DEPTH_MAX = 32 };

/* The worst that any text below a node says. */
static struct github_say tree_say(const struct github_scope *scope, const struct node *node,
                                  unsigned depth)
{
    if (is_text(node))
        return github_text_control(scope, text_of_node(node));
    struct github_say result = fixed_say;
    if (depth > TREE_DEPTH_MAX)
        return say(GITHUB_UNKNOWN);
    for (size_t i = 0; node && i < node->count; i++) {
        if (*scope->budget == 0)
            return say(GITHUB_UNKNOWN);
        --*scope->budget;
        result = worse(result, tree_say(scope, node->items[i], depth + 1));
    }
    return result;
}

/* A matrix is written out, or computed as a whole, or in parts. */
static struct github_say matrix_say(const struct github_scope *scope, const char *name)
{
    const struct node *matrix = node_find(node_find(scope->job, "strategy"), "matrix");
    if (is_text(matrix))
        return github_text_control(scope, text_of_node(matrix));
    if (!*name || strcmp(name, "*") == 0)
        return tree_say(scope, matrix, 0);
    struct github_say result = tree_say(scope, github_find_folded(matrix, name), 0);
    const struct node *include = node_find(matrix, "include");
    if (is_text(include))
        return worse(result, github_text_control(scope, text_of_node(include)));
    for (size_t i = 0; include && i < include->count; i++) {
        const struct node *item = include->items[i];
        result = worse(result, is_text(item) ? github_text_control(scope, text_of_node(item))
                                             : tree_say(scope, github_find_folded(item, name), 0));
    }
    return result;
}

/* Outputs of actions that are well known: names of changed files and the like are
 * anybody's text; hashes, versions and yes or no carry nothing. */
static const struct {
    const char *action;
    const char *output; /* a whole name, or its end after a star */
    enum github_control control;
} known_outputs[] = {
    {"actions/cache", "cache-hit", GITHUB_FIXED},
    {"actions/cache/restore", "cache-hit", GITHUB_FIXED},
    {"actions/checkout", "commit", GITHUB_FIXED},
    {"actions/upload-artifact", "artifact-id", GITHUB_FIXED},
    {"actions/upload-artifact", "artifact-digest", GITHUB_FIXED},
    {"actions/github-script", "result", GITHUB_STRUCTURED},
    {"docker/build-push-action", "digest", GITHUB_FIXED},
    {"docker/build-push-action", "imageid", GITHUB_FIXED},
    {"dorny/paths-filter", "*_files", GITHUB_ATTACKER},
    {"dorny/paths-filter", "*", GITHUB_FIXED},
    {"tj-actions/changed-files", "*_count", GITHUB_FIXED},
    {"tj-actions/changed-files", "any_changed", GITHUB_FIXED},
    {"tj-actions/changed-files", "only_changed", GITHUB_FIXED},
    {"tj-actions/changed-files", "*", GITHUB_ATTACKER},
    {"tj-actions/branch-names", "*", GITHUB_ATTACKER},
    {"tj-actions/verify-changed-files", "changed_files", GITHUB_ATTACKER},
    {"jitterbit/get-changed-files", "*", GITHUB_ATTACKER},
    {"trilom/file-changes-action", "*", GITHUB_ATTACKER},
    {"masesgroup/retrieve-changed-files", "*", GITHUB_ATTACKER},
    {"xt0rted/pull-request-comment-branch", "head_ref", GITHUB_ATTACKER},
    {"alessbell/pull-request-comment-branch", "head_ref", GITHUB_ATTACKER},
    {"peter-evans/find-comment", "comment-body", GITHUB_ATTACKER},
    {"actions-ecosystem/action-get-merged-pull-request", "title", GITHUB_ATTACKER},
    {"actions-ecosystem/action-get-merged-pull-request", "body", GITHUB_ATTACKER},
    {"actions-ecosystem/action-regex-match", "*", GITHUB_ATTACKER},
    {"zentered/issue-forms-body-parser", "*", GITHUB_ATTACKER},
    {"stefanbuck/github-issue-parser", "*", GITHUB_ATTACKER},
};

static struct github_say output_of_action(const char *uses, const char *output)
{
    const char *mark = strchr(uses, '@');
    size_t size = mark ? (size_t)(mark - uses) : strlen(uses);
    for (size_t i = 0; i < sizeof(known_outputs) / sizeof(known_outputs[0]); i++) {
        const char *action = known_outputs[i].action;
        struct text name = {.bytes = uses, .size = size};
        if (strlen(action) != size || text_find_folded(name, action) != 0)
            continue;
        const char *wanted = known_outputs[i].output;
        if (wanted[0] == '*' ? string_ends_with(output, wanted + 1) : strcmp(output, wanted) == 0)
            return say(known_outputs[i].control);
    }
    return say(GITHUB_STRUCTURED);
}

static struct github_say step_say(const struct github_scope *scope, const char *id,
                                  const char *path)
{
    const char *what = next_word(scope->scratch, &path);
    if (string_equals_folded(what, "outcome") || string_equals_folded(what, "conclusion"))
        return fixed_say;
    const struct node *steps = node_find(scope->job, "steps");
    for (size_t i = 0; steps && steps->kind == NODE_SEQUENCE && i < steps->count; i++) {
        const char *name = node_string(steps->items[i], "id");
        const char *uses = node_string(steps->items[i], "uses");
        if (name && uses && string_equals_folded(name, id))
            return output_of_action(uses, path);
    }
    return say(GITHUB_STRUCTURED);
}

/* needs.JOB.outputs.NAME is what that job's outputs say. */
static struct github_say need_say(const struct github_scope *scope, const char *job,
                                  const char *path)
{
    const char *what = next_word(scope->scratch, &path);
    if (string_equals_folded(what, "result"))
        return fixed_say;
    const struct node *node = github_find_folded(node_find(scope->root, "jobs"), job);
    const struct node *output = github_find_folded(node_find(node, "outputs"), path);
    if (!is_text(output))
        return say(GITHUB_STRUCTURED);
    struct github_scope there = *scope;
    there.job = node;
    there.step = NULL;
    there.levels = 2;
    return github_text_control(&there, text_of_node(output));
}

static char *lowered(struct arena *arena, const char *path)
{
    char *copy = arena_strdup(arena, path);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

static struct github_say github_say(const struct github_scope *scope, const char *path,
                                    bool serialised)
{
    const char *low = lowered(scope->scratch, path);
    if (strcmp(low, "github.event.inputs") == 0)
        return say(serialised ? GITHUB_INPUT : GITHUB_FIXED);
    if (string_starts_with(low, "github.event.inputs."))
        return input_say(scope, path + strlen("github.event.inputs."));
    if (string_starts_with(low, "github.event.client_payload.") ||
        (strcmp(low, "github.event.client_payload") == 0 && serialised) ||
        (strcmp(low, "github.event.action") == 0 &&
         github_has_trigger(scope->root, "repository_dispatch")))
        return say(GITHUB_INPUT);
    return say(github_event_control(low, serialised));
}

/* The roots whose answer is always the same. */
static const struct {
    const char *root;
    enum github_control control;
} roots[] = {
    {"secrets", GITHUB_TRUSTED}, {"vars", GITHUB_TRUSTED},   {"runner", GITHUB_TRUSTED},
    {"job", GITHUB_TRUSTED},     {"strategy", GITHUB_FIXED}, {"jobs", GITHUB_STRUCTURED},
};

static struct github_say context_say(const struct github_scope *scope, const char *path,
                                     bool serialised)
{
    const char *rest = path;
    const char *root = next_word(scope->scratch, &rest);
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
        if (string_equals_folded(root, roots[i].root))
            return say(roots[i].control);
    if (string_equals_folded(root, "github"))
        return github_say(scope, path, serialised);

    /* A whole object is written `Object`; through toJSON it carries everything. */
    static const char *const objects[] = {"env", "inputs", "matrix", "steps", "needs"};
    for (size_t i = 0; i < 5 && !*rest && !serialised; i++)
        if (string_equals_folded(root, objects[i]))
            return fixed_say;
    const char *name = next_word(scope->scratch, &rest);
    if (string_equals_folded(root, "env"))
        return *name && strcmp(name, "*") != 0 ? environment_say(scope, name) : say(GITHUB_UNKNOWN);
    if (string_equals_folded(root, "inputs"))
        return input_say(scope, *name && strcmp(name, "*") != 0 ? name : NULL);
    if (string_equals_folded(root, "matrix"))
        return matrix_say(scope, name);
    if (string_equals_folded(root, "steps"))
        return step_say(scope, name, rest);
    if (string_equals_folded(root, "needs"))
        return need_say(scope, name, rest);
    return say(GITHUB_UNKNOWN);
}

struct github_say github_context_control(const struct github_scope *scope, const char *path,
                                         bool serialised)
{
    if (*scope->budget == 0)
        return say(GITHUB_UNKNOWN);
    --*scope->budget;
    struct github_say result = context_say(scope, path, serialised);
    if (!result.origin)
        result.origin = path;
    return result;
}

struct github_say github_text_control(const struct github_scope *scope, struct text text)
{
    struct github_say result = fixed_say;
    struct github_scope inner = *scope;
    inner.depth++;
    struct expression_fence fence;
    for (size_t at = 0; expression_fence_find(text, at, &fence); at = fence.end) {
        if (*scope->budget == 0 || inner.depth > FOLLOW_DEPTH_MAX)
            return say(GITHUB_UNKNOWN);
        --*scope->budget;
        const struct expression *expression = expression_parse(scope->scratch, fence.body, NULL);
        if (!fence.closed || !expression) {
            result = worse(result, say(GITHUB_UNKNOWN));
            continue;
        }
        struct context_use *uses = NULL;
        size_t count = expression_contexts(scope->scratch, expression, &uses);
        for (size_t i = 0; i < count; i++)
            if (uses[i].flows)
                result =
                    worse(result, github_context_control(&inner, uses[i].path, uses[i].serialised));
    }
    return result;
}

size_t github_text_origins(const struct github_scope *scope, struct text text, const char **out,
                           size_t most)
{
    size_t found = 0;
    struct expression_fence fence;
    for (size_t at = 0; expression_fence_find(text, at, &fence) && found < most; at = fence.end) {
        const struct expression *expression =
            fence.closed ? expression_parse(scope->scratch, fence.body, NULL) : NULL;
        struct context_use *uses = NULL;
        size_t count = expression ? expression_contexts(scope->scratch, expression, &uses) : 0;
        for (size_t i = 0; i < count && found<most && * scope->budget> 0; i++) {
            --*scope->budget;
            if (!uses[i].flows)
                continue;
            const char *path = lowered(scope->scratch, uses[i].path);
            struct github_scope inner;
            const struct node *value =
                string_starts_with(path, "env.")
                    ? github_environment_find(scope, uses[i].path + strlen("env."), &inner)
                    : NULL;
            if (value)
                found +=
                    github_text_origins(&inner, text_of_node(value), out + found, most - found);
            else
                out[found++] = path;
        }
    }
    return found;
}
