/* explain_table.h - the settings of a rule as a table for a terminal. */
#ifndef CLI_EXPLAIN_TABLE_H
#define CLI_EXPLAIN_TABLE_H

#include "cli/command.h"
#include "policy/ruleset.h"

struct failure *explain_print_table(const struct invocation *invocation,
                                    const struct setting *setting) MUST_CHECK;

#endif
