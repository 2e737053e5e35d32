/* sql_function.h - the functions that a statement may call: a chosen part of
 * SQLite's own - none that knows a clock, chance or the machine - and these:
 * regexp(pattern, text) for `text REGEXP pattern`, glob(pattern, path) for `path
 * GLOB pattern`, semver_compare(a, b), days_between(a, b) and now(). */
#ifndef FACTS_SQL_FUNCTION_H
#define FACTS_SQL_FUNCTION_H

#include "facts/sql_connection.h"

struct failure *sql_functions_add(struct sql_connection *connection) MUST_CHECK;
bool sql_function_is_allowed(const char *name);
/* Names of all that are allowed, NULL-ended, sorted. */
extern const char *const sql_function_names[];

#endif
