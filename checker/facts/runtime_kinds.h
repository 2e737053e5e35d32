/* runtime_kinds.h - the kind of the runtimes that a repository asks for, and the row of one;
 * files of version managers and images have a recogniser each. */
#ifndef FACTS_RUNTIME_KINDS_H
#define FACTS_RUNTIME_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_runtime;
extern const char *const runtime_names[]; /* NULL-ended */

enum runtime_sort { RUNTIME_IMAGE, RUNTIME_FILE };

struct runtime_mention {
    const char *path; /* NULL: the file's own */
    uint32_t line, column;
    enum runtime_sort sort;
    const char *runtime; /* a word of runtime_names */
    const char *version; /* as written */
    const char *stage;   /* of an image, or NULL */
    bool test;
};

/* No row where the version leaves the cycle open: `latest`, `lts`. */
void runtime_add(struct fact_writer *writer, const struct runtime_mention *mention);
/* A Dockerfile that cannot be read. */
void runtime_add_gap(struct fact_writer *writer, const char *path, bool test);

#endif
