/* rollback - what can take a release back, as automation runs it: commands of known tools
 * and jobs that are called so. */
#include "facts/rollback.h"

#include "facts/invocation_kinds.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

static const char *const sorts[] = {"command", "job", "target", "script", "setting", NULL};
static const char *const states[] = {"ready", "disabled", "hollow", NULL};

static const struct fact_field fields[] = {
    [ROLLBACK_SORT] = {"sort",
                       {.kind = TYPE_WORD, .words = sorts},
                       false,
                       "a command or a job of automation, a target of a build tool, a script, or a "
                       "setting with which a platform goes back by itself"},
    [ROLLBACK_NAME] = {"name",
                       {.kind = TYPE_TEXT},
                       false,
                       "the command's words, or what it is called"},
    [ROLLBACK_SCOPE] = {"scope",
                        {.kind = TYPE_WORD, .words = rollback_scope_names},
                        false,
                        "what goes back: what runs, or a schema"},
    [ROLLBACK_STATE] = {"state",
                        {.kind = TYPE_WORD, .words = states},
                        false,
                        "ready: it can be run; disabled: its conditions never hold; hollow: it "
                        "prints and does nothing"},
    [ROLLBACK_REASON] = {"reason", {.kind = TYPE_TEXT}, true, "why it is not ready"},
    [ROLLBACK_TEST] = {"test",
                       {.kind = TYPE_BOOLEAN},
                       false,
                       "stands among tests, examples, documentation or what was copied"},
    [ROLLBACK_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_rollback = {
    .name = "rollback",
    .summary = "what can take a release or a step of a schema back",
    .key = (const char *const[]){"path", "sort", "name", NULL},
    .fields = fields,
};

static const char *words_of(struct arena *arena, const char *const *words, size_t count)
{
    enum { SHOWN = 6 };
    const char *text = words[0];
    for (size_t i = 1; i < count && i < SHOWN; i++)
        text = arena_printf(arena, "%s %s", text, words[i]);
    return text;
}

static struct value *add(struct fact_writer *writer, const struct fact_row *from, const char *sort,
                         const char *name, enum rollback_scope scope)
{
    struct value *cells =
        fact_add(writer, &fact_kind_rollback, from->path, from->line, from->column)->cells;
    cells[ROLLBACK_SORT] = value_text(sort);
    cells[ROLLBACK_NAME] = value_text(name);
    cells[ROLLBACK_SCOPE] = value_text(rollback_scope_names[scope]);
    cells[ROLLBACK_TEST] = value_boolean(rollback_is_aside(from->path));
    return cells;
}

static void set_state(struct value *cells, const struct value *activation, const struct value *why,
                      bool hollow)
{
    bool disabled = activation->kind == VALUE_TEXT && strcmp(activation->text, "disabled") == 0;
    if (activation->kind == VALUE_UNKNOWN && !hollow) {
        cells[ROLLBACK_STATE] = *activation;
        return;
    }
    cells[ROLLBACK_STATE] = value_text(states[disabled ? 1 : hollow ? 2 : 0]);
    if (disabled)
        cells[ROLLBACK_REASON] = *why;
    else if (hollow)
        cells[ROLLBACK_REASON] = value_text("it only prints");
}

static void add_command(struct fact_writer *writer, const struct fact_row *row)
{
    const struct value *items = NULL;
    size_t count = cell_list(row, INVOCATION_WORDS, &items);
    if (count < 2 || !cell_is(row, INVOCATION_SORT, "command"))
        return;
    struct arena *arena = fact_arena(writer);
    const char **words = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        words[i] = items[i].kind == VALUE_TEXT ? items[i].text : "";
    enum rollback_scope scope;
    if (rollback_command(words, count, &scope))
        set_state(add(writer, row, "command", words_of(arena, words, count), scope),
                  &row->cells[INVOCATION_ACTIVATION], &row->cells[INVOCATION_ACTIVATION_REASON],
                  false);
}

/* Setting up is no work: what a job checks out or installs it only has then. */
static bool works(const struct fact_row *row)
{
    const char *name = cell_text(row, INVOCATION_NAME);
    if (cell_is(row, INVOCATION_SORT, "command"))
        return name && rollback_does_something(name);
    return !name || (!strstr(name, "/checkout") && !strstr(name, "/setup-") &&
                     !strstr(name, "configure-") && !strstr(name, "login"));
}

static bool does_something(const struct fact_table *invocations, const struct fact_row *job)
{
    const char *name = cell_text(job, WORKFLOW_JOB_JOB);
    const char *workflow = cell_text(job, WORKFLOW_JOB_WORKFLOW);
    if (!workflow)
        workflow = job->path;
    if (job->cells[WORKFLOW_JOB_USES].kind == VALUE_TEXT)
        return true;
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        if (!row->gap && name && cell_is(row, INVOCATION_WORKFLOW, workflow) &&
            cell_is(row, INVOCATION_JOB, name) && works(row))
            return true;
    }
    return false;
}

/* `.github/workflows/rollback.yml` is named so as a whole. */
static bool is_named(struct arena *arena, const struct fact_row *job, enum rollback_scope *scope)
{
    const char *id = cell_text(job, WORKFLOW_JOB_JOB);
    const char *name = cell_text(job, WORKFLOW_JOB_NAME);
    const char *slash = strrchr(job->path, '/');
    return (id && rollback_is_name(arena, id, scope)) ||
           (name && rollback_is_name(arena, name, scope)) ||
           rollback_is_name(arena, slash ? slash + 1 : job->path, scope);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *invocations = repository->table(repository, &fact_kind_invocation);
    const struct fact_table *jobs = repository->table(repository, &fact_kind_workflow_job);
    for (size_t i = 0; i < invocations->count; i++)
        if (!invocations->rows[i].gap)
            add_command(writer, &invocations->rows[i]);
    for (size_t i = 0; i < jobs->count; i++) {
        const struct fact_row *job = &jobs->rows[i];
        enum rollback_scope scope;
        if (job->gap || !is_named(arena, job, &scope) || !cell_text(job, WORKFLOW_JOB_JOB))
            continue;
        set_state(add(writer, job, "job", cell_text(job, WORKFLOW_JOB_JOB), scope),
                  &job->cells[WORKFLOW_JOB_ACTIVATION], &job->cells[WORKFLOW_JOB_ACTIVATION_REASON],
                  !does_something(invocations, job));
    }
    return NULL;
}

FACT(rollback) = {
    .name = "rollback",
    .area = FACT_AREA_OPERATIONS,
    .summary = "what can take a release back: commands, jobs, targets, scripts and settings",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_rollback, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_invocation, &fact_kind_workflow_job,
                                               NULL},
    .recognise_repository = recognise,
};
