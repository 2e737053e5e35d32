#include "facts/step_scripts.h"

#include "facts/automation.h"
#include "facts/paths.h"
#include "facts/script_shell.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include "base/limits.h"
#include "source/entry.h"

#include <string.h>

struct row_list {
    const struct fact_row **rows;
    size_t count, capacity;
};

const char *step_place(struct arena *arena, const char *path, const char *job, int64_t step)
{
    return arena_printf(arena, "%s\n%s\n%lld", path, job ? job : "", (long long)step);
}

static void list_row(struct arena *arena, struct table *lists, const char *name,
                     const struct fact_row *row)
{
    struct row_list *list = table_find(lists, name);
    if (!list) {
        list = ARENA_NEW(arena, struct row_list);
        table_set(lists, name, list);
    }
    list->rows = arena_grow(arena, list->rows, list->count, &list->capacity, sizeof(*list->rows));
    list->rows[list->count++] = row;
}

/* The cells by which the rows of a kind are found. */
struct row_index {
    size_t workflow, job, step;
};

static void index_rows(struct step_scripts *scripts, struct table *out,
                       const struct fact_table *table, struct row_index cells)
{
    struct arena *arena = scripts->arena;
    table_init(out, arena);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (!row->gap)
            list_row(arena, out,
                     step_place(arena, automation_workflow_of(row, cells.workflow),
                                cell_text(row, cells.job), cell_integer(row, cells.step, 0)),
                     row);
    }
}

/* Rows that say with which file the system starts are found by it, others by their own. */
static const struct row_list *inputs_of(const struct step_scripts *scripts,
                                        const struct fact_row *row, const char *workflow,
                                        const char *job, int64_t step)
{
    struct arena *arena = scripts->arena;
    const struct row_list *list =
        table_find(&scripts->inputs_by_step, step_place(arena, workflow, job, step));
    return list ? list
                : table_find(&scripts->inputs_by_step, step_place(arena, row->path, job, step));
}

struct value step_inputs(const struct step_scripts *scripts, const struct fact_row *row,
                         const char *workflow, const char *job, int64_t step)
{
    struct arena *arena = scripts->arena;
    const struct row_list *list = inputs_of(scripts, row, workflow, job, step);
    if (!list)
        return value_text(NULL);
    const char **texts = ARENA_ARRAY(arena, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *value = cell_text(list->rows[i], WORKFLOW_INPUT_VALUE);
        texts[i] = arena_printf(arena, "%s=%s", cell_text(list->rows[i], WORKFLOW_INPUT_NAME),
                                value ? value : "");
    }
    return value_texts(arena, texts, list->count);
}

const char *step_input(const struct value *inputs, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; inputs->kind == VALUE_LIST && i < inputs->list->count; i++)
        if (strncmp(inputs->list->items[i].text, name, size) == 0 &&
            inputs->list->items[i].text[size] == '=')
            return inputs->list->items[i].text + size + 1;
    return NULL;
}

/* The input of a step that its action hands to a shell, or NULL. */
static const struct fact_row *script_input(const struct step_scripts *scripts,
                                           const struct fact_row *row)
{
    const struct row_list *list =
        inputs_of(scripts, row, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW),
                  cell_text(row, WORKFLOW_STEP_JOB), cell_integer(row, WORKFLOW_STEP_POSITION, 0));
    for (size_t i = 0; list && i < list->count; i++)
        if (list->rows[i]->cells[WORKFLOW_INPUT_LINES].kind == VALUE_LIST)
            return list->rows[i];
    return NULL;
}

static void take_variables(const struct step_scripts *scripts, const char *path, const char *job,
                           int64_t step, struct shell_variables *out)
{
    const struct row_list *list =
        table_find(&scripts->variables_by_place, step_place(scripts->arena, path, job, step));
    for (size_t i = 0; list && i < list->count; i++) {
        const char *value = cell_text(list->rows[i], WORKFLOW_VARIABLE_VALUE);
        bool constant = value && !strchr(value, '$') && !strstr(value, "<<");
        shell_variables_set(out, cell_text(list->rows[i], WORKFLOW_VARIABLE_NAME),
                            constant ? value : NULL);
    }
}

void step_action_path(const struct fact_row *row, struct shell_variables *out)
{
    const char *base = path_base(row->path);
    if (strcmp(base, "action.yml") != 0 && strcmp(base, "action.yaml") != 0)
        return;
    const char *folder =
        arena_printf(out->arena, "$GITHUB_WORKSPACE/%s", path_directory(out->arena, row->path));
    shell_variables_set(out, SHELL_ACTION_PATH, folder);
    shell_variables_set(out, "GITHUB_ACTION_PATH", folder);
}

