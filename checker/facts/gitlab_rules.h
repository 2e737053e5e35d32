/* gitlab_rules.h - does a job of GitLab CI run, when, and can it fail the pipeline?
 * `rules`, `only` and `except`, `when`, `allow_failure` and the rules of the whole pipeline
 * are asked for everything that may start one (gitlab_scenario.h).
 *
 * Sources: docs.gitlab.com/ci/yaml/ (rules, when, allow_failure, workflow),
 * /ci/jobs/job_rules/, /ci/yaml/deprecated_keywords/ (only, except); GitLab's
 * lib/gitlab/ci/build/rules.rb, config/entry/processable.rb (a job without rules runs
 * for branches and tags, unless the pipeline has rules), build/policy/. */
#ifndef FACTS_GITLAB_RULES_H
#define FACTS_GITLAB_RULES_H

#include "facts/gitlab_config.h"
#include "facts/gitlab_expression.h"

/* What may come of a job in one scenario: several where it cannot be told. */
enum {
    GITLAB_RUNS_NEVER = 1,
    GITLAB_RUNS_ITSELF = 2,
    GITLAB_RUNS_BY_HAND = 4,
};

struct gitlab_outcome {
    unsigned runs;
    unsigned forgives; /* bit 0: an outcome whose failure counts, bit 1: one whose does not */
    bool names;        /* it runs because the scenario is asked for by its own words */
    /* What it does hangs on this variable, which the file sets and somebody may set
     * otherwise; or NULL. */
    const char *override;
    unsigned any_change; /* a change of any file is enough */
    bool is_for;         /* the job is for this scenario, as far as the file tells */
};

/* All that a job's own conditions and the pipeline's say. */
struct gitlab_activation {
    struct gitlab_outcome outcomes[GITLAB_SCENARIOS];
    struct value activation; /* as the kinds want it */
    const char *reason;
    struct value blocking;
    const char *advisory;
    const char *condition; /* its only `if`, or NULL */
    bool enabled;
    struct value events; /* what it is for, as far as its conditions tell */
    struct value paths;  /* changed files that start it; absent: any */
};

const struct gitlab_scenario *gitlab_scenarios_of(const struct gitlab_config *config,
                                                  size_t *count);
/* Which scenarios the rules of the pipeline let start: one outcome for each. */
void gitlab_workflow_outcomes(struct gitlab_config *config,
                              struct gitlab_outcome outcomes[GITLAB_SCENARIOS]);
void gitlab_activation_of(struct gitlab_config *config, const struct gitlab_entry *job,
                          const struct gitlab_outcome *workflow, struct gitlab_activation *out);
/* Do the rules of an include say that it is never included? */
bool gitlab_include_is_off(struct gitlab_config *config, const struct node *include);

/* Does a rule with `exists` find its files? */
enum truth gitlab_exists_truth(struct gitlab_config *config, const struct node *exists);
/* What `only` and `except` say of a scenario: does the job run? */
enum truth gitlab_only_truth(struct gitlab_asking *asking, const struct node *job,
                             bool has_workflow_rules);
/* `changes` is true where nothing was pushed that could be compared. */
enum truth gitlab_changes_truth(const struct gitlab_asking *asking);
/* Adds the globs of `changes`, in either of its forms; false when it holds none. */
bool gitlab_add_changes(struct gitlab_config *config, const struct node *changes,
                        const char ***paths, size_t *count, size_t *capacity);

#endif
