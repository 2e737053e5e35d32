/* invocation - what automation runs, one by one: from the steps, calls and includes of
 * every system of CI, and from the hooks of pre-commit. */
#include "facts/github_uses.h"
#include "facts/hook_kinds.h"
#include "facts/invocation_reader.h"
#include "facts/paths.h"
#include "facts/script_variables.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <string.h>

struct row_list {
    const struct fact_row **rows;
    size_t count, capacity;
};

static const char *place_name(struct arena *arena, const char *path, const char *job, int64_t step)
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

static void index_rows(struct invocation_reader *reader)
{
    struct arena *arena = fact_arena(reader->writer);
    table_init(&reader->inputs_by_step, arena);
    table_init(&reader->variables_by_place, arena);
    for (size_t i = 0; i < reader->inputs->count; i++) {
        const struct fact_row *row = &reader->inputs->rows[i];
        if (!row->gap)
            list_row(arena, &reader->inputs_by_step,
                     place_name(arena, automation_workflow_of(row, WORKFLOW_INPUT_WORKFLOW),
                                cell_text(row, WORKFLOW_INPUT_JOB),
                                cell_integer(row, WORKFLOW_INPUT_STEP, 0)),
                     row);
    }
    for (size_t i = 0; i < reader->variables->count; i++) {
        const struct fact_row *row = &reader->variables->rows[i];
        if (!row->gap)
            list_row(arena, &reader->variables_by_place,
                     place_name(arena, automation_workflow_of(row, WORKFLOW_VARIABLE_WORKFLOW),
                                cell_text(row, WORKFLOW_VARIABLE_JOB),
                                cell_integer(row, WORKFLOW_VARIABLE_STEP, 0)),
                     row);
    }
}

/* Rows that say with which file the system starts are found by it, others by their own. */
static struct value inputs_of(struct invocation_reader *reader, const struct fact_row *row,
                              const char *workflow, const char *job, int64_t step)
{
    struct arena *arena = fact_arena(reader->writer);
    const struct row_list *list =
        table_find(&reader->inputs_by_step, place_name(arena, workflow, job, step));
    if (!list)
        list = table_find(&reader->inputs_by_step, place_name(arena, row->path, job, step));
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

static const char *input_of(const struct value *inputs, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; inputs->kind == VALUE_LIST && i < inputs->list->count; i++)
        if (strncmp(inputs->list->items[i].text, name, size) == 0 &&
            inputs->list->items[i].text[size] == '=')
            return inputs->list->items[i].text + size + 1;
    return NULL;
}

static void take_variables(struct invocation_reader *reader, struct invocation_place *place,
                           const char *path, const char *job, int64_t step)
{
    struct arena *arena = fact_arena(reader->writer);
    const struct row_list *list =
        table_find(&reader->variables_by_place, place_name(arena, path, job, step));
    for (size_t i = 0; list && i < list->count; i++) {
        const char *value = cell_text(list->rows[i], WORKFLOW_VARIABLE_VALUE);
        bool constant = value && !strchr(value, '$') && !strstr(value, "<<");
        table_set(&place->variables, cell_text(list->rows[i], WORKFLOW_VARIABLE_NAME),
                  constant ? arena_strdup(arena, value) : NULL);
    }
}

static void set_variable_texts(struct invocation_reader *reader, struct invocation_place *place)
{
    struct arena *arena = fact_arena(reader->writer);
    size_t count = 0;
    const char **texts = ARENA_ARRAY(arena, const char *, place->variables.count + 1);
    for (size_t i = 0; i < place->variables.count; i++)
        if (place->variables.entries[i].value)
            texts[count++] = arena_printf(arena, "%s=%s", place->variables.entries[i].key,
                                          (const char *)place->variables.entries[i].value);
    place->variable_texts = count > 0 ? value_texts(arena, texts, count) : value_text(NULL);
}

/* The steps of an action of this repository run beside its files. */
static void set_action_path(struct invocation_reader *reader, struct invocation_place *place)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *base = path_base(place->row->path);
    if (strcmp(base, "action.yml") != 0 && strcmp(base, "action.yaml") != 0)
        return;
    char *folder =
        arena_printf(arena, "$GITHUB_WORKSPACE/%s", path_directory(arena, place->row->path));
    table_set(&place->variables, SCRIPT_ACTION_PATH, folder);
    table_set(&place->variables, "GITHUB_ACTION_PATH", folder);
}