void step_variables(const struct step_scripts *scripts, const struct fact_row *row,
                    const char *workflow, const char *job, int64_t step,
                    struct shell_variables *out)
{
    const struct {
        const char *job;
        int64_t step;
    } places[] = {{NULL, 0}, {job, 0}, {job, step}};
    shell_variables_init(out, scripts->arena);
    for (size_t i = 0; i < (step > 0 ? 3U : 2U); i++) {
        take_variables(scripts, workflow, places[i].job, places[i].step, out);
        if (strcmp(workflow, row->path) != 0)
            take_variables(scripts, row->path, places[i].job, places[i].step, out);
    }
}

static void read_jobs(struct step_scripts *scripts)
{
    const struct fact_table *jobs =
        scripts->repository->table(scripts->repository, &fact_kind_workflow_job);
    table_init(&scripts->jobs, scripts->arena);
    for (size_t i = 0; i < jobs->count; i++) {
        struct fact_row *row = &jobs->rows[i];
        if (!row->gap)
            table_set(&scripts->jobs,
                      step_place(scripts->arena, automation_workflow_of(row, WORKFLOW_JOB_WORKFLOW),
                                 cell_text(row, WORKFLOW_JOB_JOB), 0),
                      row);
    }
}

/* Checkouts of this repository into folders of their own. */
static void read_checkouts(struct step_scripts *scripts)
{
    struct arena *arena = scripts->arena;
    table_init(&scripts->checkouts, arena);
    for (size_t i = 0; i < scripts->steps->count; i++) {
        const struct fact_row *row = &scripts->steps->rows[i];
        const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_STEP_USES);
        if (!uses || !string_starts_with(uses, "actions/checkout@"))
            continue;
        const char *job = cell_text(row, WORKFLOW_STEP_JOB);
        struct value inputs =
            step_inputs(scripts, row, row->path, job, cell_integer(row, WORKFLOW_STEP_POSITION, 0));
        const char *path = step_input(&inputs, "path");
        const char *other = step_input(&inputs, "repository");
        struct shell_variables variables;
        step_variables(scripts, row, row->path, job, 0, &variables);
        path = path ? script_directory(arena, ".", path, &variables) : NULL;
        if (path && strcmp(path, ".") != 0 && (!other || strstr(other, "github.repository")))
            table_set(&scripts->checkouts, step_place(arena, row->path, job, 0),
                      arena_strdup(arena, path));
    }
}

/* Where the shell of a step begins. A checkout into a folder moves the tree below it. */
static const char *directory_of(const struct step_scripts *scripts, const struct fact_row *row,
                                const struct shell_variables *variables)
{
    struct arena *arena = scripts->arena;
    const char *written = cell_text(row, WORKFLOW_STEP_WORKING_DIRECTORY);
    const char *checkout = table_find(
        &scripts->checkouts, step_place(arena, row->path, cell_text(row, WORKFLOW_STEP_JOB), 0));
    const char *directory = written ? script_directory(arena, ".", written, variables) : ".";
    if (!checkout || !directory)
        return directory;
    if (strcmp(directory, checkout) == 0)
        return ".";
    if (path_is_within(directory, checkout))
        return directory + strlen(checkout) + 1;
    return NULL; /* above the checkout, where nothing of the repository lies */
}

static const struct fact_row *job_of(const struct step_scripts *scripts, const struct fact_row *row)
{
    return table_find(&scripts->jobs,
                      step_place(scripts->arena,
                                 automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW),
                                 cell_text(row, WORKFLOW_STEP_JOB), 0));
}

/* Runners of Windows run PowerShell where no shell is named; the labels of a matrix are
 * those of several runners. */
static bool runs_on_windows(const struct fact_row *job)
{
    const struct value *labels = NULL;
    size_t count = job ? cell_list(job, WORKFLOW_JOB_RUNS_ON, &labels) : 0;
    for (size_t i = 0; i < count; i++) {
        struct text label = text_of(labels[i].text);
        if (text_find_folded(label, "ubuntu") == 0 || text_find_folded(label, "macos") == 0)
            return false;
    }
    return count > 0 && (text_find_folded(text_of(labels[0].text), "windows") == 0 ||
                         text_find_folded(text_of(labels[0].text), "vs20") == 0);
}

static enum script_language language_of(const char *shell, bool is_windows)
{
    if (!shell)
        return is_windows ? SCRIPT_POWER : SCRIPT_UNIX;
    if (script_shell_kind(shell) != SCRIPT_SHELL_POWER)
        return SCRIPT_UNIX;
    return strstr(shell, "cmd") || strstr(shell, "bat") ? SCRIPT_CMD : SCRIPT_POWER;
}

/* GitHub runs scripts with `bash -e`, and with pipefail when `bash` is asked for by name;
 * the others say how they call their shells. */
