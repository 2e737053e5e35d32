/* invocation - what automation runs, one by one: from the steps, calls and includes of
 * every system of CI, and from the hooks of pre-commit. */
#include "facts/github_uses.h"
#include "facts/hook_kinds.h"
#include "facts/invocation_reader.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <string.h>

static void set_variable_texts(struct invocation_reader *reader, struct invocation_place *place)
{
    struct arena *arena = fact_arena(reader->writer);
    size_t count = 0;
    const char **texts = ARENA_ARRAY(arena, const char *, place->variables.values.count + 1);
    for (size_t i = 0; i < place->variables.values.count; i++)
        if (place->variables.values.entries[i].value)
            texts[count++] = arena_printf(arena, "%s=%s", place->variables.values.entries[i].key,
                                          (const char *)place->variables.values.entries[i].value);
    place->variable_texts = count > 0 ? value_texts(arena, texts, count) : value_text(NULL);
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
    step_variables(&reader->scripts, row, workflow, job, step, &place->variables);
    set_variable_texts(reader, place);
    step_action_path(row, &place->variables);
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

static void read_run(struct invocation_reader *reader, const struct invocation_place *place,
                     const char *run)
{
    struct invocation_script script = {
        .path = place->row->path,
        .text = text_of(run),
        .first = place->row->line,
    };
    script.line_count = cell_list(place->row, WORKFLOW_STEP_LINES, &script.lines);
    if (!step_setting(&reader->scripts, place->row, &place->variables, &script.setting))
        return;
    /* A step of Azure for the other systems, in a job for all of them. */
    if (script.setting.language != SCRIPT_CMD ||
        (!string_starts_with(run, "set -") && !string_starts_with(run, "#!")))
        invocation_read_script(reader, place, &script);
}

static struct value expanded_inputs(struct arena *arena, const struct value *inputs,
                                    const struct shell_variables *variables)
{
    if (inputs->kind != VALUE_LIST)
        return *inputs;
    const char **texts = ARENA_ARRAY(arena, const char *, inputs->list->count);
    for (size_t i = 0; i < inputs->list->count; i++)
        texts[i] = shell_expand(variables, inputs->list->items[i].text);
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
    const char *directory = step_input(inputs, "working-directory");
    if (!directory)
        directory = step_input(inputs, "working_directory");
    if (directory)
        cells[INVOCATION_DIRECTORY] =
            directory_cell(arena, script_directory(arena, ".", directory, &place->variables));
    invocation_note(reader, cells);
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
        shell_variables_set(&place->variables, key, values[i]);
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
    return table_find(steps, step_place(arena, automation_workflow_of(use, WORKFLOW_USE_WORKFLOW),
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
        step_inputs(&reader->scripts, use, workflow, job, cell_integer(use, WORKFLOW_USE_STEP, 0));
    const char *name = NULL;
    for (size_t i = 0; inputs.kind == VALUE_LIST && i < inputs.list->count && !name; i++)
        name = matrix_name(arena, inputs.list->items[i].text);
    const char *values[MATRIX_RUNS_MAX];
    size_t count = matrix_values(reader, &place, name, values);
    if (count == 0)
        add_use(reader, &place, use, &inputs);
    for (size_t i = 0; i < count; i++) {
        shell_variables_set(&place.variables, name, values[i]);
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
                      step_place(arena, places[k], cell_text(row, WORKFLOW_STEP_JOB),
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
        .uses = repository->table(repository, &fact_kind_workflow_use),
        .hooks = repository->table(repository, &fact_kind_hook),
    };
    const char *branch =
        repository->repository ? repository_branch(repository->repository, arena) : NULL;
    automation_read(&reader.automation, repository, branch, arena);
    step_scripts_init(&reader.scripts, repository, arena);
    table_init(&reader.scripts_seen, arena);
    table_init(&reader.scripts_read, arena);
    read_steps(&reader);
    read_uses(&reader);
    invocation_read_hooks(&reader);
    add_gaps(&reader, reader.automation.steps, WORKFLOW_STEP_SYSTEM);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_invocation, NULL};
static const struct fact_kind *const needs[] = {AUTOMATION_NEEDS, STEP_SCRIPTS_NEEDS,
                                                &fact_kind_workflow_use, &fact_kind_hook, NULL};

FACT(invocation) = {
    .name = "invocation",
    .area = FACT_AREA_AUTOMATION,
    .summary = "what automation runs, one by one, whatever the system",
    .version = 3,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
