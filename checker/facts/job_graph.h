/* job_graph.h - the jobs of automation, what of a few purposes each runs itself, and what
 * has run before it: jobs that it needs, what these call, and workflows whose end it waits
 * for. Everything lives in the arena. */
#ifndef FACTS_JOB_GRAPH_H
#define FACTS_JOB_GRAPH_H

#include "facts/automation.h"

enum job_purpose { JOB_TESTS, JOB_SCANS, JOB_PURPOSES };

struct job_tool {
    const struct fact_row *scanner;
    const struct fact_row *invocation;
    int64_t step; /* of the job; 0 where there are no steps */
};

struct job_node {
    const struct fact_row *row; /* of workflow_job; NULL: the steps of a local action */
    const char *workflow;
    struct job_tool *tools; /* also those of actions of this repository that its steps call */
    size_t tool_count, tool_capacity;
    const char *open; /* what it calls that is not in this repository, or NULL */
    /* The first step that tests, or scans; INT64_MAX when none does. Tools of the catalogue,
     * commands whose words say so (`inv test`), and jobs that are called so and do something. */
    int64_t first[JOB_PURPOSES];
    bool works; /* it runs something that does more than print */
};

struct job_graph {
    struct arena *arena;
    const struct fact_repository *repository;
    const struct automation *automation;
    struct table nodes; /* "workflow\njob" to struct job_node */
};

/* What has run, and failed nothing, before. */
struct job_gates {
    bool has[JOB_PURPOSES];
    const char *open; /* what ran before and cannot be seen, or NULL */
};

/* The kinds of which recognisers that use it must say that they need them. */
#define JOB_GRAPH_NEEDS AUTOMATION_NEEDS, &fact_kind_invocation, &fact_kind_scanner

/* The id without the pipeline or the stage that it stands in: `custom/prod/Install`. */
const char *job_short_name(const struct fact_row *job);
void job_graph_read(struct job_graph *out, const struct fact_repository *repository,
                    const struct automation *automation, struct arena *arena);
/* What has run before this step of the job: its own steps before it, the jobs that it needs,
 * those of the jobs that call its workflow, and what a workflow_run waited for. Where GitLab
 * states no needs, stages order the jobs, and those that run tests are taken to be before. */
struct job_gates job_graph_gates(const struct job_graph *graph, const struct job_node *node,
                                 int64_t step);

#endif
