/* workflow_kinds.h - the kinds of CI automation that other recognisers read, with
 * the order of their cells. Each system has a recogniser of its own that writes these
 * kinds and says so in `system`: GitHub Actions (workflows directly in
 * .github/workflows, and actions, action.yml, anywhere; in an action, which has
 * no jobs, the steps' job is called `runs`), GitLab CI, Jenkins, Azure Pipelines,
 * CircleCI, Bitbucket Pipelines.
 *
 * Of other systems a workflow is the file that the system starts with; what it
 * includes is written as if it stood there, at the place where it is written: a row's
 * path, line and column are those of the file that holds the text, and `workflow` of a
 * job and a step names the file that the system starts with. */
#ifndef FACTS_WORKFLOW_KINDS_H
#define FACTS_WORKFLOW_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_workflow;
enum {
    WORKFLOW_SYSTEM,
    WORKFLOW_NAME,
    WORKFLOW_DECLARES_PERMISSIONS,
    WORKFLOW_ACTIVATION,
    WORKFLOW_ACTIVATION_REASON,
};

extern const struct fact_kind fact_kind_workflow_trigger;
enum {
    WORKFLOW_TRIGGER_EVENT,
    WORKFLOW_TRIGGER_TYPES,
    WORKFLOW_TRIGGER_BRANCHES,
    WORKFLOW_TRIGGER_BRANCHES_IGNORE,
    WORKFLOW_TRIGGER_TAGS,
    WORKFLOW_TRIGGER_TAGS_IGNORE,
    WORKFLOW_TRIGGER_PATHS,
    WORKFLOW_TRIGGER_PATHS_IGNORE,
    WORKFLOW_TRIGGER_WORKFLOWS,
    WORKFLOW_TRIGGER_SCHEDULES,
    WORKFLOW_TRIGGER_SYSTEM,
};

extern const struct fact_kind fact_kind_workflow_permission;
enum {
    WORKFLOW_PERMISSION_SYSTEM,
    WORKFLOW_PERMISSION_LEVEL,
    WORKFLOW_PERMISSION_JOB,
    WORKFLOW_PERMISSION_SCOPE,
    WORKFLOW_PERMISSION_ACCESS,
};

extern const struct fact_kind fact_kind_workflow_job;
enum {
    WORKFLOW_JOB_SYSTEM,
    WORKFLOW_JOB_JOB,
    WORKFLOW_JOB_NAME,
    WORKFLOW_JOB_DECLARES_PERMISSIONS,
    WORKFLOW_JOB_ENABLED,
    WORKFLOW_JOB_BLOCKING,
    WORKFLOW_JOB_NEEDS,
    WORKFLOW_JOB_RUNS_ON,
    WORKFLOW_JOB_ENVIRONMENT,
    WORKFLOW_JOB_USES,
    WORKFLOW_JOB_CONDITION,
    WORKFLOW_JOB_INHERITS_SECRETS,
    WORKFLOW_JOB_TIMEOUT_MINUTES,
    WORKFLOW_JOB_STEPS,
    WORKFLOW_JOB_WORKFLOW,
    WORKFLOW_JOB_ACTIVATION,
    WORKFLOW_JOB_ACTIVATION_REASON,
    WORKFLOW_JOB_ADVISORY_REASON,
    WORKFLOW_JOB_IMAGE,
    WORKFLOW_JOB_MATRIX,
    WORKFLOW_JOB_EVENTS,
    WORKFLOW_JOB_PATHS,
    WORKFLOW_JOB_ADVISORY_WITH,
};

extern const struct fact_kind fact_kind_workflow_step;
enum {
    WORKFLOW_STEP_JOB,
    WORKFLOW_STEP_POSITION,
    WORKFLOW_STEP_ID,
    WORKFLOW_STEP_NAME,
    WORKFLOW_STEP_USES,
    WORKFLOW_STEP_RUN,
    WORKFLOW_STEP_SHELL,
    WORKFLOW_STEP_WORKING_DIRECTORY,
    WORKFLOW_STEP_CONDITION,
    WORKFLOW_STEP_ENABLED,
    WORKFLOW_STEP_BLOCKING,
    WORKFLOW_STEP_CHECKS_OUT_HEAD,
    WORKFLOW_STEP_SYSTEM,
    WORKFLOW_STEP_WORKFLOW,
    WORKFLOW_STEP_ACTIVATION,
    WORKFLOW_STEP_ACTIVATION_REASON,
    WORKFLOW_STEP_ADVISORY_REASON,
    WORKFLOW_STEP_LINES,
};

/* What a step, or a call of a workflow, passes on in `with` (no step: a call). */
extern const struct fact_kind fact_kind_workflow_input;
enum {
    WORKFLOW_INPUT_JOB,
    WORKFLOW_INPUT_STEP,
    WORKFLOW_INPUT_NAME,
    WORKFLOW_INPUT_VALUE,
    WORKFLOW_INPUT_SYSTEM,
    WORKFLOW_INPUT_WORKFLOW,
    WORKFLOW_INPUT_LINES,
};

/* Environment variables and variables of the system, wherever they are set. */
extern const struct fact_kind fact_kind_workflow_variable;
enum {
    WORKFLOW_VARIABLE_SYSTEM,
    WORKFLOW_VARIABLE_JOB,
    WORKFLOW_VARIABLE_STEP,
    WORKFLOW_VARIABLE_NAME,
    WORKFLOW_VARIABLE_VALUE,
    WORKFLOW_VARIABLE_WORKFLOW,
};

extern const struct fact_kind fact_kind_workflow_use;
enum {
    WORKFLOW_USE_KIND,
    WORKFLOW_USE_USES,
    WORKFLOW_USE_OWNER,
    WORKFLOW_USE_NAME,
    WORKFLOW_USE_REF,
    WORKFLOW_USE_VERSION_COMMENT,
    WORKFLOW_USE_JOB,
    WORKFLOW_USE_STEP,
    WORKFLOW_USE_SYSTEM,
    WORKFLOW_USE_WORKFLOW,
};

extern const struct fact_kind fact_kind_workflow_expression;
enum {
    WORKFLOW_EXPRESSION_JOB,
    WORKFLOW_EXPRESSION_STEP,
    WORKFLOW_EXPRESSION_CONTEXT,
    WORKFLOW_EXPRESSION_SINK,
    WORKFLOW_EXPRESSION_CONTROL,
    WORKFLOW_EXPRESSION_ORIGIN,
    WORKFLOW_EXPRESSION_TARGET,
    WORKFLOW_EXPRESSION_SYSTEM,
};

/* Why a step is not blocking whose script ends well although a command failed. */
extern const char workflow_forgiving_script[];

/* Words of the kinds, for cells that are shared: NULL-ended. */
extern const char *const workflow_systems[];
extern const char *const workflow_activations[]; /* automatic, manual, called, disabled */

#endif
