#include "facts/pipeline_rows.h"

#include "facts/github_uses.h"
#include "facts/script_failure.h"
#include "facts/script_shell.h"

#include <string.h>

const struct fact_kind *const pipeline_kinds[] = {
    &fact_kind_workflow,          &fact_kind_workflow_trigger,
    &fact_kind_workflow_job,      &fact_kind_workflow_step,
    &fact_kind_workflow_input,    &fact_kind_workflow_use,
    &fact_kind_workflow_variable, NULL,
};

static const struct {
    const struct fact_kind *kind;
    enum pipeline_gap least; /* the smallest gap that leaves this kind open */
    int system;
} gap_kinds[] = {
    {&fact_kind_workflow, PIPELINE_GAP_FILE, WORKFLOW_SYSTEM},
    {&fact_kind_workflow_trigger, PIPELINE_GAP_FILE, WORKFLOW_TRIGGER_SYSTEM},
    {&fact_kind_workflow_job, PIPELINE_GAP_JOBS, WORKFLOW_JOB_SYSTEM},
    {&fact_kind_workflow_step, PIPELINE_GAP_STEPS, WORKFLOW_STEP_SYSTEM},
    {&fact_kind_workflow_input, PIPELINE_GAP_STEPS, WORKFLOW_INPUT_SYSTEM},
    {&fact_kind_workflow_use, PIPELINE_GAP_STEPS, WORKFLOW_USE_SYSTEM},
    {&fact_kind_workflow_variable, PIPELINE_GAP_STEPS, WORKFLOW_VARIABLE_SYSTEM},
};

void pipeline_add_gaps(struct pipeline *pipeline, enum pipeline_gap gap, const char *path,
                       enum unknown_class class, const char *reason)
{
    if (!pipeline->gaps.arena)
        table_init(&pipeline->gaps, pipeline->scratch);
    const char *name = arena_printf(pipeline->scratch, "%d\n%s\n%s", (int)gap, path, reason);
    if (table_set(&pipeline->gaps, name, pipeline))
        return;
    for (size_t i = 0; i < sizeof(gap_kinds) / sizeof(gap_kinds[0]); i++) {
        if (gap > gap_kinds[i].least || !fact_is_wanted(pipeline->writer, gap_kinds[i].kind))
            continue;
        struct fact_row *row = fact_add_gap(pipeline->writer, gap_kinds[i].kind, path, class,
                                            arena_strdup(fact_arena(pipeline->writer), reason));
        row->cells[gap_kinds[i].system] = value_text(pipeline->system);
    }
}

struct pipeline_run pipeline_within(struct pipeline_run outer, struct pipeline_run inner)
{
    bool inner_runs_less = inner.activation > outer.activation;
    bool inner_counts_less = inner.blocking > outer.blocking;
    return (struct pipeline_run){
        .activation = inner_runs_less ? inner.activation : outer.activation,
        .reason = inner_runs_less ? inner.reason : outer.reason,
        .blocking = inner_counts_less ? inner.blocking : outer.blocking,
        .advisory = inner_counts_less ? inner.advisory : outer.advisory,
    };
}

struct pipeline_run pipeline_stopped(enum pipeline_activation activation, const char *reason)
{
    return (struct pipeline_run){.activation = activation, .reason = reason};
}

static struct value text(struct pipeline *pipeline, const char *text)
{
    return fact_text(pipeline->writer, text);
}

static struct value unobservable(struct pipeline *pipeline, const char *reason)
{
    return value_unknown(fact_arena(pipeline->writer), UNKNOWN_UNOBSERVABLE,
                         arena_strdup(fact_arena(pipeline->writer), reason));
}

static void set_activation(struct pipeline *pipeline, struct pipeline_run run,
                           struct value *activation, struct value *reason)
{
    static const char *const words[] = {
        [PIPELINE_AUTOMATIC] = "automatic",
        [PIPELINE_MANUAL] = "manual",
        [PIPELINE_DISABLED] = "disabled",
    };
    if (run.activation == PIPELINE_OPEN) {
        *activation = unobservable(pipeline, run.reason);
        *reason = *activation;
        return;
    }
    *activation = value_text(words[run.activation]);
    *reason = text(pipeline, run.activation == PIPELINE_AUTOMATIC ? NULL : run.reason);
}

static void set_blocking(struct pipeline *pipeline, struct pipeline_run run, struct value *blocking,
                         struct value *advisory)
{
    if (run.blocking == PIPELINE_MAY_BLOCK) {
        *blocking = unobservable(pipeline, run.advisory);
        *advisory = *blocking;
        return;
    }
    *blocking = value_boolean(run.blocking == PIPELINE_BLOCKS);
    *advisory = text(pipeline, run.blocking == PIPELINE_BLOCKS ? NULL : run.advisory);
}

static struct value *add(struct pipeline *pipeline, const struct fact_kind *kind,
                         struct pipeline_place place)
{
    return fact_add(pipeline->writer, kind, place.path, place.line > 0 ? place.line : 1,
                    place.column > 0 ? place.column : 1)
        ->cells;
}

