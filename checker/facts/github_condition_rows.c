#include "facts/github_hygiene.h"

#include <string.h>

struct condition {
    const char *searched; /* the context that contains() looks for in a text */
    bool chosen;
    const char *bot;
};

struct finder {
    struct hygiene *hygiene;
    struct github_scope scope;
    struct condition out;
};

static const char *context_of(struct finder *finder, const struct expression *expression)
{
    struct context_use *uses = NULL;
    if (expression->kind != EXPRESSION_CONTEXT && expression->kind != EXPRESSION_PROPERTY &&
        expression->kind != EXPRESSION_INDEX)
        return NULL;
    size_t count = expression_contexts(finder->hygiene->reader.scratch, expression, &uses);
    return count == 1 ? uses[0].path : NULL;
}

/* Who caused the event: whoever touched it last, not whoever wrote what it is about. */
static bool names_actor(const char *path)
{
    static const char *const actors[] = {"github.actor", "github.triggering_actor",
                                         "github.event.sender.login",
                                         "github.event.pull_request.sender.login", NULL};
    for (size_t i = 0; actors[i]; i++)
        if (string_equals_folded(path, actors[i]))
            return true;
    return false;
}

static bool names_actor_id(const char *path)
{
    return string_equals_folded(path, "github.actor_id") ||
           string_equals_folded(path, "github.event.sender.id");
}

/* Accounts of bots: Dependabot (twice: the old one too), Renovate, GitHub Actions. */
static bool is_bot_id(const struct expression *expression)
{
    static const char *const texts[] = {"49699333", "27856297", "29139614",
                                        "41898282", "29110",    NULL};
    static const double numbers[] = {49699333, 27856297, 29139614, 41898282, 29110};
    if (expression->kind == EXPRESSION_TEXT)
        return string_is_one_of(expression->name, texts);
    for (size_t i = 0; expression->kind == EXPRESSION_NUMBER && i < 5; i++)
        if (expression->number >= numbers[i] && expression->number <= numbers[i])
            return true;
    return false;
}

static bool is_bot_name(const struct expression *expression)
{
    return expression->kind == EXPRESSION_TEXT && strstr(expression->name, "[bot]");
}

static void take_bot(struct finder *finder, const char *name)
{
    if (!finder->out.bot)
        finder->out.bot = name;
}

static void read_equality(struct finder *finder, const struct expression *a,
                          const struct expression *b)
{
    const char *path = context_of(finder, a);
    if (!path)
        return;
    if (names_actor(path) && is_bot_name(b))
        take_bot(finder, b->name);
    if (names_actor_id(path) && is_bot_id(b))
        take_bot(finder, b->kind == EXPRESSION_TEXT
                             ? b->name
                             : arena_printf(finder->hygiene->reader.scratch, "%.0f", b->number));
}

/* Values that somebody outside may choose: texts of events, names of branches, logins
 * (which are free of marks, but may be a part of a listed one). */
static bool is_chosen(struct finder *finder, const char *path)
{
    static const char *const names[] = {"github.actor", "github.triggering_actor",
                                        "github.repository", "github.repository_owner", NULL};
    for (size_t i = 0; names[i]; i++)
        if (string_equals_folded(path, names[i]))
            return true;
    if (string_ends_with(path, ".login") || string_ends_with(path, "_login"))
        return true;
    unsigned budget = GITHUB_BUDGET;
    finder->scope.budget = &budget;
    return github_context_control(&finder->scope, path, false).control >= GITHUB_STRUCTURED;
}

