/* maturity_lines.h - the levels that a repository has reached, in words. */
#ifndef REPORT_MATURITY_LINES_H
#define REPORT_MATURITY_LINES_H

#include "engine/evaluation.h"

/* The levels of one policy: `first` and those after it, `count` in all. */
struct ladder {
    const struct level_result *first;
    size_t count;
    const struct level_result *reached;  /* the highest, or NULL */
    const struct level_result *next;     /* the one after it, or NULL */
    const struct level_result *expected; /* the highest that is expected here, or NULL */
};

/* The ladder whose levels begin at `at`; `at` moves behind it. False: there is none. */
bool ladder_next(const struct evaluation *evaluation, size_t *at, struct ladder *out);
/* Is less reached than is expected? */
bool ladder_is_short(const struct ladder *ladder);
/* "ladder: silver reached, gold expected" */
void ladder_write_state(struct buffer *out, const struct ladder *ladder);
/* "gold needs OPS009 (fail), OPS012 (unknown)"; nothing where all is reached. */
void ladder_write_needs(struct buffer *out, const struct ladder *ladder);

#endif
