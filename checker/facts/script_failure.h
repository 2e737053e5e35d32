/* script_failure.h - does a script end when one of its commands fails? */
#ifndef FACTS_SCRIPT_FAILURE_H
#define FACTS_SCRIPT_FAILURE_H

#include "facts/shell_words.h"

struct script_failure {
    bool stops;      /* as the shell is set at this command */
    bool pipes_fail; /* the same */
};

/* Reads `set -e`, `set +e`, `set -o pipefail` ... when the script comes to them. */
void script_failure_follow(struct script_failure *failure, const struct shell_command *command);
/* Why the failure of a command does not fail the script; NULL: it does. */
const char *script_failure_of(const struct script_failure *failure,
                              const struct shell_script *script, size_t index);

#endif
