/* shutdown.h - code of a program that is run when the program is told to end by SIGTERM:
 * its own handlers, hooks of frameworks, and servers that are known to end by themselves.
 * Comments and words of strings are no code. */
#ifndef FACTS_SHUTDOWN_H
#define FACTS_SHUTDOWN_H

#include "base/arena.h"
#include "base/text.h"
#include "facts/fact.h"

extern const struct fact_kind fact_kind_shutdown_handler;
enum {
    SHUTDOWN_HANDLER_WAY,
    SHUTDOWN_HANDLER_ALONE,
    SHUTDOWN_HANDLER_TEST,
    SHUTDOWN_HANDLER_VENDORED,
};

/* Source of a program, by its ending; scripts of the shell and settings are none. */
bool shutdown_is_source(const char *path);
/* Is it of the main package of a program in Go? No other program can use it. */
bool shutdown_is_main(const char *path, struct text text);
/* The first call or setting that does it; NULL: there is none. `line` from 1. */
const char *shutdown_way(struct arena *scratch, const char *path, struct text text, uint32_t *line);

#endif
