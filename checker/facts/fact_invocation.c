#include "facts/github_uses.h"
#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/shell_words.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <string.h>

static struct value *add(struct fact_writer *writer, const struct fact_row *step, uint32_t line)
{
    struct value *cells =
        fact_add(writer, &fact_kind_invocation, step->path, line, step->column)->cells;
    cells[INVOCATION_SYSTEM] = step->cells[WORKFLOW_STEP_SYSTEM];
    cells[INVOCATION_WORKFLOW] = value_text(step->path);
    cells[INVOCATION_JOB] = step->cells[WORKFLOW_STEP_JOB];
    cells[INVOCATION_STEP] = step->cells[WORKFLOW_STEP_POSITION];
    cells[INVOCATION_ACTIVATION] = step->cells[WORKFLOW_STEP_ACTIVATION];
    cells[INVOCATION_ACTIVATION_REASON] = step->cells[WORKFLOW_STEP_ACTIVATION_REASON];
    cells[INVOCATION_BLOCKING] = step->cells[WORKFLOW_STEP_BLOCKING];
    cells[INVOCATION_ADVISORY_REASON] = step->cells[WORKFLOW_STEP_ADVISORY_REASON];
    cells[INVOCATION_DIRECTORY] = value_text(".");
    cells[INVOCATION_RELEASES] = value_boolean(false);
    return cells;
}

static uint32_t line_of(const struct fact_row *step, uint32_t line)
{
    const struct value *lines = NULL;
    size_t count = cell_list(step, WORKFLOW_STEP_LINES, &lines);
    return line > 0 && line <= count ? (uint32_t)lines[line - 1].integer : step->line;
}

static void add_commands(struct fact_writer *writer, const struct fact_row *step, const char *run)
{
    struct shell_script script;
    shell_parse(fact_arena(writer), text_of(run), &script);
    for (size_t i = 0; i < script.count; i++) {
        const struct shell_command *command = &script.commands[i];
        size_t program = shell_program(command);
        if (program == command->count)
            continue;
        struct value *cells = add(writer, step, line_of(step, command->line));
        cells[INVOCATION_SORT] = value_text("command");
        cells[INVOCATION_NAME] = value_text(path_base(command->words[program]));
        cells[INVOCATION_WORDS] =
            value_texts(fact_arena(writer), command->words + program, command->count - program);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *steps = repository->table(repository, &fact_kind_workflow_step);
    for (size_t i = 0; i < steps->count; i++) {
        const struct fact_row *step = &steps->rows[i];
        const char *run = cell_text(step, WORKFLOW_STEP_RUN);
        const char *uses = cell_text(step, WORKFLOW_STEP_USES);
        if (run)
            add_commands(writer, step, run);
        if (!uses)
            continue;
        struct github_use use = github_use_parse(fact_arena(writer), uses);
        struct value *cells = add(writer, step, step->line);
        cells[INVOCATION_SORT] = value_text("action");
        cells[INVOCATION_NAME] = value_text(use.name ? use.name : uses);
        cells[INVOCATION_VERSION] = value_text(use.ref);
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_invocation, NULL};
static const struct fact_kind *const needs[] = {
    &fact_kind_workflow,          &fact_kind_workflow_trigger,
    &fact_kind_workflow_job,      &fact_kind_workflow_step,
    &fact_kind_workflow_input,    &fact_kind_workflow_use,
    &fact_kind_workflow_variable, NULL,
};

FACT(invocation) = {
    .name = "invocation",
    .area = FACT_AREA_AUTOMATION,
    .summary = "what automation runs, one by one, whatever the system",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
