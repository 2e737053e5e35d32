/* fact_file.h - an SQLite file of facts, for `bylaw facts --sqlite`. */
#ifndef CLI_FACT_FILE_H
#define CLI_FACT_FILE_H

#include "base/failure.h"
#include "facts/fact.h"

/* Fails when there is something at the path that is no such file of ours: it is left
 * as it is. */
struct failure *fact_file_check(const char *path) MUST_CHECK;
/* Writes the tables (NULL-ended); the file appears whole or not at all. */
struct failure *fact_file_write(const char *path,
                                const struct fact_table *const *tables) MUST_CHECK;

#endif
