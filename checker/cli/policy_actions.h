/* policy_actions.h - the actions of `bylaw policy`. */
#ifndef CLI_POLICY_ACTIONS_H
#define CLI_POLICY_ACTIONS_H

#include "cli/command.h"

int policy_validate(const struct invocation *invocation);
int policy_list(const struct invocation *invocation);
int policy_test(const struct invocation *invocation);
int policy_export(const struct invocation *invocation);
int policy_diff(const struct invocation *invocation);
int policy_docs(const struct invocation *invocation);
int policy_schema_of(const struct invocation *invocation);

#endif