/* A release in the name of what runs it: the only sign where pushes start it too. */
static bool speaks_of_release(const char *name)
{
    static const char *const words[] = {"release", "publish", "deploy", NULL};
    for (size_t i = 0; name && words[i]; i++)
        if (text_find_folded(text_of(name), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* What the job of a step or a call adds. */
static void take_job(struct invocation_reader *reader, struct invocation_place *place)
{
    const struct fact_row *job = automation_job(&reader->automation, place->workflow, place->job);
    place->releases = place->start->releases || speaks_of_release(path_base(place->workflow)) ||
                      speaks_of_release(place->job);
    if (!job)
        return;
    place->image = cell_text(job, WORKFLOW_JOB_IMAGE);
    place->paths = job->cells[WORKFLOW_JOB_PATHS];
    /* What calls starts, its callers tell. */
    const struct value *events = &job->cells[WORKFLOW_JOB_EVENTS];
    if (events->kind == VALUE_LIST && events->list->count > 0 &&
        strcmp(events->list->items[0].text, "workflow_call") != 0)
        place->events = *events;
    const struct value *blocking = &job->cells[WORKFLOW_JOB_BLOCKING];
    if (blocking->kind == VALUE_BOOLEAN && blocking->boolean)
        return;
    place->blocking = *blocking;
    place->advisory = cell_text(job, WORKFLOW_JOB_ADVISORY_REASON);
}

static void place_init(struct invocation_reader *reader, struct invocation_place *place,
                       const struct fact_row *row, const char *workflow, const char *job,
                       int64_t step)
{
    *place = (struct invocation_place){
        .row = row,
        .workflow = workflow,
        .job = job,
        .step = step,
        .start = automation_start_of(&reader->automation, workflow),
        .blocking = value_boolean(true),
    };
    table_init(&place->variables, fact_arena(reader->writer));
    take_variables(reader, place, workflow, NULL, 0);
    if (strcmp(workflow, row->path) != 0)
        take_variables(reader, place, row->path, NULL, 0);
    take_variables(reader, place, workflow, job, 0);
    if (strcmp(workflow, row->path) != 0)
        take_variables(reader, place, row->path, job, 0);
    if (step > 0)
        take_variables(reader, place, workflow, job, step);
    if (step > 0 && strcmp(workflow, row->path) != 0)
        take_variables(reader, place, row->path, job, step);
    set_variable_texts(reader, place);
    set_action_path(reader, place);
    take_job(reader, place);
}

static void place_activate(struct invocation_place *place, const struct value *activation,
                           const char *reason)
{
    enum activation own = automation_of_cell(activation);
    place->activation = own > place->start->activation ? own : place->start->activation;
    place->activation_reason = place->activation == ACTIVATION_AUTOMATIC   ? NULL
                               : own >= place->start->activation && reason ? reason
                                                                           : place->start->reason;
}

struct value *invocation_add(struct invocation_reader *reader, const struct invocation_place *place,
                             const char *path, uint32_t line, uint32_t column)
{
    struct arena *arena = fact_arena(reader->writer);
    struct value *cells = fact_add(reader->writer, &fact_kind_invocation,
                                   path ? path : place->row->path, line, column)
                              ->cells;
    const struct automation_start *start = place->start;
    cells[INVOCATION_SYSTEM] = value_text(place->system);
    cells[INVOCATION_WORKFLOW] = value_text(place->workflow);
    cells[INVOCATION_JOB] = value_text(place->job);
    if (place->step > 0)
        cells[INVOCATION_STEP] = value_integer(place->step);
    cells[INVOCATION_ACTIVATION] = value_text(activation_words[place->activation]);
    cells[INVOCATION_ACTIVATION_REASON] = value_text(place->activation_reason);
    cells[INVOCATION_BLOCKING] = place->blocking;
    cells[INVOCATION_ADVISORY_REASON] = value_text(place->advisory);
    cells[INVOCATION_DIRECTORY] = value_text(".");
    if (place->events.kind == VALUE_LIST)
        cells[INVOCATION_EVENTS] = place->events;
    else if (start->event_count > 0)
        cells[INVOCATION_EVENTS] = value_texts(arena, start->events, start->event_count);
    cells[INVOCATION_PATHS] = place->paths.kind == VALUE_LIST ? place->paths : start->paths;
    cells[INVOCATION_PATHS_IGNORE] = start->paths_ignore;
    cells[INVOCATION_IMAGE] = value_text(place->image);
    cells[INVOCATION_VARIABLES] = place->variable_texts;
    cells[INVOCATION_RELEASES] = value_boolean(place->releases);
    return cells;
}

static struct value directory_cell(struct arena *arena, const char *directory)
{
    return directory ? value_text(directory)
                     : value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                     "the folder that it runs in is not constant");
}

/* Where the shell of a step begins. A checkout into a folder moves the tree below it. */
static const char *step_directory(struct invocation_reader *reader,
                                  const struct invocation_place *place)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *written = cell_text(place->row, WORKFLOW_STEP_WORKING_DIRECTORY);
    const char *checkout =
        table_find(&reader->checkouts, place_name(arena, place->row->path, place->job, 0));
    const char *directory =
        written ? script_directory(arena, ".", written, &place->variables) : ".";
    if (!checkout || !directory)
        return directory;
    if (strcmp(directory, checkout) == 0)
        return ".";
    if (path_is_within(directory, checkout))
        return directory + strlen(checkout) + 1;
    return NULL; /* above the checkout, where nothing of the repository lies */
}

/* Runners of Windows; the labels of a matrix are those of several. */
static bool runs_on_windows(struct invocation_reader *reader, const struct invocation_place *place)
{
    const struct fact_row *job = automation_job(&reader->automation, place->workflow, place->job);
    const struct value *labels = NULL;
    size_t count = job ? cell_list(job, WORKFLOW_JOB_RUNS_ON, &labels) : 0;
    for (size_t i = 0; i < count; i++)
        if (text_find_folded(text_of(labels[i].text), "ubuntu") == 0 ||
            text_find_folded(text_of(labels[i].text), "macos") == 0)
            return false;
    return count > 0 && (text_find_folded(text_of(labels[0].text), "windows") == 0 ||
                         text_find_folded(text_of(labels[0].text), "vs20") == 0);
}

/* Where no shell is named GitHub runs PowerShell on Windows. */
static enum script_language language_of(struct invocation_reader *reader,
                                        const struct invocation_place *place)
{
    const char *shell = cell_text(place->row, WORKFLOW_STEP_SHELL);
    if (!shell)
        return strcmp(place->system, "github") == 0 && runs_on_windows(reader, place) ? SCRIPT_POWER
                                                                                      : SCRIPT_UNIX;
    if (string_starts_with(shell, "pwsh") || string_starts_with(shell, "powershell"))
        return SCRIPT_POWER;
    return string_starts_with(shell, "cmd") || strcmp(shell, "bat") == 0 ? SCRIPT_CMD : SCRIPT_UNIX;
}

/* GitHub runs scripts with `bash -e`, and with pipefail when `bash` is asked for by name;
 * the others say how they call their shells. */
static bool shell_of(const struct invocation_place *place, struct script_setting *setting)
{
    const char *shell = cell_text(place->row, WORKFLOW_STEP_SHELL);
    bool github = strcmp(place->system, "github") == 0;
    setting->stops = true;
    setting->pipes_fail = false;
    if (!shell)
        return true;
    if (github && strcmp(shell, "bash") == 0) {
        setting->pipes_fail = true;
        return true;
    }
    if (github && strcmp(shell, "sh") == 0)
        return true;
    return script_shell_of(shell, &setting->stops, &setting->pipes_fail);
}

static void read_run(struct invocation_reader *reader, const struct invocation_place *place,
                     const char *run)
{
    struct invocation_script script = {
        .path = place->row->path,
        .text = text_of(run),
        .first = place->row->line,
        .setting = {.directory = step_directory(reader, place), .variables = &place->variables},
    };
    script.line_count = cell_list(place->row, WORKFLOW_STEP_LINES, &script.lines);
    script.setting.language = language_of(reader, place);
    /* A step of Azure for the other systems, in a job for all of them. */
    if (script.setting.language == SCRIPT_CMD &&
        (string_starts_with(run, "set -") || string_starts_with(run, "#!")))
        return;
    if (script.setting.language != SCRIPT_UNIX || shell_of(place, &script.setting))
        invocation_read_script(reader, place, &script);
}

static struct value expanded_inputs(struct arena *arena, const struct value *inputs,
                                    const struct table *variables)
{
    if (inputs->kind != VALUE_LIST)
        return *inputs;
    const char **texts = ARENA_ARRAY(arena, const char *, inputs->list->count);
    for (size_t i = 0; i < inputs->list->count; i++)
        texts[i] = script_expand(arena, inputs->list->items[i].text, variables);
    return value_texts(arena, texts, inputs->list->count);
}

/* Which sort of thing a use is, by the row of workflow_use that stands beside the step. */
static void add_use(struct invocation_reader *reader, const struct invocation_place *place,
                    const struct fact_row *use, const struct value *inputs)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *kind = cell_text(use, WORKFLOW_USE_KIND);
    const char *uses = cell_text(use, WORKFLOW_USE_USES);
    if (!kind || strcmp(kind, "local") == 0)
        return;
    struct value *cells = invocation_add(reader, place, use->path, use->line, use->column);
    const char *name = cell_text(use, WORKFLOW_USE_NAME);
    const char *version = cell_text(use, WORKFLOW_USE_REF);
    cells[INVOCATION_SORT] = value_text(kind);
    cells[INVOCATION_NAME] = value_text(name ? name : uses);
    cells[INVOCATION_VERSION] = value_text(version);
    cells[INVOCATION_INPUTS] = expanded_inputs(arena, inputs, &place->variables);
    inputs = &cells[INVOCATION_INPUTS];
    const char *directory = input_of(inputs, "working-directory");
    if (!directory)
        directory = input_of(inputs, "working_directory");
    if (directory)
        cells[INVOCATION_DIRECTORY] =
            directory_cell(arena, script_directory(arena, ".", directory, &place->variables));
    invocation_note(reader, cells);
}

