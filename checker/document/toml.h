/* toml.h - TOML 1.0.0 with places. Tables of every form are mappings, arrays and
 * arrays of tables are sequences, dates and times texts with a tag. Whatever the
 * specification forbids is refused; integers beyond 64 bits are, too.
 *
 * Places: a table begins at its header or, where it has none, at the key that first
 * names it, and ends behind the last assignment below that header; its sub-tables,
 * which may stand anywhere, do not count. The root is the whole file.
 *
 * Texts of numbers are in one form: no underscores, no '+', hexadecimal, octal and
 * binary integers in decimal, "inf", "-inf", "nan". A number whose text has a '.', an
 * 'e', an 'E' or an 'n' is a float. Texts of dates and times are as written. Line
 * ends in texts of several lines are LF. */
#ifndef DOCUMENT_TOML_H
#define DOCUMENT_TOML_H

#include "document/node.h"

/* What `tag` of a node says of its text; NULL for every other node. */
#define TOML_OFFSET_DATE_TIME "toml:offset-date-time" /* 1979-05-27T07:32:00Z */
#define TOML_LOCAL_DATE_TIME  "toml:local-date-time"  /* 1979-05-27T07:32:00 */
#define TOML_LOCAL_DATE       "toml:local-date"       /* 1979-05-27 */
#define TOML_LOCAL_TIME       "toml:local-time"       /* 07:32:00 */

/* An empty file is an empty mapping. Nothing is added to `out` on failure. */
bool toml_parse(struct arena *arena, struct text text, struct document *out,
                struct document_problem *problem);

#endif
