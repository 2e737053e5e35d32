/* makefile.h - recipes of a Makefile, as far as they are written out (GNU make, "Writing
 * Recipes in Rules"): enough to follow `make lint`. */
#ifndef FACTS_MAKEFILE_H
#define FACTS_MAKEFILE_H

#include "base/table.h"
#include "base/text.h"

struct makefile_line {
    const char *text; /* one shell's script: `@`, `-` and `+` taken away, `$$` as `$` */
    uint32_t line;
    bool ignored; /* `-`: make goes on after its failure */
};

struct makefile_target {
    const char *name;
    const char **needs; /* prerequisites, as written */
    size_t need_count, need_capacity;
    struct makefile_line *lines;
    size_t line_count, line_capacity;
};

struct makefile {
    struct table targets; /* name to struct makefile_target */
    const char *first;    /* what `make` alone makes, or NULL */
    struct table variables;
};

void makefile_read(struct makefile *out, struct arena *arena, struct text text);

#endif
