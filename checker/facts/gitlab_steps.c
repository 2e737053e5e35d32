#include "facts/gitlab_reader.h"
#include "facts/script_failure.h"
#include "facts/script_lines.h"

#include <string.h>

/* What GitLab's runner makes of a script: docs.gitlab.com/ci/yaml/script/, and
 * gitlab-runner's shells/bash.go. */
static const char shell[] = "bash -eo pipefail";

/* Bytes that one script costs of the budget of nodes. */
enum { BYTES_A_NODE = 16 };

static size_t script_size(const struct node *node)
{
    if (!node)
        return 0;
    if (node_is_scalar(node))
        return node->size + 1;
    size_t size = 0;
    for (size_t i = 0; i < node->count; i++)
        size += script_size(node->items[i]) + 1;
    return size;
}

/* Was the node written within another one, or brought there by an alias or a reference? */
static bool is_within(const struct gitlab_config *config, const struct node *node,
                      const struct node *around)
{
    return node->line >= around->line && node->line <= around->end_line &&
           strcmp(gitlab_path_of(config, node), gitlab_path_of(config, around)) == 0;
}

static const struct node *first_within(const struct gitlab_config *config,
                                       const struct node *script, const struct node *around)
{
    if (node_is_scalar(script))
        return is_within(config, script, around) ? script : NULL;
    for (size_t i = 0; script->kind == NODE_SEQUENCE && i < script->count; i++) {
        const struct node *found = first_within(config, script->items[i], around);
        if (found)
            return found;
    }
    return NULL;
}

/* Where a script begins, apart from what references bring from elsewhere. */
static const struct node *place_of(const struct gitlab_config *config, const struct node *script)
{
    const struct node *first = first_within(config, script, script);
    return first ? first : script;
}

static bool has_lines(const struct node *node)
{
    return node && node->kind != NODE_NULL && node->kind != NODE_MAPPING &&
           (node->kind != NODE_SEQUENCE || node->count > 0);
}

/* A line that another file holds stands where the script is. */
static void add_part(const struct gitlab_job *job, struct script_lines *lines,
                     const struct node *part, const char *path, uint32_t line)
{
    size_t before = lines->count;
    if (!part)
        return;
    if (part->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < part->count; i++)
            add_part(job, lines, part->items[i], path, line);
        return;
    }
    script_lines_add(lines, part);
    if (strcmp(gitlab_path_of(job->config, part), path) != 0)
        for (size_t i = before; i < lines->count; i++)
            lines->lines[i] = value_integer(line);
}

static struct value *add_step(const struct gitlab_job *job, const struct node *place,
                              size_t position)
{
    struct fact_writer *writer = job->config->writer;
    const struct gitlab_activation *activation = &job->activation;
    struct value *cells = fact_add(writer, &fact_kind_workflow_step,
                                   gitlab_path_of(job->config, place), place->line, place->column)
                              ->cells;
    cells[WORKFLOW_STEP_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_STEP_JOB] = fact_text(writer, job->entry->name);
    cells[WORKFLOW_STEP_POSITION] = value_integer((int64_t)position);
    cells[WORKFLOW_STEP_ENABLED] = value_boolean(activation->enabled);
    cells[WORKFLOW_STEP_ACTIVATION] = activation->activation;
    cells[WORKFLOW_STEP_ACTIVATION_REASON] = value_text(activation->reason);
    cells[WORKFLOW_STEP_BLOCKING] = value_boolean(true);
    cells[WORKFLOW_STEP_CHECKS_OUT_HEAD] = value_boolean(false);
    cells[WORKFLOW_STEP_WORKFLOW] = fact_text(writer, job->config->start);
    return cells;
}

/* One shell runs what both parts hold. */
struct script {
    const char *name;
    const struct node *parts[2]; /* or NULL */
    const struct node *place;    /* the part that names the step */
    bool is_after;               /* what it does comes when the job is decided */
};

static void add_script(const struct gitlab_job *job, const struct script *script, size_t position)
{
    struct gitlab_config *config = job->config;
    const struct node *const *parts = script->parts;
    size_t size = script_size(parts[0]) + script_size(parts[1]);
    if (!fact_is_wanted(config->writer, &fact_kind_workflow_step))
        return;
    if (!gitlab_spend(config, size / BYTES_A_NODE))
        return;
    const struct node *line = place_of(config, script->place);
    const char *path = gitlab_path_of(config, line);
    struct buffer text = BUFFER_EMPTY;
    struct script_lines lines = {.arena = fact_arena(config->writer), .text = &text};
    for (size_t i = 0; i < 2; i++)
        add_part(job, &lines, parts[i], path, line->line);
    struct value *cells = add_step(job, line, position);
    cells[WORKFLOW_STEP_NAME] = fact_text(config->writer, script->name);
    cells[WORKFLOW_STEP_RUN] = fact_text(config->writer, buffer_string(&text));
    cells[WORKFLOW_STEP_SHELL] = value_text(shell);
    cells[WORKFLOW_STEP_LINES] = script_lines_value(&lines);
    struct shell_script parsed;
    shell_parse(config->scratch, (struct text){buffer_string(&text), text.size}, &parsed);
    bool forgives = script_forgives(&parsed);
    if (script->is_after || forgives)
        cells[WORKFLOW_STEP_BLOCKING] = value_boolean(false);
    cells[WORKFLOW_STEP_ADVISORY_REASON] =
        value_text(script->is_after ? "what happens in after_script does not fail the job"
                   : forgives       ? workflow_forgiving_script
                                    : NULL);
    buffer_release(&text);
}

/* `run`: a list of steps, each a script, or a step or function that another place holds. */
static size_t read_run(const struct gitlab_job *job, const struct node *run)
{
    size_t position = 0;
    for (size_t i = 0; run->kind == NODE_SEQUENCE && i < run->count; i++) {
        const struct node *step = run->items[i];
        const struct node *script = node_find(step, "script");
        if (step->kind != NODE_MAPPING)
            continue;
        position++;
        if (has_lines(script)) {
            add_script(job,
                       &(struct script){
                           .name = node_string(step, "name"), .parts = {script}, .place = script},
                       position);
            continue;
        }
        if (!fact_is_wanted(job->config->writer, &fact_kind_workflow_step))
            continue;
        const char *uses = node_string(step, "step");
        struct value *cells = add_step(job, step, position);
        cells[WORKFLOW_STEP_NAME] = fact_text(job->config->writer, node_string(step, "name"));
        cells[WORKFLOW_STEP_USES] =
            fact_text(job->config->writer, uses ? uses : node_string(step, "func"));
    }
    return position;
}

size_t gitlab_read_steps(const struct gitlab_job *job)
{
    const struct node *run = node_find(job->node, "run");
    if (run && run->kind == NODE_SEQUENCE)
        return read_run(job, run);
    const struct node *before = gitlab_keyword(job, "before_script");
    const struct node *script = node_find(job->node, "script");
    const struct node *after = gitlab_keyword(job, "after_script");
    if (!has_lines(script) && job->entry->name[0] != '.') {
        /* The script stands in a template of another project; what stands here runs too. */
        script = node_find(job->node, "before_script");
        before = NULL;
    }
    if (!has_lines(script))
        return 0;
    size_t position = 1;
    add_script(
        job,
        &(struct script){.parts = {has_lines(before) ? before : NULL, script}, .place = script},
        position);
    if (has_lines(after))
        add_script(job, &(struct script){.parts = {after}, .place = after, .is_after = true},
                   ++position);
    return position;
}