bool step_setting(const struct step_scripts *scripts, const struct fact_row *row,
                  const struct shell_variables *variables, struct script_setting *out)
{
    *out = (struct script_setting){
        .stops = true,
        .directory = directory_of(scripts, row, variables),
        .variables = variables,
    };
    const char *shell = cell_text(row, WORKFLOW_STEP_SHELL);
    const char *system = cell_text(row, WORKFLOW_STEP_SYSTEM);
    bool github = system && strcmp(system, "github") == 0;
    out->language = language_of(shell, github && runs_on_windows(job_of(scripts, row)));
    if (out->language != SCRIPT_UNIX || !shell || (github && strcmp(shell, "sh") == 0))
        return true;
    if (github && strcmp(shell, "bash") == 0) {
        out->pipes_fail = true;
        return true;
    }
    return script_shell_of(shell, &out->stops, &out->pipes_fail);
}

static enum script_shell shell_of(const struct step_scripts *scripts, const struct fact_row *row)
{
    const char *shell = cell_text(row, WORKFLOW_STEP_SHELL);
    if (shell)
        return script_shell_kind(shell);
    return runs_on_windows(job_of(scripts, row)) ? SCRIPT_SHELL_POWER : SCRIPT_SHELL_UNIX;
}

bool step_script_of(const struct step_scripts *scripts, const struct fact_row *row,
                    struct arena *arena, struct step_script *out)
{
    const char *run = cell_text(row, WORKFLOW_STEP_RUN);
    const struct fact_row *input = run ? NULL : script_input(scripts, row);
    enum script_shell shell = run ? shell_of(scripts, row) : SCRIPT_SHELL_UNIX;
    if ((!run && !input) || shell == SCRIPT_SHELL_OTHER)
        return false;
    if (input)
        run = cell_text(input, WORKFLOW_INPUT_VALUE);
    *out = (struct step_script){.text = text_of(run ? run : ""), .first = row->line};
    if (shell == SCRIPT_SHELL_POWER)
        out->text = script_shell_of_power(arena, out->text);
    out->line_count = input ? cell_list(input, WORKFLOW_INPUT_LINES, &out->lines)
                            : cell_list(row, WORKFLOW_STEP_LINES, &out->lines);
    step_variables(scripts, row, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW),
                   cell_text(row, WORKFLOW_STEP_JOB), cell_integer(row, WORKFLOW_STEP_POSITION, 0),
                   &out->variables);
    step_action_path(row, &out->variables);
    step_setting(scripts, row, &out->variables, &out->setting);
    return true;
}

bool step_is_strict(const struct step_scripts *scripts, const struct fact_row *row)
{
    const struct value *blocking = &row->cells[WORKFLOW_STEP_BLOCKING];
    const char *reason = cell_text(row, WORKFLOW_STEP_ADVISORY_REASON);
    if (blocking->kind != VALUE_BOOLEAN)
        return false;
    if (blocking->boolean || !reason || strcmp(reason, workflow_forgiving_script) == 0)
        return blocking->boolean || reason;
    /* What is said of the whole job lets it end. */
    const struct fact_row *job = job_of(scripts, row);
    const char *of_job = job ? cell_text(job, WORKFLOW_JOB_ADVISORY_REASON) : NULL;
    return of_job && strcmp(of_job, reason) == 0;
}

uint32_t step_line(const struct value *lines, size_t count, uint32_t first, uint32_t line)
{
    if (count == 0)
        return first + line - 1;
    size_t at = line > count ? count : line;
    return (uint32_t)lines[at > 0 ? at - 1 : 0].integer;
}

const struct text *step_file(struct step_scripts *scripts, const char *path)
{
    struct arena *arena = scripts->arena;
    struct text *known = table_find(&scripts->files, path);
    if (known)
        return known->bytes ? known : NULL;
    struct text *text = ARENA_NEW(arena, struct text);
    const struct entry *entry = snapshot_find(scripts->repository->snapshot, path);
    if (entry && entry_is_file(entry)) {
        struct content content;
        reader_read(scripts->repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
        if (content.state == CONTENT_TEXT)
            *text = content.text;
    }
    table_set(&scripts->files, arena_strdup(arena, path), text);
    return text->bytes ? text : NULL;
}

void step_scripts_init(struct step_scripts *scripts, const struct fact_repository *repository,
                       struct arena *arena)
{
    *scripts = (struct step_scripts){
        .arena = arena,
        .repository = repository,
        .steps = repository->table(repository, &fact_kind_workflow_step),
        .inputs = repository->table(repository, &fact_kind_workflow_input),
        .variables = repository->table(repository, &fact_kind_workflow_variable),
    };
    table_init(&scripts->files, arena);
    index_rows(
        scripts, &scripts->inputs_by_step, scripts->inputs,
        (struct row_index){WORKFLOW_INPUT_WORKFLOW, WORKFLOW_INPUT_JOB, WORKFLOW_INPUT_STEP});
    index_rows(scripts, &scripts->variables_by_place, scripts->variables,
               (struct row_index){WORKFLOW_VARIABLE_WORKFLOW, WORKFLOW_VARIABLE_JOB,
                                  WORKFLOW_VARIABLE_STEP});
    read_jobs(scripts);
    read_checkouts(scripts);
}
