/* template_reading.h - which sections of a document nobody filled in: all that they say is
 * a template's text. Headings are nobody's: a filled record keeps those of its template. */
#ifndef FACTS_TEMPLATE_READING_H
#define FACTS_TEMPLATE_READING_H

#include "facts/prose.h"
#include "facts/templates.h"

struct template_reading {
    const char *name;     /* the template that most of it is of; NULL: no section is one's */
    const bool *unfilled; /* by section; never NULL */
    size_t count;         /* of those sections */
    bool whole;           /* does no other section say anything? */
    const char *headings; /* of those sections, parted by commas */
};

/* Sections whose residue is placeholders alone are not among them (prose_is_residue). */
struct template_reading template_reading_of(struct arena *arena, const struct prose *prose);
/* As a part of a sentence: `the text of the template 'x' in 'y', 'z'`, or `the template 'x',
 * not filled in`; NULL: there is none. */
const char *template_reading_words(struct arena *arena, const struct template_reading *reading);

/* Whose guidance stands in the lines [first, end); NULL: of no template that is known. It
 * lives as long as the program. */
const char *template_of_lines(struct arena *scratch, const struct prose *prose, size_t first,
                              size_t end);

#endif
