/* policy_actions.h - the actions of `bylaw policy`. */
#ifndef CLI_POLICY_ACTIONS_H
#define CLI_POLICY_ACTIONS_H

#include "cli/command.h"
#include "policy/policy.h"

int policy_validate(const struct invocation *invocation);
int policy_list(const struct invocation *invocation);
int policy_test(const struct invocation *invocation);
int policy_export(const struct invocation *invocation);
int policy_diff(const struct invocation *invocation);
int policy_docs(const struct invocation *invocation);
int policy_schema_of(const struct invocation *invocation);

/* What the actions share. */
/* The built-in policies and rules, and those that the arguments behind the action name;
 * mistakes are printed. The library is to be released whatever the status is. */
int policy_load(const struct invocation *invocation, struct library *out);
/* Makes the folders above a path; false with errno. */
bool make_folders(char *path);
/* "a/SDL009-x.test.yml" tests "a/SDL009-x.yml". */
bool policy_is_test_of(const char *test, const char *rule);
/* A new folder for the repositories of worlds, in memory where the machine offers that;
 * NULL with errno. */
const char *policy_worlds_folder(struct arena *arena);
void policy_worlds_remove(const char *folder);

#endif
