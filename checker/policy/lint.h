/* lint.h - what is no mistake and yet cannot be meant: conditions that nothing or
 * everything satisfies, names and rules that nothing uses. Warnings only, and
 * only what can be proved from the files alone: a condition that compares with a
 * parameter or with another row says nothing here. */
#ifndef POLICY_LINT_H
#define POLICY_LINT_H

#include "policy/policy.h"

/* One rule; `diagnostics` has its file's text if lines are to be shown. */
void rule_lint(const struct rule *rule, struct diagnostics *diagnostics);
/* Every rule, whom the policies apply to, and what they list: a rule that is not built-in and that
 * no policy or configuration names, where there are policies beside it. */
void library_lint(const struct library *library, struct diagnostics *diagnostics);

#endif
