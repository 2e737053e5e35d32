/* format.h - the formats that become documents: their names, the files that bear
 * them by name, and their readers. One table, document_formats; a reader more is a
 * line more. Templates and contents are not looked at: a name says what a file
 * should be, and its reader whether it is. */
#ifndef DOCUMENT_FORMAT_H
#define DOCUMENT_FORMAT_H

#include "document/node.h"

struct document_format {
    const char *name;         /* "yaml": as rules and options say it */
    const char *title;        /* "YAML": as messages say it */
    const char *const *names; /* of files, NULL-ended, or NULL; one '*' stands for anything */
    bool (*parse)(struct arena *arena, struct text text, struct document *out,
                  struct document_problem *problem);
};

extern const struct document_format document_formats[]; /* ended by a NULL name */
enum { DOCUMENT_FORMATS_MAX = 32 };

/* By its name; NULL when there is none of it. */
const struct document_format *document_format_find(const char *name);
/* By the name of a file, case-sensitive: a whole name first, then the one that says
 * most of it. NULL when the name promises none of them. */
const struct document_format *document_format_of_path(const char *path);
/* All names, in the table's order, NULL-ended. */
const char *const *document_format_names(struct arena *arena);

#endif
