/* sql.h - SELECT over facts (LANGUAGE.md, SQL): each kind is a table with the columns
 * path, line, column and the kind's fields, without its gaps. An unknown cell is
 * NULL, and so is an absent one; `gap` lists what is not known. Times and dates are
 * ISO texts, booleans 0 and 1, durations seconds, shares numbers from 0 to 1, and
 * lists JSON texts. What a statement is and what it reads is found out without a
 * repository; the tables are filled by whoever gathered them. */
#ifndef FACTS_SQL_H
#define FACTS_SQL_H

#include "base/failure.h"
#include "base/table.h"
#include "facts/fact.h"

/* What a statement reads of a kind. */
struct sql_read {
    const struct fact_kind *kind;
    bool *fields; /* one a field of the kind */
    bool named;   /* not read: only named in a text, for the table `gap` */
};

enum sql_column_place { SQL_CELL, SQL_PATH, SQL_LINE, SQL_COLUMN };

struct sql_column {
    const char *name;
    struct type type; /* of the field that it is; TYPE_ANY for an expression */
    enum sql_column_place place;
    size_t cell; /* index among the fields of the kind of its rows */
};

/* A statement that was understood: plain data, for as long as its arena. */
struct sql_statement {
    const char *text;
    struct sql_column *columns;
    size_t column_count;
    struct sql_read *reads; /* in the order in which they are first met */
    size_t read_count;
    bool reads_gaps;               /* the table `gap` */
    bool is_ordered;               /* an ORDER BY of the whole */
    const char *const *parameters; /* as bound, with their colon; NULL-ended */
    size_t *parameter_places;      /* offset of each in the text */
};

/* Why a text is no statement. */
struct sql_problem {
    size_t at, size; /* bytes of the text; size 0: of it as a whole */
    const char *message;
    const char *expected;          /* or NULL */
    const char *word;              /* what was looked for ... */
    const char *const *candidates; /* ... among these, NULL-ended; or NULL */
};

/* Understands one SELECT (or WITH ... SELECT), against empty tables. False with the
 * problem when it is none, names what is not there or asks for what it may not. A
 * row's columns path, line and column are its place where there is a `path`. */
bool sql_understand(struct arena *arena, const char *text, struct sql_statement *out,
                    struct sql_problem *problem);
/* The kind of its rows: `sql`, whose key are these columns (NULL-ended; `path` and
 * columns of the statement). Fields may all be absent and are of the type TYPE_ANY. */
const struct fact_kind *sql_kind_of(struct arena *arena, const struct sql_statement *statement,
                                    const char *const *key);

struct sql_options {
    int64_t now;                  /* what now() gives */
    bool (*is_over)(void *state); /* stop at once; NULL: never */
    void *state;
};

struct sql_connection;

struct failure *sql_open(struct sql_connection **out, const struct sql_options *options) MUST_CHECK;
void sql_close(struct sql_connection *connection); /* NULL is nothing */

/* What a statement is run over. */
struct sql_input {
    /* Of each kind that the statement reads, in its order; whole. */
    const struct fact_table *const *tables;
    const struct value *parameters; /* in the order of the statement's */
    /* Which fields the tables of the connection are made with, for whoever comes
     * first makes them for all; NULL: every one. */
    bool (*wants)(void *state, const struct fact_kind *kind, const char *field);
    void *state;
};

/* Makes tables that are not there yet and runs the statement. The rows, of `kind`,
 * are in the order that the statement asks for, else by path, line, column, key.
 * Behind them stands a gap for each row of the tables that is one or in which a cell
 * that the statement reads is unknown. `problem`: why it could not be run to its
 * end, in words (a limit, a malformed expression); then one gap is all. */
void sql_run(struct sql_connection *connection, const struct sql_statement *statement,
             const struct sql_input *input, const struct fact_kind *kind, struct arena *arena,
             struct fact_table *out, const char **problem);

/* Writes kinds into an SQLite file as `sql_run` sees them, with the table `gap` of them
 * all. The file is ours to make: it must not be there. */
struct failure *sql_write_file(const char *path, const struct fact_table *const *tables) MUST_CHECK;
/* Was the file written by sql_write_file? False as well when it cannot be read. */
bool sql_is_our_file(const char *path);

const char *sql_library_version(void); /* "3.40.1" */

#endif
