/* script_failure.h - does a script end when one of its commands fails? */
#ifndef FACTS_SCRIPT_FAILURE_H
#define FACTS_SCRIPT_FAILURE_H

#include "facts/shell_flow.h"

struct script_failure {
    bool stops;      /* as the shell is set at this command */
    bool pipes_fail; /* the same */
    /* Within `( )`: what holds behind it; 0: nothing was set there. */
    size_t subshell;
    unsigned depth;
    bool outer_stops, outer_pipes_fail;
};

/* Reads `set -e`, `set +e`, `set -o pipefail` ... when the script comes to them. */
void script_failure_follow(struct script_failure *failure, const struct shell_command *command);
/* Why the failure of a command does not fail the script; NULL: it does. */
const char *script_failure_of(const struct script_failure *failure, const struct shell_flow *flow,
                              size_t index);
/* Does the script go on as if nothing were when a command, or the pipe that it stands in,
 * fails: `|| true` or `|| echo ...` stands behind it, or the shell does not stop? */
bool script_goes_on(const struct script_failure *failure, const struct shell_flow *flow,
                    size_t index);
/* Can the script end well although its last command failed? `|| true`, `|| :`,
 * `|| exit 0`, `|| echo ...` behind it, or `set +e` before it and a last command that
 * cannot fail. Runners stop at the first failure (`bash -e`) otherwise. */
bool script_forgives(const struct shell_script *script);

#endif
