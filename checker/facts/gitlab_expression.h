/* gitlab_expression.h - the `if` of a rule of GitLab CI: is it true, as far as it is
 * known what starts the pipeline? docs.gitlab.com/ci/jobs/job_rules/, "CI/CD variable
 * expressions": `&&` binds stronger than `||`, comparisons stronger than both; a variable
 * alone is true when it is set and not empty; `=~` with nothing on its left is false. */
#ifndef FACTS_GITLAB_EXPRESSION_H
#define FACTS_GITLAB_EXPRESSION_H

#include "facts/github_expression.h"
#include "facts/gitlab_scenario.h"

/* TRUTH_OPEN for what is no expression, or cannot be told. */
enum truth gitlab_expression_truth(struct gitlab_asking *asking, struct text expression);

#endif
