/* query_sql.h - `bylaw query --sql`: a SELECT over the facts of a repository. */
#ifndef CLI_QUERY_SQL_H
#define CLI_QUERY_SQL_H

#include "cli/command.h"

/* Runs it and prints the rows as a table, JSON or CSV. The exit status: 0 there are
 * rows, 1 there are none, 2 a mistake in the statement, 4 a limit was reached. */
int query_sql(const struct invocation *invocation, const char *sql, const char *repository);

#endif
