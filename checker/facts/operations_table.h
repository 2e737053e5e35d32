/* operations_table.h - rows of pipe tables in prose, as documents of operations have them. */
#ifndef FACTS_OPERATIONS_TABLE_H
#define FACTS_OPERATIONS_TABLE_H

#include "base/text.h"

#include <stdbool.h>

enum { OPERATIONS_COLUMNS_MAX = 24 };

bool operations_is_row(struct text line);
/* `|---|:--:|` below the head. */
bool operations_is_rule(struct text line);
/* The cells of a row, trimmed; what is over the limit is left out. */
size_t operations_split(struct text line, struct text cells[OPERATIONS_COLUMNS_MAX]);

#endif
