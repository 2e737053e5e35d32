/* script_lines.h - on which line of a file each line of a script stands that the file
 * holds as a scalar, or as a list of scalars. */
#ifndef FACTS_SCRIPT_LINES_H
#define FACTS_SCRIPT_LINES_H

#include "document/node.h"
#include "facts/value.h"

struct script_lines {
    struct arena *arena;
    struct buffer *text; /* the script so far, each scalar ended by a newline */
    struct value *lines; /* an integer for each of its lines */
    size_t count, capacity;
};

/* Appends a scalar, or the scalars of a list and of the lists within it. A folded block
 * loses its lines when it is read: all of it stands where it begins. */
void script_lines_add(struct script_lines *script, const struct node *node);
/* The list; absent when there is no line. */
struct value script_lines_value(const struct script_lines *script);

#endif