void pipeline_add_workflow(struct pipeline *pipeline, const char *name, uint32_t line,
                           struct pipeline_run run, bool called)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow,
                              (struct pipeline_place){.path = pipeline->workflow, .line = line});
    cells[WORKFLOW_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_NAME] = text(pipeline, name);
    cells[WORKFLOW_DECLARES_PERMISSIONS] = value_boolean(false);
    set_activation(pipeline, run, &cells[WORKFLOW_ACTIVATION], &cells[WORKFLOW_ACTIVATION_REASON]);
    if (called) {
        cells[WORKFLOW_ACTIVATION] = value_text("called");
        cells[WORKFLOW_ACTIVATION_REASON] = text(pipeline, run.reason);
    }
}

void pipeline_add_trigger(struct pipeline *pipeline, struct pipeline_place place,
                          const struct pipeline_trigger *trigger)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow_trigger))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow_trigger, place);
    cells[WORKFLOW_TRIGGER_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_TRIGGER_EVENT] = text(pipeline, trigger->event);
    cells[WORKFLOW_TRIGGER_BRANCHES] = trigger->branches;
    cells[WORKFLOW_TRIGGER_BRANCHES_IGNORE] = trigger->branches_ignore;
    cells[WORKFLOW_TRIGGER_TAGS] = trigger->tags;
    cells[WORKFLOW_TRIGGER_TAGS_IGNORE] = trigger->tags_ignore;
    cells[WORKFLOW_TRIGGER_PATHS] = trigger->paths;
    cells[WORKFLOW_TRIGGER_PATHS_IGNORE] = trigger->paths_ignore;
    cells[WORKFLOW_TRIGGER_WORKFLOWS] = trigger->workflows;
    cells[WORKFLOW_TRIGGER_SCHEDULES] = trigger->schedules;
}

void pipeline_add_job(struct pipeline *pipeline, const struct pipeline_job *job)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow_job))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow_job, job->place);
    cells[WORKFLOW_JOB_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_JOB_JOB] = text(pipeline, job->id);
    cells[WORKFLOW_JOB_NAME] = text(pipeline, job->name);
    cells[WORKFLOW_JOB_DECLARES_PERMISSIONS] = value_boolean(false);
    cells[WORKFLOW_JOB_ENABLED] = value_boolean(job->run.activation != PIPELINE_DISABLED);
    cells[WORKFLOW_JOB_NEEDS] = job->needs.kind == VALUE_LIST
                                    ? job->needs
                                    : value_texts(fact_arena(pipeline->writer), NULL, 0);
    cells[WORKFLOW_JOB_RUNS_ON] = job->runs_on;
    cells[WORKFLOW_JOB_ENVIRONMENT] = text(pipeline, job->environment);
    cells[WORKFLOW_JOB_USES] = text(pipeline, job->uses);
    cells[WORKFLOW_JOB_CONDITION] = text(pipeline, job->condition);
    cells[WORKFLOW_JOB_INHERITS_SECRETS] = value_boolean(false);
    cells[WORKFLOW_JOB_TIMEOUT_MINUTES] = job->timeout_minutes;
    cells[WORKFLOW_JOB_STEPS] = value_integer((int64_t)job->steps);
    cells[WORKFLOW_JOB_WORKFLOW] = text(pipeline, pipeline->workflow);
    cells[WORKFLOW_JOB_IMAGE] = text(pipeline, job->image);
    cells[WORKFLOW_JOB_EVENTS] = job->events;
    cells[WORKFLOW_JOB_PATHS] = job->paths;
    set_activation(pipeline, job->run, &cells[WORKFLOW_JOB_ACTIVATION],
                   &cells[WORKFLOW_JOB_ACTIVATION_REASON]);
    set_blocking(pipeline, job->run, &cells[WORKFLOW_JOB_BLOCKING],
                 &cells[WORKFLOW_JOB_ADVISORY_REASON]);
}

static bool is_unix_shell(const char *shell)
{
    return !shell || script_shell_kind(shell) == SCRIPT_SHELL_UNIX;
}

static struct pipeline_run run_of(struct pipeline *pipeline, const struct pipeline_step *step)
{
    struct pipeline_run run = step->run;
    if (!step->script.text || run.blocking == PIPELINE_ADVISES || !is_unix_shell(step->shell))
        return run;
    struct shell_script script;
    shell_parse(pipeline->scratch, text_of(step->script.text), &script);
    if (script_forgives(&script)) {
        run.blocking = PIPELINE_ADVISES;
        run.advisory = workflow_forgiving_script;
    }
    return run;
}