static void read_call(struct finder *finder, const struct expression *call)
{
    if (call->count != 2)
        return;
    const struct expression *whole = call->arguments[0];
    const struct expression *part = call->arguments[1];
    const char *path = context_of(finder, part);
    bool contains = string_equals_folded(call->name, "contains");
    if (contains && whole->kind == EXPRESSION_TEXT && path) {
        bool chosen = is_chosen(finder, path);
        if (!finder->out.searched || (chosen && !finder->out.chosen)) {
            finder->out.searched = path;
            finder->out.chosen = chosen;
        }
    }
    /* contains(fromJSON('["dependabot[bot]"]'), github.actor) */
    bool list = contains && whole->kind == EXPRESSION_CALL &&
                string_equals_folded(whole->name, "fromJSON") && whole->count == 1;
    if (list && path && names_actor(path) && is_bot_name(whole->arguments[0]))
        take_bot(finder, whole->arguments[0]->name);
    /* startsWith(github.actor, 'dependabot'), endsWith(github.actor, '[bot]') */
    static const char *const bots[] = {"dependabot", "renovate", NULL};
    const char *first = context_of(finder, whole);
    bool bot =
        is_bot_name(part) || (part->kind == EXPRESSION_TEXT && string_is_one_of(part->name, bots));
    if (first && names_actor(first) && bot &&
        (contains || string_equals_folded(call->name, "startsWith") ||
         string_equals_folded(call->name, "endsWith")))
        take_bot(finder, part->name);
}

/* Below `!` a bot is kept out, not let in. */
static void find(struct finder *finder, const struct expression *expression, bool negated)
{
    if (!expression)
        return;
    if (expression->kind == EXPRESSION_NOT) {
        find(finder, expression->left, !negated);
        return;
    }
    const char *bot = finder->out.bot;
    if (expression->kind == EXPRESSION_EQUAL) {
        read_equality(finder, expression->left, expression->right);
        read_equality(finder, expression->right, expression->left);
    } else if (expression->kind == EXPRESSION_CALL) {
        read_call(finder, expression);
        for (size_t i = 0; i < expression->count; i++)
            find(finder, expression->arguments[i], negated);
    }
    if (negated)
        finder->out.bot = bot;
    if (expression->kind != EXPRESSION_CALL) {
        find(finder, expression->left, negated);
        find(finder, expression->right, negated);
    }
}

static bool is_constant_text(const struct node *condition)
{
    struct text text = {.bytes = condition->text, .size = condition->size};
    struct expression_fence fence;
    if (!expression_fence_find(text, 0, &fence) || !fence.closed)
        return false;
    return fence.start > 0 || fence.end < text.size;
}

static void read_condition(struct hygiene *hygiene, const struct github_job *job,
                           const struct node *step, size_t position, const struct node *condition)
{
    if (!github_string(condition))
        return;
    struct fact_writer *writer = hygiene->reader.writer;
    struct finder finder = {.hygiene = hygiene};
    unsigned budget;
    finder.scope = github_scope_of(&hygiene->reader, job->node, step, step ? 3 : 1, &budget);
    struct text text = {.bytes = condition->text, .size = condition->size};
    struct expression_fence fence;
    if (!expression_fence_find(text, 0, &fence)) {
        find(&finder, expression_parse(hygiene->reader.scratch, text, NULL), false);
    } else {
        for (size_t at = 0; expression_fence_find(text, at, &fence); at = fence.end)
            find(&finder, expression_parse(hygiene->reader.scratch, fence.body, NULL), false);
    }
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_condition, NULL, condition->line, condition->column)
            ->cells;
    cells[WORKFLOW_CONDITION_JOB] = fact_text(writer, job->id);
    if (position > 0)
        cells[WORKFLOW_CONDITION_STEP] = value_integer((int64_t)position);
    cells[WORKFLOW_CONDITION_CONDITION] = fact_text(writer, condition->text);
    cells[WORKFLOW_CONDITION_CONSTANT] = value_boolean(is_constant_text(condition));
    cells[WORKFLOW_CONDITION_SEARCHED] = fact_text(writer, finder.out.searched);
    if (finder.out.searched)
        cells[WORKFLOW_CONDITION_CHOSEN] = value_boolean(finder.out.chosen);
    cells[WORKFLOW_CONDITION_BOT] = fact_text(writer, finder.out.bot);
}

void hygiene_read_conditions(struct hygiene *hygiene, const struct github_job *job)
{
    if (!hygiene_wants(hygiene, &fact_kind_workflow_condition))
        return;
    read_condition(hygiene, job, NULL, 0, node_find(job->node, "if"));
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        if (step)
            read_condition(hygiene, job, step, i + 1, node_find(step, "if"));
    }
}
