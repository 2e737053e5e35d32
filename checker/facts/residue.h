/* residue.h - what a template leaves behind when nobody fills it in: one
 * decision for every recogniser, so that a placeholder that fails in one place
 * passes in none. It knows words and marks, not what a document needs. */
#ifndef FACTS_RESIDUE_H
#define FACTS_RESIDUE_H

#include "facts/words.h"

enum residue_sort {
    RESIDUE_TODO,            /* TODO, TBD, FIXME, to be determined, coming soon */
    RESIDUE_INSERT,          /* [INSERT CONTACT METHOD], [your name], Reviewer: ______ */
    RESIDUE_ANGLE,           /* <your name>, <description of the project> */
    RESIDUE_BRACE,           /* {title of option 1}, {{project_name}} */
    RESIDUE_EXAMPLE_ADDRESS, /* security@example.com, your-org, @org/team */
    RESIDUE_TEMPLATE_TEXT,   /* a sentence of a well-known template */
    RESIDUE_DATE,            /* YYYY-MM-DD, NNNN where a value belongs */
    RESIDUE_LOREM,           /* lorem ipsum */
};
enum { RESIDUE_SORTS = RESIDUE_LOREM + 1 };

extern const char *const residue_sort_names[]; /* by sort, NULL-ended */

struct residue {
    enum residue_sort sort;
    struct text text; /* part of what was searched */
};

/* The next placeholder of one visible line (no code, no comments) at or after
 * `*from`, which is moved past it; false when there is none. Dates count only
 * where they stand for a value, not where a sentence speaks of a format.
 * Sentences of templates are not found here, but by residue_next_phrase. */
bool residue_next(struct text line, size_t *from, struct residue *out);
/* The next sentence or heading of a well-known template: [*from, end) words. */
bool residue_next_phrase(const struct words *words, size_t *from, size_t *end);

/* Is a single value (an address, a handle, a URL, a name, a date, an id) a
 * placeholder, or does it hold one? An empty value is one too. */
bool residue_is_value(const char *value);
/* Is a text as a whole no more than placeholders, with a few words around, or a template's
 * guidance (templates.h)? The body of a section, a table cell, a list item. An empty text is
 * not. */
bool residue_is_whole(struct arena *scratch, struct text visible);
/* Is this host one that documentation uses for examples (RFC 2606, localhost,
 * "yourcompany.com")? Folded or not. */
bool residue_is_example_host(struct text host);

#endif
