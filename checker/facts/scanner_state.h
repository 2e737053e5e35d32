/* scanner_state.h - whether a tool that was found really does its work: the states of
 * scanner_kinds.h, with the reason of each that is not `active`. */
#ifndef FACTS_SCANNER_STATE_H
#define FACTS_SCANNER_STATE_H

#include "facts/scanner_match.h"

/* What else the tree tells of automation. */
struct scanner_surroundings {
    const struct fact_table *invocations;
    const struct fact_table *jobs; /* workflow_job */
};

struct scanner_state {
    const char *state; /* NULL: not known */
    const char *reason;
};

struct scanner_state scanner_state_of(const struct scanner_match *match, const char *purpose,
                                      const struct scanner_surroundings *surroundings);

#endif
