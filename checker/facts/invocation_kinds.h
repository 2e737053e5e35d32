/* invocation_kinds.h - what automation runs, one by one, whatever the system: a
 * command of a script, an action, a template, a hook. Written by fact_invocation.c
 * from the kinds of workflow_kinds.h and from hooks. */
#ifndef FACTS_INVOCATION_KINDS_H
#define FACTS_INVOCATION_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_invocation;
enum {
    INVOCATION_SYSTEM,     /* a word of workflow_systems, or pre_commit */
    INVOCATION_WORKFLOW,   /* the file that the system starts with */
    INVOCATION_JOB,        /* absent: of the workflow as a whole (an include) */
    INVOCATION_STEP,       /* its position; absent outside of steps */
    INVOCATION_SORT,       /* command, action, workflow, image, include, component, task,
                              orb, pipe, plugin, hook */
    INVOCATION_NAME,       /* a command's program without its folder; of the others the
                              name without its version; of a hook REPOSITORY#ID */
    INVOCATION_VERSION,    /* ref, tag or version; absent when there is none */
    INVOCATION_WORDS,      /* a command's words, the program first; constant variables are
                              put in, others stay as `$NAME` */
    INVOCATION_INPUTS,     /* of the others `name=value`; arguments of a hook as they are; of
                              `docker run` `mount=OUTSIDE:WITHIN` and `workdir=WITHIN` */
    INVOCATION_VARIABLES,  /* `NAME=value` of the workflow, the job, the step and the command */
    INVOCATION_DIRECTORY,  /* where it runs, "." is the root; unknown when it is not constant */
    INVOCATION_ACTIVATION, /* automatic, manual, disabled: the whole way from the event */
    INVOCATION_ACTIVATION_REASON, /* why it does not run by itself */
    INVOCATION_BLOCKING,          /* its failure fails the pipeline */
    INVOCATION_ADVISORY_REASON,   /* why it does not */
    INVOCATION_EVENTS,            /* push, pull_request, schedule, ...; what starts it */
    INVOCATION_PATHS,             /* changed files that start it; absent: any */
    INVOCATION_PATHS_IGNORE,      /* changed files that do not */
    INVOCATION_IMAGE,             /* the image that it runs in */
    INVOCATION_RELEASES,          /* it belongs to a workflow or a job that makes a release */
    INVOCATION_FIELD_COUNT,
};

#endif
