/* trials.h - what the worlds of rules gave, as text, TAP (version 14) and JUnit XML. The
 * same bytes for the same results: no times are told. */
#ifndef REPORT_TRIALS_H
#define REPORT_TRIALS_H

#include "engine/trial.h"

struct trials {
    const struct trial_result *results; /* one a rule */
    size_t count;
    bool mutated; /* changes of the rules were tried too */
};

/* What is wrong, and a line of sums. */
void trials_write_text(struct buffer *out, const struct trials *trials);
/* Test Anything Protocol, version 14: a test point for each world and each mutant. */
void trials_write_tap(struct buffer *out, const struct trials *trials);
/* A test suite a rule, a test case a world or mutant, as Jenkins, GitLab and Azure read
 * them. */
void trials_write_junit(struct buffer *out, const struct trials *trials);

#endif
