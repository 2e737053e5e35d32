/* exceptions_sign.h - `bylaw exceptions sign` and `verify`: approvals that a key proves. */
#ifndef CLI_EXCEPTIONS_SIGN_H
#define CLI_EXCEPTIONS_SIGN_H

#include "cli/command.h"

/* Is it the id of a record, not the path of a repository? */
bool exceptions_is_id(const char *text);

/* Each approval, what proves it and why it does not hold: EXIT_BLOCKED when one does not.
 * `id` NULL: of all records that are not over. */
int exceptions_verify(const struct invocation *invocation, const char *id, const char *repository);

/* Writes a signature beside the record, or says how ssh-keygen does. */
int exceptions_sign(const struct invocation *invocation, const char *id, const char *repository);
/* The options that only it has. */
extern const char *const exceptions_sign_options[];

#endif
