/* exception_compare.h - two records of exceptions beside each other: what they are about,
 * and which of them reaches further (reference: exceptions A8). */
#ifndef POLICY_EXCEPTION_COMPARE_H
#define POLICY_EXCEPTION_COMPARE_H

#include "policy/exception.h"

/* The rules and the scope as one text, whatever the order in which they are written: two
 * records with the same are about the same, whatever their ids. */
const char *exception_lineage_key(struct arena *arena, const struct exception *exception);

enum exception_reach {
    EXCEPTION_REACH_SAME,
    EXCEPTION_REACH_NARROWER, /* the second leaves out some of what the first covered */
    EXCEPTION_REACH_WIDER,    /* the second covers what the first did not */
};
enum exception_reach exception_reach(const struct exception *before, const struct exception *after);

/* Is there an approval in the second that the first has not: another person, or another day? */
bool exception_is_approved_anew(const struct exception *before, const struct exception *after);
/* Are the justification and the plan the same, white space apart? */
bool exception_says_the_same(struct arena *arena, const struct exception *before,
                             const struct exception *after);
/* A text with any white space as one blank. */
const char *exception_plain_text(struct arena *arena, const char *text);

#endif
