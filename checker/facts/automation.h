/* automation.h - what starts a workflow, through the workflows and actions of this
 * repository that call it: for recognisers that look at what is run. */
#ifndef FACTS_AUTOMATION_H
#define FACTS_AUTOMATION_H

#include "facts/fact.h"

#include "base/table.h"

enum activation { ACTIVATION_AUTOMATIC, ACTIVATION_MANUAL, ACTIVATION_DISABLED };
extern const char *const activation_words[]; /* by activation */

struct automation_start {
    enum activation activation;
    const char *reason;  /* why it does not start by itself, or NULL */
    const char **events; /* what starts it, sorted */
    size_t event_count, event_capacity;
    /* Changed files that start it, or do not: unset when some event asks for none. */
    struct value paths, paths_ignore;
    bool releases; /* only releases and tags start it */
};

struct automation {
    struct arena *arena;
    const struct fact_table *workflows, *triggers, *jobs, *steps;
    struct table starts;       /* path of a workflow or an action to struct automation_start */
    struct table jobs_by_name; /* "path\njob" of the file that starts it, to struct fact_row */
};

/* The kinds of which recognisers that use it must say that they need them. */
#define AUTOMATION_NEEDS                                                       \
    &fact_kind_workflow, &fact_kind_workflow_trigger, &fact_kind_workflow_job, \
        &fact_kind_workflow_step

/* `branch`: the default one, NULL when it is not known. */
void automation_read(struct automation *out, const struct fact_repository *repository,
                     const char *branch, struct arena *arena);
/* Of the workflow (or action) at a path; never NULL. */
const struct automation_start *automation_start_of(const struct automation *automation,
                                                   const char *path);
/* NULL when there is no such job. */
const struct fact_row *automation_job(const struct automation *automation, const char *path,
                                      const char *job);
/* The file that the system starts with, of a row of a job or a step. */
const char *automation_workflow_of(const struct fact_row *row, size_t field);
enum activation automation_of_cell(const struct value *cell);

#endif
