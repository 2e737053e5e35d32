/* rollback.h - what takes a release or a step of a schema back: commands of known
 * tools, and names that say it. It knows words, not where they stand. */
#ifndef FACTS_ROLLBACK_H
#define FACTS_ROLLBACK_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_rollback;
enum {
    ROLLBACK_SORT,   /* command, job, target, script, setting */
    ROLLBACK_NAME,   /* what it is called */
    ROLLBACK_SCOPE,  /* deployment, database */
    ROLLBACK_STATE,  /* ready, disabled, hollow */
    ROLLBACK_REASON, /* why it is not ready */
    ROLLBACK_TEST,
    ROLLBACK_FIELD_COUNT,
};

enum rollback_scope { ROLLBACK_DEPLOYMENT, ROLLBACK_DATABASE };
extern const char *const rollback_scope_names[]; /* by scope, NULL-ended */

/* Do the words of a command (the program first) take something back? Those that only show
 * what would happen do not. */
bool rollback_command(const char *const *words, size_t count, enum rollback_scope *scope);
/* Does the name of a job, a target or a script say that it takes something back? Names of
 * tests do not. */
bool rollback_is_name(struct arena *arena, const char *name, enum rollback_scope *scope);
/* Does a program with this name do something that lasts, or only print and wait? */
bool rollback_does_something(const char *program);
/* The same of a script of a shell. `whole` becomes false where it was cut at a limit, so that
 * false says nothing. */
bool rollback_script_does_something(struct arena *arena, struct text script, bool *whole);
/* Does it stand where nothing is deployed from: tests, examples, documentation of a
 * product, what was copied? */
bool rollback_is_aside(const char *path);

#endif
