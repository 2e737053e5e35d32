/* gitlab_scenario.h - what may start a pipeline of GitLab, and what is known then of the
 * variables that rules ask: docs.gitlab.com/ci/variables/predefined_variables/ (which are
 * set in pipelines for branches, tags and merge requests), /ci/jobs/job_rules/
 * (CI_PIPELINE_SOURCE). */
#ifndef FACTS_GITLAB_SCENARIO_H
#define FACTS_GITLAB_SCENARIO_H

#include "document/node.h"

#include <stdbool.h>

enum gitlab_ref {
    GITLAB_REF_DEFAULT, /* the default branch */
    GITLAB_REF_OTHER,   /* another branch */
    GITLAB_REF_BRANCH,  /* any branch */
    GITLAB_REF_TAG,
    GITLAB_REF_MERGE_REQUEST,
};

enum gitlab_start { GITLAB_START_ITSELF, GITLAB_START_HAND, GITLAB_START_CALL };

struct gitlab_scenario {
    const char *source; /* CI_PIPELINE_SOURCE; NULL: any */
    enum gitlab_ref ref;
    enum gitlab_start start;
    const char *event;   /* in the words of workflow_trigger */
    const char *keyword; /* of `only` and `except` */
    bool implied;        /* it comes without being asked for: pushes */
};

enum { GITLAB_SCENARIOS = 11, GITLAB_CHILD_SCENARIOS = 4 };
extern const struct gitlab_scenario gitlab_scenarios[GITLAB_SCENARIOS];
extern const struct gitlab_scenario gitlab_child_scenarios[GITLAB_CHILD_SCENARIOS];
/* Of which only the files are known: for the rules of an include. */
extern const struct gitlab_scenario gitlab_any_scenario;

enum gitlab_value_kind {
    GITLAB_NULL, /* not set */
    GITLAB_TEXT, /* this text */
    GITLAB_SET,  /* a text that is not empty; `text` names which */
    GITLAB_OPEN, /* anything, or nothing */
};

struct gitlab_value {
    enum gitlab_value_kind kind;
    const char *text;
};

/* What is taken for true of variables that are not GitLab's own. */
enum gitlab_belief {
    GITLAB_BELIEVES_NOTHING,
    GITLAB_BELIEVES_VALUES, /* they have the values that the file gives */
    GITLAB_BELIEVES_FILE,   /* that, and what the file does not set is set nowhere */
};

/* Where an expression is asked. */
struct gitlab_asking {
    const struct gitlab_scenario *scenario;
    const struct node *variables[2]; /* of the job and of the pipeline; or NULL */
    enum gitlab_belief belief;
    struct arena *scratch;
    /* Told by the answer: */
    bool names; /* the scenario's own words were asked for and are there */
    /* A variable that the file sets, and that somebody may set otherwise; or NULL. */
    const char *override;
};

struct gitlab_value gitlab_variable(struct gitlab_asking *asking, const char *name);
/* The text of a variable as a file sets it, in either of its forms; NULL when it is none. */
const char *gitlab_variable_text(const struct node *variable);

#endif