void pipeline_add_step(struct pipeline *pipeline, const struct pipeline_step *step)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow_step))
        return;
    struct pipeline_run run = run_of(pipeline, step);
    struct value *cells = add(pipeline, &fact_kind_workflow_step, step->place);
    cells[WORKFLOW_STEP_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_STEP_WORKFLOW] = text(pipeline, pipeline->workflow);
    cells[WORKFLOW_STEP_JOB] = text(pipeline, step->job);
    cells[WORKFLOW_STEP_POSITION] = value_integer((int64_t)step->position);
    cells[WORKFLOW_STEP_ID] = text(pipeline, step->id);
    cells[WORKFLOW_STEP_NAME] = text(pipeline, step->name);
    cells[WORKFLOW_STEP_USES] = text(pipeline, step->uses);
    cells[WORKFLOW_STEP_RUN] = text(pipeline, step->script.text);
    cells[WORKFLOW_STEP_LINES] = step->script.lines;
    cells[WORKFLOW_STEP_SHELL] = text(pipeline, step->shell);
    cells[WORKFLOW_STEP_WORKING_DIRECTORY] = text(pipeline, step->directory);
    cells[WORKFLOW_STEP_CONDITION] = text(pipeline, step->condition);
    cells[WORKFLOW_STEP_ENABLED] = value_boolean(run.activation != PIPELINE_DISABLED);
    cells[WORKFLOW_STEP_CHECKS_OUT_HEAD] = value_boolean(false);
    set_activation(pipeline, run, &cells[WORKFLOW_STEP_ACTIVATION],
                   &cells[WORKFLOW_STEP_ACTIVATION_REASON]);
    set_blocking(pipeline, run, &cells[WORKFLOW_STEP_BLOCKING],
                 &cells[WORKFLOW_STEP_ADVISORY_REASON]);
}

void pipeline_add_input(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                        size_t step, const char *name, const char *value)
{
    if (!job || !fact_is_wanted(pipeline->writer, &fact_kind_workflow_input))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow_input, place);
    cells[WORKFLOW_INPUT_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_INPUT_WORKFLOW] = text(pipeline, pipeline->workflow);
    cells[WORKFLOW_INPUT_JOB] = text(pipeline, job);
    if (step > 0)
        cells[WORKFLOW_INPUT_STEP] = value_integer((int64_t)step);
    cells[WORKFLOW_INPUT_NAME] = text(pipeline, name);
    cells[WORKFLOW_INPUT_VALUE] = text(pipeline, value ? value : "");
}

void pipeline_add_variable(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                           size_t step, const char *name, const char *value)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow_variable))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow_variable, place);
    cells[WORKFLOW_VARIABLE_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_VARIABLE_WORKFLOW] = text(pipeline, pipeline->workflow);
    cells[WORKFLOW_VARIABLE_JOB] = text(pipeline, job);
    if (step > 0)
        cells[WORKFLOW_VARIABLE_STEP] = value_integer((int64_t)step);
    cells[WORKFLOW_VARIABLE_NAME] = text(pipeline, name);
    cells[WORKFLOW_VARIABLE_VALUE] = text(pipeline, value ? value : "");
}

void pipeline_add_use(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                      size_t step, const struct pipeline_use *use)
{
    if (!fact_is_wanted(pipeline->writer, &fact_kind_workflow_use))
        return;
    struct value *cells = add(pipeline, &fact_kind_workflow_use, place);
    cells[WORKFLOW_USE_SYSTEM] = value_text(pipeline->system);
    cells[WORKFLOW_USE_WORKFLOW] = text(pipeline, pipeline->workflow);
    cells[WORKFLOW_USE_KIND] = value_text(use->kind);
    cells[WORKFLOW_USE_USES] = text(pipeline, use->uses);
    cells[WORKFLOW_USE_OWNER] = text(pipeline, use->owner);
    cells[WORKFLOW_USE_NAME] = text(pipeline, use->name);
    cells[WORKFLOW_USE_REF] = text(pipeline, use->ref);
    cells[WORKFLOW_USE_JOB] = text(pipeline, job);
    if (step > 0)
        cells[WORKFLOW_USE_STEP] = value_integer((int64_t)step);
}

void pipeline_add_image(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                        const char *image)
{
    if (!image || !*image)
        return;
    struct github_use parsed = github_image_parse(pipeline->scratch, image);
    pipeline_add_use(pipeline, place, job, 0,
                     &(struct pipeline_use){
                         .kind = "image", .uses = image, .name = parsed.name, .ref = parsed.ref});
}

const char *pipeline_string(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

struct value pipeline_texts(struct pipeline *pipeline, const struct node *node)
{
    struct arena *arena = fact_arena(pipeline->writer);
    const char *single = pipeline_string(node);
    if (single) {
        const char *copy = arena_strdup(arena, single);
        return value_texts(arena, &copy, 1);
    }
    if (!node || node->kind != NODE_SEQUENCE)
        return value_text(NULL);
    size_t count = 0;
    const char **texts = ARENA_ARRAY(pipeline->scratch, const char *, node->count + 1);
    for (size_t i = 0; i < node->count; i++)
        if (pipeline_string(node->items[i]))
            texts[count++] = arena_strdup(arena, pipeline_string(node->items[i]));
    return value_texts(arena, texts, count);
}
