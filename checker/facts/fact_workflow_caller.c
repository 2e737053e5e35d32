/* workflow_caller - whose token a reusable workflow runs with. The token of a job that
 * says nothing of it is the calling job's: GitHub, "Reusing workflow configurations",
 * "Access and permissions". */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/workflow_kinds.h"

#include <string.h>

/* GitHub refuses longer chains of calls: ten levels. */
enum { CALLS_DEPTH_MAX = 10 };

enum { CALLED, JOB, DECLARES_PERMISSIONS };

static const struct fact_kind kind = {
    .name = "workflow_caller",
    .summary = "a job that calls a workflow which only calls start, or that none here calls it",
    .key = (const char *const[]){"path", "job", "called", NULL},
    .fields =
        (const struct fact_field[]){
            {"called", {.kind = TYPE_PATH}, false, "the workflow that runs with its token"},
            {"job", {.kind = TYPE_TEXT}, true, "the calling job's id"},
            {"declares_permissions",
             {.kind = TYPE_BOOLEAN},
             false,
             "it, its workflow or their callers say what the token may do; unknown where nothing"
             " here calls it"},
            {0},
        },
};

enum declared { DECLARED_NO, DECLARED_YES, DECLARED_UNKNOWN };

struct workflow {
    const char *path;
    bool declares;         /* at its top */
    bool starts, by_calls; /* by other events, by calls */
    enum declared callers; /* of one that only calls start */
};

struct workflows {
    const struct fact_table *jobs;
    struct workflow *items;
    size_t count;
    struct table by_path;
};

static bool is_true(const struct value *value)
{
    return value->kind == VALUE_BOOLEAN && value->boolean;
}

static bool is_called_only(const struct workflow *workflow)
{
    return workflow->by_calls && !workflow->starts;
}

static void read_workflows(struct workflows *out, const struct fact_table *files,
                           const struct fact_table *triggers, struct arena *arena)
{
    out->items = ARENA_ARRAY(arena, struct workflow, files->count + 1);
    table_init(&out->by_path, arena);
    for (size_t i = 0; i < files->count; i++) {
        const struct fact_row *row = &files->rows[i];
        if (row->gap || strcmp(row->cells[WORKFLOW_SYSTEM].text, "github") != 0)
            continue;
        struct workflow *workflow = &out->items[out->count++];
        *workflow = (struct workflow){
            .path = row->path,
            .declares = is_true(&row->cells[WORKFLOW_DECLARES_PERMISSIONS]),
            .callers = DECLARED_UNKNOWN,
        };
        table_set(&out->by_path, row->path, workflow);
    }
    for (size_t i = 0; i < triggers->count; i++) {
        const struct fact_row *row = &triggers->rows[i];
        struct workflow *workflow = table_find(&out->by_path, row->path);
        if (!workflow)
            continue;
        const struct value *event = &row->cells[WORKFLOW_TRIGGER_EVENT];
        if (!row->gap && strcmp(event->text, "workflow_call") == 0)
            workflow->by_calls = true;
        else
            workflow->starts = true;
    }
}

/* The workflow of this repository that the job calls, if only calls start that. */
static struct workflow *called_by(const struct workflows *workflows, const struct fact_row *job)
{
    const struct value *uses = &job->cells[WORKFLOW_JOB_USES];
    if (job->gap || uses->kind != VALUE_TEXT ||
        (!string_starts_with(uses->text, "./") && !string_starts_with(uses->text, "$/")))
        return NULL;
    struct workflow *called = table_find(&workflows->by_path, uses->text + 2);
    return called && is_called_only(called) ? called : NULL;
}

static enum declared job_declares(const struct workflows *workflows, const struct fact_row *job)
{
    const struct workflow *workflow = table_find(&workflows->by_path, job->path);
    if (is_true(&job->cells[WORKFLOW_JOB_DECLARES_PERMISSIONS]) || (workflow && workflow->declares))
        return DECLARED_YES;
    return workflow && is_called_only(workflow) ? workflow->callers : DECLARED_NO;
}

/* One level of calls: what all callers of a workflow say is known when it is known of
 * every one of them; one that says nothing is enough for no. */
static bool pass_on(struct workflows *workflows, struct arena *scratch)
{
    enum declared *callers = ARENA_ARRAY(scratch, enum declared, workflows->count + 1);
    bool *any = ARENA_ARRAY(scratch, bool, workflows->count + 1);
    for (size_t i = 0; i < workflows->jobs->count; i++) {
        const struct workflow *called = called_by(workflows, &workflows->jobs->rows[i]);
        if (!called)
            continue;
        size_t index = (size_t)(called - workflows->items);
        enum declared one = job_declares(workflows, &workflows->jobs->rows[i]);
        if (!any[index] || one == DECLARED_NO || callers[index] == DECLARED_YES)
            callers[index] = one;
        any[index] = true;
    }
    bool changed = false;
    for (size_t i = 0; i < workflows->count; i++) {
        if (!any[i] || workflows->items[i].callers == callers[i])
            continue;
        workflows->items[i].callers = callers[i];
        changed = true;
    }
    return changed;
}

static void add(struct fact_writer *writer, const struct fact_row *job, const char *called,
                enum declared declared, const struct unknown *why)
{
    struct fact_row *row = fact_add(writer, &kind, job ? job->path : called, job ? job->line : 1,
                                    job ? job->column : 1);
    row->cells[CALLED] = value_text(called);
    row->cells[JOB] = job ? job->cells[WORKFLOW_JOB_JOB] : value_text(NULL);
    row->cells[DECLARES_PERMISSIONS] =
        declared != DECLARED_UNKNOWN
            ? value_boolean(declared == DECLARED_YES)
            : value_unknown(fact_arena(writer), why ? why->class : UNKNOWN_UNOBSERVABLE,
                            why ? why->reason
                                : "the token is that of a caller in another repository");
}

static void add_callers(struct fact_writer *writer, const struct workflows *workflows,
                        const struct workflow *called)
{
    size_t found = 0;
    for (size_t i = 0; i < workflows->jobs->count; i++) {
        const struct fact_row *job = &workflows->jobs->rows[i];
        /* what could not be read may call it too */
        if (job->gap && string_starts_with(job->path, ".github/workflows/")) {
            add(writer, NULL, called->path, DECLARED_UNKNOWN, job->cells[WORKFLOW_JOB_JOB].unknown);
            found++;
        } else if (called_by(workflows, job) == called) {
            add(writer, job, called->path, job_declares(workflows, job), NULL);
            found++;
        }
    }
    if (found == 0)
        add(writer, NULL, called->path, DECLARED_UNKNOWN, NULL);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    struct workflows workflows = {.jobs = repository->table(repository, &fact_kind_workflow_job)};
    read_workflows(&workflows, repository->table(repository, &fact_kind_workflow),
                   repository->table(repository, &fact_kind_workflow_trigger), &scratch);
    for (unsigned depth = 0; depth < CALLS_DEPTH_MAX && pass_on(&workflows, &scratch); depth++)
        ;
    for (size_t i = 0; i < workflows.count; i++)
        if (is_called_only(&workflows.items[i]))
            add_callers(writer, &workflows, &workflows.items[i]);
    arena_release(&scratch);
    return NULL;
}

FACT(workflow_caller) = {
    .name = "workflow_caller",
    .area = FACT_AREA_AUTOMATION,
    .summary = "whose token a reusable workflow runs with",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_workflow, &fact_kind_workflow_job,
                                               &fact_kind_workflow_trigger, NULL},
    .recognise_repository = recognise,
};
