/* sql_connection.h - a database of SQLite in memory that a stranger's SELECT may be
 * given: it reads tables of facts and nothing else, has the functions of
 * sql_function.h, and stops at the limits of base/limits.h. A connection is used by
 * one thread. The inner header of the files sql_*.c. */
#ifndef FACTS_SQL_CONNECTION_H
#define FACTS_SQL_CONNECTION_H

#include "base/pattern.h"
#include "facts/sql.h"
#include "facts/sql_heap.h"

#include <sqlite3.h>

/* Who is told of each table and column that a statement reads; column "": none. */
struct sql_watch {
    void (*on_read)(void *state, const char *table, const char *column);
    void *state;
};

enum sql_end { SQL_END_NONE, SQL_END_STEPS, SQL_END_TIME, SQL_END_STOPPED };

struct sql_connection {
    struct arena arena; /* of the connection */
    struct sql_options options;
    sqlite3 *handle;
    struct sql_heap heap;
    struct pattern_matcher *matcher; /* NULL until a function needs it */
    struct table patterns, globs;    /* written -> compiled, of the functions */
    uint64_t steps;                  /* of the statement that runs */
    int64_t ends_at;                 /* milliseconds of the thread's processor time */
    enum sql_end end;
    bool trusted;           /* what runs is our own: tables are made and filled */
    struct sql_watch watch; /* who is told what a statement reads */
    const char *refused;    /* what the last statement asked for and may not have */
    const char *refused_word;
    struct table tables; /* name of a kind -> it, of the tables that are there */
};

/* Steps that a function of ours counts for, beyond its own instruction. */
void sql_count_steps(struct sql_connection *connection, size_t steps);
/* A statement of our own. */
struct failure *sql_execute(struct sql_connection *connection, const char *sql) MUST_CHECK;
/* Begins a run: counts steps and time from nothing. */
void sql_begin(struct sql_connection *connection);
/* Why a statement of somebody else's could not be run to its end, in words, in
 * `arena`: the limit that was reached, else what SQLite says. */
const char *sql_problem_of(struct sql_connection *connection, struct arena *arena, int code);

#endif