/* A checkout of this repository into a folder of its own. */
static void read_checkouts(struct invocation_reader *reader)
{
    struct arena *arena = fact_arena(reader->writer);
    table_init(&reader->checkouts, arena);
    const struct fact_table *steps = reader->automation.steps;
    for (size_t i = 0; i < steps->count; i++) {
        const struct fact_row *row = &steps->rows[i];
        const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_STEP_USES);
        if (!uses || !string_starts_with(uses, "actions/checkout@"))
            continue;
        const char *job = cell_text(row, WORKFLOW_STEP_JOB);
        struct value inputs =
            inputs_of(reader, row, row->path, job, cell_integer(row, WORKFLOW_STEP_POSITION, 0));
        const char *path = input_of(&inputs, "path");
        const char *other = input_of(&inputs, "repository");
        path = path ? script_directory(arena, ".", path, NULL) : NULL;
        if (path && strcmp(path, ".") != 0 && (!other || strstr(other, "github.repository")))
            table_set(&reader->checkouts, place_name(arena, row->path, job, 0),
                      arena_strdup(arena, path));
    }
}

/* The name of a matrix's variable that a text puts in, or NULL. */
static const char *matrix_name(struct arena *arena, const char *text)
{
    const char *at = text ? strstr(text, "${{") : NULL;
    for (; at; at = strstr(at + 3, "${{")) {
        const char *name = at + 3 + strspn(at + 3, " ");
        if (!string_starts_with(name, "matrix."))
            continue;
        size_t size = 7 + strcspn(name + 7, " }.[)|&=!<>");
        return arena_copy(arena, (struct text){name, size});
    }
    return NULL;
}

