/* init_baseline.h - `init --baseline`: writes the findings of today into
 * .bylaw/baseline.yml, so that the first day is green, or takes out of it what was mended. */
#ifndef CLI_INIT_BASELINE_H
#define CLI_INIT_BASELINE_H

#include "cli/command.h"

/* Judges the work tree by what stands in it, and writes. Gives the exit status; what was
 * written, and what blocks all the same, is printed. */
int init_baseline(const struct invocation *invocation, const char *repository);

#endif
