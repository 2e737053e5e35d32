/* cells.h - what tables for people have in common: texts made visible, how wide they are,
 * the cell of a field by its name. */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "facts/fact.h"

/* As escape_visible has it. */
const char *cell_visible(struct arena *arena, const char *string);
/* Code points; nobody here knows how wide a terminal draws them. */
size_t cell_columns(const char *text);
/* The text in that field of a row; NULL when the kind has no such field, or the cell is no text. */
const char *cell_of_field(const struct fact_table *table, const struct fact_row *row,
                          const char *field);

#endif
