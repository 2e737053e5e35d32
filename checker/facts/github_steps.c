#include "facts/github_matrix.h"
#include "facts/github_scripts.h"
#include "facts/github_uses.h"
#include "facts/script_failure.h"
#include "facts/script_shell.h"

#include <string.h>

const char *github_run_setting(const struct github_reader *reader, const struct github_job *job,
                               const struct node *step, const char *name)
{
    const char *own = node_string(step, name);
    if (own || reader->action || !node_find(step, "run"))
        return own;
    const char *of_job = node_string(node_find(node_find(job->node, "defaults"), "run"), name);
    if (of_job)
        return of_job;
    return node_string(node_find(node_find(reader->root, "defaults"), "run"), name);
}

static bool is_unix_shell(const char *shell)
{
    return !shell || script_shell_kind(shell) == SCRIPT_SHELL_UNIX;
}

static struct value blocking_of(struct github_reader *reader, const struct github_job *job,
                                const struct node *step, const char **reason)
{
    const struct node *lax = node_find(step, "continue-on-error");
    enum truth truth = github_string(lax) ? github_truth(reader, lax, false) : TRUTH_FALSE;
    if (truth == TRUTH_OPEN)
        truth = github_matrix_truth(reader, job->node, lax);
    *reason = "continue-on-error is true";
    if (truth == TRUTH_TRUE)
        return value_boolean(false);
    const struct node *run = node_find(step, "run");
    if (github_string(run) && is_unix_shell(github_run_setting(reader, job, step, "shell"))) {
        struct shell_script script;
        shell_parse(reader->scratch, (struct text){.bytes = run->text, .size = run->size}, &script);
        *reason = workflow_forgiving_script;
        if (script_forgives(&script))
            return value_boolean(false);
    }
    *reason = NULL;
    if (truth == TRUTH_FALSE)
        return value_boolean(true);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "continue-on-error is an expression");
}

static void add_step(struct github_reader *reader, const struct github_job *job,
                     const struct node *step, size_t position)
{
    if (!fact_is_wanted(reader->writer, &fact_kind_workflow_step))
        return;
    struct fact_row *row =
        fact_add(reader->writer, &fact_kind_workflow_step, NULL, step->line, step->column);
    struct value *cells = row->cells;
    static const struct {
        const char *key;
        int field;
    } texts[] = {
        {"id", WORKFLOW_STEP_ID},   {"name", WORKFLOW_STEP_NAME},    {"uses", WORKFLOW_STEP_USES},
        {"run", WORKFLOW_STEP_RUN}, {"if", WORKFLOW_STEP_CONDITION},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        cells[texts[i].field] = fact_text(reader->writer, node_string(step, texts[i].key));
    bool enabled = job->enabled && github_truth(reader, node_find(step, "if"), true) != TRUTH_FALSE;
    cells[WORKFLOW_STEP_JOB] = fact_text(reader->writer, job->id);
    cells[WORKFLOW_STEP_POSITION] = value_integer((int64_t)position);
    cells[WORKFLOW_STEP_SHELL] =
        fact_text(reader->writer, github_run_setting(reader, job, step, "shell"));
    cells[WORKFLOW_STEP_WORKING_DIRECTORY] =
        fact_text(reader->writer, github_run_setting(reader, job, step, "working-directory"));
    cells[WORKFLOW_STEP_ENABLED] = value_boolean(enabled);
    const char *reason = NULL;
    cells[WORKFLOW_STEP_BLOCKING] = blocking_of(reader, job, step, &reason);
    cells[WORKFLOW_STEP_ADVISORY_REASON] = value_text(reason);
    cells[WORKFLOW_STEP_SYSTEM] = value_text("github");
    cells[WORKFLOW_STEP_ACTIVATION] = github_activation(enabled);
    if (!enabled)
        cells[WORKFLOW_STEP_ACTIVATION_REASON] = fact_text(
            reader->writer, github_activation_reason(reader, job->enabled ? step : job->node));
    cells[WORKFLOW_STEP_LINES] = github_script_lines(reader, node_find(step, "run"));
    cells[WORKFLOW_STEP_CHECKS_OUT_HEAD] = github_checks_out_head(reader, job, step);
}

/* The input that the step's action hands to a shell, or NULL. */
static const char *script_input(struct github_reader *reader, const struct node *step)
{
    const char *uses = step ? node_string(step, "uses") : NULL;
    if (!uses)
        return NULL;
    struct github_use use = github_use_parse(reader->scratch, uses);
    return use.kind == GITHUB_USE_ACTION && use.name ? github_shell_input(use.name) : NULL;
}

void github_read_inputs(struct github_reader *reader, const struct github_job *job,
                        const struct node *step, size_t position)
{
    const struct node *with = node_find(step ? step : job->node, "with");
    if (!with || with->kind != NODE_MAPPING ||
        !fact_is_wanted(reader->writer, &fact_kind_workflow_input))
        return;
    const char *script = script_input(reader, step);
    for (size_t i = 0; i < with->count; i++) {
        const struct node *value = with->items[i];
        if (!node_is_scalar(value))
            continue;
        struct fact_row *row = fact_add(reader->writer, &fact_kind_workflow_input, NULL,
                                        with->keys[i]->line, with->keys[i]->column);
        row->cells[WORKFLOW_INPUT_SYSTEM] = value_text("github");
        row->cells[WORKFLOW_INPUT_JOB] = fact_text(reader->writer, job->id);
        if (step)
            row->cells[WORKFLOW_INPUT_STEP] = value_integer((int64_t)position);
        row->cells[WORKFLOW_INPUT_NAME] = fact_text(reader->writer, with->keys[i]->text);
        const char *text = github_string(value);
        row->cells[WORKFLOW_INPUT_VALUE] = fact_text(reader->writer, text ? text : "");
        if (script && string_equals_folded(with->keys[i]->text, script))
            row->cells[WORKFLOW_INPUT_LINES] = github_script_lines(reader, value);
    }
}

void github_read_steps(struct github_reader *reader, const struct github_job *job)
{
    const struct node *steps = node_find(job->node, "steps");
    if (!steps || steps->kind == NODE_NULL)
        return;
    if (steps->kind != NODE_SEQUENCE) {
        github_add_gaps(reader, GITHUB_GAP_STEPS, "the steps of a job are no list");
        return;
    }
    for (size_t i = 0; i < steps->count; i++) {
        const struct node *step = steps->items[i];
        if (step->kind != NODE_MAPPING) {
            github_add_gaps(reader, GITHUB_GAP_STEPS, "a step is no mapping");
            continue;
        }
        add_step(reader, job, step, i + 1);
        github_read_use(reader, job, i + 1, node_find(step, "uses"));
        github_read_inputs(reader, job, step, i + 1);
        github_read_variables(reader, step, job, i + 1);
        github_read_step_expressions(reader, job, step, i + 1);
    }
}
