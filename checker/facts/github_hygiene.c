#include "facts/github_hygiene.h"

#include "facts/github_scripts.h"
#include "facts/script_shell.h"

#include <string.h>

const struct node *hygiene_step(const struct github_job *job, size_t index)
{
    const struct node *steps = node_find(job->node, "steps");
    const struct node *step = steps->items[index];
    return step->kind == NODE_MAPPING ? step : NULL;
}

size_t hygiene_step_count(const struct github_job *job)
{
    const struct node *steps = node_find(job->node, "steps");
    return steps && steps->kind == NODE_SEQUENCE ? steps->count : 0;
}

struct github_use hygiene_use(struct hygiene *hygiene, const struct node *step)
{
    const char *uses = step ? node_string(step, "uses") : NULL;
    if (!uses)
        return (struct github_use){.kind = GITHUB_USE_LOCAL};
    return github_use_parse(hygiene->reader.scratch, uses);
}

bool hygiene_is_action(const struct github_use *use, const char *name)
{
    return use->kind == GITHUB_USE_ACTION && use->name && string_equals_folded(use->name, name);
}

const char *hygiene_input(const struct node *step, const char *name)
{
    const struct node *with = node_find(step, "with");
    const struct node *input = with ? github_find_folded(with, name) : NULL;
    if (input && input->kind == NODE_NULL)
        return "";
    return input ? github_string(input) : NULL;
}

bool hygiene_wants(const struct hygiene *hygiene, const struct fact_kind *kind)
{
    return fact_is_wanted(hygiene->reader.writer, kind);
}

/* Runners of Windows run PowerShell where no shell is named. */
static bool runs_on_windows(const struct github_job *job)
{
    const struct node *runner = node_find(job->node, "runs-on");
    if (runner && runner->kind == NODE_SEQUENCE && runner->count > 0)
        runner = runner->items[0];
    const char *label = runner ? github_string(runner) : NULL;
    return label && text_find_folded(text_of(label), "windows") == 0;
}

static enum script_shell shell_of(struct hygiene *hygiene, const struct github_job *job,
                                  const struct node *step)
{
    const char *shell = github_run_setting(&hygiene->reader, job, step, "shell");
    if (!shell)
        return runs_on_windows(job) ? SCRIPT_SHELL_POWER : SCRIPT_SHELL_UNIX;
    return script_shell_kind(shell);
}

const struct node *hygiene_code(struct hygiene *hygiene, const struct node *step)
{
    const struct node *run = step ? node_find(step, "run") : NULL;
    if (run)
        return github_string(run) ? run : NULL;
    struct github_use use = hygiene_use(hygiene, step);
    const char *name =
        use.kind == GITHUB_USE_ACTION && use.name ? github_shell_input(use.name) : NULL;
    const struct node *input = name ? github_find_folded(node_find(step, "with"), name) : NULL;
    return github_string(input) ? input : NULL;
}

/* Empty where the step has no script, or another interpreter reads it. */
static struct text text_of_script(struct hygiene *hygiene, const struct github_job *job,
                                  const struct node *step)
{
    const struct node *run = hygiene_code(hygiene, step);
    if (!run)
        return (struct text){0};
    enum script_shell shell =
        node_find(step, "run") ? shell_of(hygiene, job, step) : SCRIPT_SHELL_UNIX;
    if (shell == SCRIPT_SHELL_OTHER)
        return (struct text){0};
    struct text text = {.bytes = run->text, .size = run->size};
    return shell == SCRIPT_SHELL_POWER ? script_shell_of_power(hygiene->reader.scratch, text)
                                       : text;
}

/* What stands behind the limit may be a row of any kind. */
static void note_cut(struct hygiene *hygiene)
{
    if (!hygiene->is_cut)
        fact_add_gaps(hygiene->reader.writer, NULL, UNKNOWN_UNREADABLE,
                      "a script with more commands than are read");
    hygiene->is_cut = true;
}

void hygiene_script(struct hygiene *hygiene, const struct github_job *job, const struct node *step,
                    struct shell_script *out)
{
    shell_parse(hygiene->reader.scratch, text_of_script(hygiene, job, step), out);
    if (!out->whole)
        note_cut(hygiene);
}

struct search {
    const char *(*asks)(const struct shell_command *command);
    const char *answer;
};

static void ask(void *state, const struct script_point *point)
{
    struct search *search = state;
    if (!search->answer && point->sort == SCRIPT_COMMAND && !point->command->image)
        search->answer = search->asks(point->started);
}

const char *hygiene_find_command(struct hygiene *hygiene, const struct github_job *job,
                                 const struct node *step,
                                 const char *(*asks)(const struct shell_command *command))
{
    struct search search = {.asks = asks};
    const struct script_setting setting = {.stops = true};
    bool whole = script_walk(hygiene->reader.scratch, text_of_script(hygiene, job, step), &setting,
                             ask, &search);
    if (!whole && !search.answer)
        note_cut(hygiene);
    return search.answer;
}

void hygiene_line(const struct hygiene *hygiene, const struct node *run, uint32_t script_line,
                  uint32_t *line, uint32_t *column)
{
    const struct github_reader *reader = &hygiene->reader;
    *line = run->line;
    *column = run->column;
    size_t mark = github_offset(reader, run->line, run->column);
    bool literal = run->block && mark < reader->content.size && reader->content.bytes[mark] == '|';
    if (!literal || run->line + script_line > reader->line_count)
        return;
    size_t start = reader->line_starts[run->line + script_line - 1];
    size_t blanks = 0;
    while (start + blanks < reader->content.size && reader->content.bytes[start + blanks] == ' ')
        blanks++;
    *line = run->line + script_line;
    *column = (uint32_t)blanks + 1;
}

const char *hygiene_constant(struct hygiene *hygiene, const struct node *node)
{
    const char *text = github_string(node);
    if (!text || !github_has_fence(node))
        return text;
    struct expression_fence fence;
    struct text whole = {.bytes = node->text, .size = node->size};
    if (!expression_fence_find(whole, 0, &fence) || !fence.closed || fence.start > 0 ||
        fence.end < whole.size)
        return NULL;
    const struct expression *expression =
        expression_parse(hygiene->reader.scratch, fence.body, NULL);
    if (!expression)
        return NULL;
    if (expression->kind == EXPRESSION_TEXT)
        return expression->name;
    if (expression->kind == EXPRESSION_BOOLEAN)
        return expression->boolean ? "true" : "false";
    return NULL;
}
