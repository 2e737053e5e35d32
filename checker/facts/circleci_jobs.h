/* circleci_jobs.h - one job of CircleCI as a workflow runs it: its executor, its image,
 * its environment and its steps. */
#ifndef FACTS_CIRCLECI_JOBS_H
#define FACTS_CIRCLECI_JOBS_H

#include "facts/circleci_reader.h"

/* A job where a workflow names it, or one that no workflow names. */
struct circleci_entry {
    const char *id;               /* WORKFLOW/NAME, or the job's own name */
    const char *name;             /* of the job that runs, or NULL: an approval */
    const struct node *place;     /* where it is named */
    const struct node *arguments; /* what the workflow says of it; NULL: nothing */
    const char *condition;        /* what its filters leave, in words */
    struct value needs;           /* ids */
    struct value events;          /* what starts it, as its workflow and its filters say */
    struct pipeline_run run;
};
void circleci_read_job(struct circleci_reader *reader, const struct circleci_entry *entry);

#endif
