/* adr_body.h - what a decision record says, sentence by sentence, and how much of it
 * another version says otherwise. Its status, its title, its lines of metadata, the
 * targets of its links, comments, marks, case and how the lines are wrapped are no part
 * of what it says. */
#ifndef FACTS_ADR_BODY_H
#define FACTS_ADR_BODY_H

#include "facts/adr.h"

enum adr_part {
    ADR_PART_OTHER,
    ADR_PART_CONTEXT,
    ADR_PART_DECISION,
    ADR_PART_CONSEQUENCES,
};

/* A sentence, a list item, a row of a table: its words, folded. */
struct adr_unit {
    const char *words;
    enum adr_part part;
    bool later; /* under a heading like "Update" or itself one, with a date */
};

struct adr_body {
    const struct adr_unit *units;
    size_t count;
};

void adr_body_read(struct adr_body *out, struct arena *arena, struct arena *scratch,
                   const struct prose *prose, enum adr_format format);

struct adr_difference {
    bool known; /* false: it is longer than LIMIT_ADR_UNITS */
    bool changed;
    bool substitution;   /* one name was put for another, in several places */
    bool dated_addition; /* nothing but dated updates were added */
    size_t core;         /* of context, decision and consequences: changed */
    size_t core_before;  /* and how many there were */
    size_t decision;     /* changed */
};

/* Corrected spelling is no change, nor is another order of the same sentences. */
struct adr_difference adr_body_compare(struct arena *scratch, const struct adr_body *before,
                                       const struct adr_body *after);

#endif
