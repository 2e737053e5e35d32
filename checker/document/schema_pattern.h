/* schema_pattern.h - the patterns of schema tables. They are constants of the
 * program and few, so each is compiled once and kept for the program's life. */
#ifndef DOCUMENT_SCHEMA_PATTERN_H
#define DOCUMENT_SCHEMA_PATTERN_H

#include <stdbool.h>

/* Does the expression match somewhere in `text`? Safe from several threads. */
bool schema_pattern_matches(const char *expression, const char *text);

#endif