enum { MATRIX_RUNS_MAX = 64 };

/* The values of that variable; 0 when they are not written out. */
static size_t matrix_values(struct invocation_reader *reader, const struct invocation_place *place,
                            const char *name, const char *out[MATRIX_RUNS_MAX])
{
    const struct fact_row *job = automation_job(&reader->automation, place->workflow, place->job);
    const struct value *items = NULL;
    size_t count = job && name ? cell_list(job, WORKFLOW_JOB_MATRIX, &items) : 0;
    size_t found = 0;
    const char *wanted = count > 0 ? arena_printf(reader->automation.arena, "%s=", name + 7) : "";
    for (size_t i = 0; i < count && found < MATRIX_RUNS_MAX; i++)
        if (string_starts_with(items[i].text, wanted))
            out[found++] = items[i].text + strlen(wanted);
    return found;
}

/* The place as it is in the leg of the matrix with that value. */
static struct invocation_place leg_of(const struct invocation_reader *reader,
                                      const struct invocation_place *place, const char *name,
                                      const char *value)
{
    struct invocation_place leg = *place;
    const struct fact_row *job = automation_job(&reader->automation, place->workflow, place->job);
    const struct value *forgiven = NULL;
    size_t count = cell_list(job, WORKFLOW_JOB_ADVISORY_WITH, &forgiven);
    const char *written =
        arena_printf(reader->automation.arena, "%s=%s", name + strlen("matrix."), value);
    for (size_t i = 0; i < count; i++)
        if (strcmp(forgiven[i].text, written) == 0) {
            leg.blocking = value_boolean(false);
            leg.advisory = "continue-on-error is true";
        }
    return leg;
}

