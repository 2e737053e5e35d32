/* sql_schema.h - the tables that kinds of facts are in SQL, and values as cells of
 * them. Inner header of the files sql_*.c. */
#ifndef FACTS_SQL_SCHEMA_H
#define FACTS_SQL_SCHEMA_H

#include "facts/fact.h"

#include <sqlite3.h>

extern const char sql_gap_table[]; /* its name */
extern const char sql_gap_schema[];

/* path, line, column: columns that a kind has before its fields, if its rows have a
 * place at all. */
enum { SQL_OWN_COLUMNS = 3 };
extern const char *const sql_own_columns[]; /* NULL-ended */
extern const char *const sql_gap_columns[]; /* NULL-ended */

const char *sql_create_table(struct arena *arena, const struct fact_kind *kind);
/* INSERT INTO "kind" VALUES (?, ...) with so many columns. */
const char *sql_insert_into(struct arena *arena, const char *table, size_t columns);
size_t sql_field_count(const struct fact_kind *kind);
size_t sql_column_count(const struct fact_kind *kind);
/* The type that a column was declared with; TYPE_ANY for NULL: an expression. */
struct type sql_type_declared(const char *declared);

/* The bytes that are bound must last until the statement is reset: lists are copied.
 * The result is a code of SQLite. */
int sql_bind(sqlite3_stmt *statement, int number, const struct value *value);
/* Binds the next row of a kind; those fields for which `wanted` is false stay NULL. */
int sql_bind_row(sqlite3_stmt *statement, const struct fact_kind *kind, const struct fact_row *row,
                 const bool *wanted);
/* The value of a cell of a result. False, with words, when it is one that no field
 * can have: bytes, or a text with a NUL. */
bool sql_value_of(struct arena *arena, sqlite3_stmt *statement, int column, const struct type *type,
                  struct value *out, const char **problem);

/* What is not known of a row: the gap itself, or its first cell of those `wanted`
 * (NULL: all) from `from` on that is unknown. NULL when all is known; `field` is then
 * the index of the cell, SIZE_MAX for a gap. */
const struct unknown *sql_unknown_of(const struct fact_kind *kind, const struct fact_row *row,
                                     const bool *wanted, size_t from, size_t *field);

#endif