/* GitLab sets the variables of a matrix in the environment: the first one that the script
 * names, as `matrix.NAME`; or NULL. */
static const char *matrix_variable(struct invocation_reader *reader,
                                   const struct invocation_place *place, const char *run)
{
    struct arena *arena = fact_arena(reader->writer);
    const struct fact_row *job = automation_job(&reader->automation, place->workflow, place->job);
    const struct value *items = NULL;
    size_t count = job && strcmp(place->system, "gitlab") == 0
                       ? cell_list(job, WORKFLOW_JOB_MATRIX, &items)
                       : 0;
    for (size_t i = 0; i < count; i++) {
        int size = (int)strcspn(items[i].text, "=");
        if (strstr(run, arena_printf(arena, "$%.*s", size, items[i].text)) ||
            strstr(run, arena_printf(arena, "${%.*s}", size, items[i].text)))
            return arena_printf(arena, "matrix.%.*s", size, items[i].text);
    }
    return NULL;
}

/* A script once for each value of the matrix's variable that its folder, or else its text,
 * puts in. */
static void read_runs(struct invocation_reader *reader, struct invocation_place *place,
                      const char *run)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *values[MATRIX_RUNS_MAX];
    const char *name = matrix_name(arena, cell_text(place->row, WORKFLOW_STEP_WORKING_DIRECTORY));
    if (!name)
        name = matrix_name(arena, run);
    const char *key = name;
    if (!name) {
        name = matrix_variable(reader, place, run);
        key = name ? name + strlen("matrix.") : NULL;
    }
    size_t count = matrix_values(reader, place, name, values);
    if (count == 0)
        read_run(reader, place, run);
    struct table seen;
    table_init(&seen, arena);
    place->seen = &seen;
    for (size_t i = 0; i < count; i++) {
        table_set(&place->variables, key, arena_strdup(arena, values[i]));
        const struct invocation_place leg = leg_of(reader, place, name, values[i]);
        read_run(reader, &leg, run);
    }
    place->seen = NULL;
}

static void read_steps(struct invocation_reader *reader)
{
    const struct fact_table *steps = reader->automation.steps;
    for (size_t i = 0; i < steps->count; i++) {
        const struct fact_row *row = &steps->rows[i];
        const char *run = row->gap ? NULL : cell_text(row, WORKFLOW_STEP_RUN);
        if (!run)
            continue;
        struct invocation_place place;
        place_init(reader, &place, row, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW),
                   cell_text(row, WORKFLOW_STEP_JOB), cell_integer(row, WORKFLOW_STEP_POSITION, 0));
        place.system = cell_text(row, WORKFLOW_STEP_SYSTEM);
        place_activate(&place, &row->cells[WORKFLOW_STEP_ACTIVATION],
                       cell_text(row, WORKFLOW_STEP_ACTIVATION_REASON));
        /* A script that forgives is judged command by command. */
        const char *advisory = cell_text(row, WORKFLOW_STEP_ADVISORY_REASON);
        const struct value *blocking = &row->cells[WORKFLOW_STEP_BLOCKING];
        bool forgives = advisory && strcmp(advisory, workflow_forgiving_script) == 0;
        bool fails = blocking->kind == VALUE_BOOLEAN && (blocking->boolean || forgives);
        if (!fails && place.blocking.kind == VALUE_BOOLEAN && place.blocking.boolean) {
            place.blocking = *blocking;
            place.advisory = advisory;
        }
        read_runs(reader, &place, run);
    }
}

/* The step that a use belongs to; steps of a job are few and in order. */
static const struct fact_row *step_of(const struct table *steps, struct arena *arena,
                                      const struct fact_row *use)
{
    int64_t step = cell_integer(use, WORKFLOW_USE_STEP, 0);
    if (step == 0)
        return NULL;
    return table_find(steps, place_name(arena, automation_workflow_of(use, WORKFLOW_USE_WORKFLOW),
                                        cell_text(use, WORKFLOW_USE_JOB), step));
}

static void read_use(struct invocation_reader *reader, const struct table *steps,
                     const struct fact_row *use)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *job = cell_text(use, WORKFLOW_USE_JOB);
    const struct fact_row *step = step_of(steps, arena, use);
    const struct fact_row *row = step ? step : use;
    const char *workflow = step ? automation_workflow_of(step, WORKFLOW_STEP_WORKFLOW)
                                : automation_workflow_of(use, WORKFLOW_USE_WORKFLOW);
    struct invocation_place place;
    place_init(reader, &place, row, workflow, job, cell_integer(use, WORKFLOW_USE_STEP, 0));
    place.system = cell_text(use, WORKFLOW_USE_SYSTEM);
    const struct fact_row *its_job =
        job ? automation_job(&reader->automation, workflow, job) : NULL;
    if (step)
        place_activate(&place, &step->cells[WORKFLOW_STEP_ACTIVATION],
                       cell_text(step, WORKFLOW_STEP_ACTIVATION_REASON));
    else if (its_job)
        place_activate(&place, &its_job->cells[WORKFLOW_JOB_ACTIVATION],
                       cell_text(its_job, WORKFLOW_JOB_ACTIVATION_REASON));
    else
        place_activate(&place, &(struct value){0}, NULL);
    if (step && place.blocking.kind == VALUE_BOOLEAN && place.blocking.boolean) {
        place.blocking = step->cells[WORKFLOW_STEP_BLOCKING];
        place.advisory = cell_text(step, WORKFLOW_STEP_ADVISORY_REASON);
    }
    struct value inputs =
        inputs_of(reader, use, workflow, job, cell_integer(use, WORKFLOW_USE_STEP, 0));
    const char *name = NULL;
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < inputs.list->count && !name; i++)
        name = matrix_name(arena, inputs.list->items[i].text);
    const char *values[MATRIX_RUNS_MAX];
    size_t count = matrix_values(reader, &place, name, values);
    if (count == 0)
        add_use(reader, &place, use, &inputs);
    for (size_t i = 0; i < count; i++) {
        table_set(&place.variables, name, arena_strdup(arena, values[i]));
        const struct invocation_place leg = leg_of(reader, &place, name, values[i]);
        add_use(reader, &leg, use, &inputs);
    }
}

static void read_uses(struct invocation_reader *reader)
{
    struct arena *arena = fact_arena(reader->writer);
    struct table steps;
    table_init(&steps, arena);
    for (size_t i = 0; i < reader->automation.steps->count; i++) {
        struct fact_row *row = &reader->automation.steps->rows[i];
        const char *places[] = {row->path, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW)};
        for (size_t k = 0; k < 2 && !row->gap; k++)
            table_set(&steps,
                      place_name(arena, places[k], cell_text(row, WORKFLOW_STEP_JOB),
                                 cell_integer(row, WORKFLOW_STEP_POSITION, 0)),
                      row);
    }
    for (size_t i = 0; i < reader->uses->count; i++)
        if (!reader->uses->rows[i].gap)
            read_use(reader, &steps, &reader->uses->rows[i]);
}

static void add_gaps(struct invocation_reader *reader, const struct fact_table *table, int system)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (!row->gap)
            continue;
        const struct value *any = &row->cells[WORKFLOW_STEP_POSITION];
        struct fact_row *gap =
            fact_add_gap(reader->writer, &fact_kind_invocation, row->path,
                         any->kind == VALUE_UNKNOWN ? any->unknown->class : UNKNOWN_UNREADABLE,
                         any->kind == VALUE_UNKNOWN ? any->unknown->reason : "it cannot be read");
        gap->cells[INVOCATION_SYSTEM] = row->cells[system];
        gap->cells[INVOCATION_WORKFLOW] = value_text(row->path);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct invocation_reader reader = {
        .writer = writer,
        .repository = repository,
        .inputs = repository->table(repository, &fact_kind_workflow_input),
        .variables = repository->table(repository, &fact_kind_workflow_variable),
        .uses = repository->table(repository, &fact_kind_workflow_use),
        .hooks = repository->table(repository, &fact_kind_hook),
    };
    const char *branch =
        repository->repository ? repository_branch(repository->repository, arena) : NULL;
    automation_read(&reader.automation, repository, branch, arena);
    table_init(&reader.files, arena);
    index_rows(&reader);
    read_checkouts(&reader);
    read_steps(&reader);
    read_uses(&reader);
    invocation_read_hooks(&reader);
    add_gaps(&reader, reader.automation.steps, WORKFLOW_STEP_SYSTEM);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_invocation, NULL};
static const struct fact_kind *const needs[] = {
    AUTOMATION_NEEDS,        &fact_kind_workflow_input,
    &fact_kind_workflow_use, &fact_kind_workflow_variable,
    &fact_kind_hook,         NULL};

FACT(invocation) = {
    .name = "invocation",
    .area = FACT_AREA_AUTOMATION,
    .summary = "what automation runs, one by one, whatever the system",
    .version = 2,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
