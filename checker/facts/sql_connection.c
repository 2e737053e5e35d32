#include "facts/sql_connection.h"

#include "base/limits.h"
#include "facts/sql_function.h"
#include "facts/sql_schema.h"

#include <string.h>
#include <time.h>

enum { STEPS_A_LOOK = 1000 };

/* Not the time on the wall: a busy machine must not change a verdict. */
static int64_t processor_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sql_count_steps(struct sql_connection *connection, size_t steps)
{
    connection->steps += steps;
}

void sql_begin(struct sql_connection *connection)
{
    connection->steps = 0;
    connection->end = SQL_END_NONE;
    connection->heap.reached = false;
    connection->refused = connection->refused_word = NULL;
    connection->ends_at = processor_milliseconds() + (int64_t)LIMIT_SQL_SECONDS * 1000;
}

/* Called by SQLite between instructions; what is not 0 ends the statement. */
static int on_progress(void *state)
{
    struct sql_connection *connection = state;
    if (connection->trusted)
        return 0;
    connection->steps += STEPS_A_LOOK;
    if (connection->steps > LIMIT_SQL_STEPS)
        connection->end = SQL_END_STEPS;
    else if (processor_milliseconds() > connection->ends_at)
        connection->end = SQL_END_TIME;
    else if (connection->options.is_over && connection->options.is_over(connection->options.state))
        connection->end = SQL_END_STOPPED;
    return connection->end != SQL_END_NONE;
}

static int refuse(struct sql_connection *connection, const char *what, const char *word)
{
    if (!connection->refused) {
        connection->refused = what;
        connection->refused_word = word ? arena_strdup(&connection->arena, word) : NULL;
    }
    return SQLITE_DENY;
}

/* Without a column it may be a name that the statement itself gives: WITH x AS (...).
 * Tables of SQLite's own bear its prefix, or are made when they are first named, and
 * that is refused. */
static int authorize_read(struct sql_connection *connection, const char *table, const char *column,
                          const char *database)
{
    bool is_ours = table && (strcmp(table, sql_gap_table) == 0 || fact_kind_find(table));
    bool has_column = column && column[0] != '\0';
    if (!table || strcmp(table, "json_each") == 0 || strcmp(table, "json_tree") == 0 ||
        (!is_ours && !has_column && !string_starts_with(table, "sqlite_")))
        return SQLITE_OK;
    if (!is_ours || (database && strcmp(database, "main") != 0))
        return refuse(connection, "unknown table", table);
    if (connection->watch.on_read)
        connection->watch.on_read(connection->watch.state, table, column);
    return SQLITE_OK;
}

/* SQLite asks here for all that a statement does, as it is prepared. */
static int authorize(void *state, int action, const char *first, const char *second,
                     const char *database, const char *trigger)
{
    struct sql_connection *connection = state;
    (void)trigger;
    if (connection->trusted)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_READ:
        return authorize_read(connection, first, second, database);
    case SQLITE_FUNCTION:
        return sql_function_is_allowed(second) ? SQLITE_OK
                                               : refuse(connection, "unknown function", second);
    default:
        return refuse(connection, "only SELECT is run here", NULL);
    }
}

static void set_limits(sqlite3 *handle)
{
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, LIMIT_SQL_CELL_BYTES},
        {SQLITE_LIMIT_SQL_LENGTH, LIMIT_SQL_BYTES},
        {SQLITE_LIMIT_COLUMN, LIMIT_SQL_COLUMNS},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 50},
        {SQLITE_LIMIT_VDBE_OP, 100000},
        {SQLITE_LIMIT_FUNCTION_ARG, 30},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 200},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        sqlite3_limit(handle, limits[i].limit, limits[i].value);
}

/* SQLite looks for a misspelt "column" as a text, reads files and trusts what is
 * written in a schema, unless it is told not to. */
static bool configure(sqlite3 *handle)
{
    static const struct {
        int what, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
    };
    bool done = true;
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
        done = done &&
               sqlite3_db_config(handle, switches[i].what, switches[i].value, NULL) == SQLITE_OK;
    return done;
}

struct failure *sql_execute(struct sql_connection *connection, const char *sql)
{
    connection->trusted = true;
    int code = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
    connection->trusted = false;
    if (code == SQLITE_OK)
        return NULL;
    if (code == SQLITE_NOMEM)
        return failure_new(FAILURE_LIMIT, "the facts take more memory than SQL may have");
    return failure_new(FAILURE_BUG, "SQL '%.60s': %s", sql, sqlite3_errmsg(connection->handle));
}

/* Nothing of what is sorted or grouped may reach a disk: temp_store. */
static struct failure *prepare_connection(struct sql_connection *connection)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(":memory:", &connection->handle, flags, NULL) != SQLITE_OK)
        return failure_new(FAILURE_ENVIRONMENT, "cannot start SQLite: %s",
                           connection->handle ? sqlite3_errmsg(connection->handle) : "no memory");
    /* These two tables are made when they are first named. */
    TRY(sql_execute(connection, "PRAGMA temp_store=MEMORY; PRAGMA journal_mode=OFF;"
                                "SELECT 1 FROM json_each('[]'), json_tree('[]')"));
    if (!configure(connection->handle))
        return failure_new(FAILURE_ENVIRONMENT, "this SQLite cannot be made safe");
    set_limits(connection->handle);
    sqlite3_set_authorizer(connection->handle, authorize, connection);
    sqlite3_progress_handler(connection->handle, STEPS_A_LOOK, on_progress, connection);
    return sql_functions_add(connection);
}

struct failure *sql_open(struct sql_connection **out, const struct sql_options *options)
{
    if (!sql_heap_install())
        return failure_new(FAILURE_BUG, "SQLite was started before its memory was limited");
    struct sql_connection *connection = calloc(1, sizeof(*connection));
    if (!connection)
        return failure_new(FAILURE_ENVIRONMENT, "no memory for SQLite");
    arena_init(&connection->arena, 1 << 12);
    table_init(&connection->tables, &connection->arena);
    table_init(&connection->patterns, &connection->arena);
    table_init(&connection->globs, &connection->arena);
    connection->options = *options;
    connection->heap.limit = LIMIT_SQL_HEAP;
    struct sql_heap *before = sql_heap_enter(&connection->heap);
    struct failure *failure = prepare_connection(connection);
    sql_heap_enter(before);
    if (failure) {
        sql_close(connection);
        return failure;
    }
    *out = connection;
    return NULL;
}

void sql_close(struct sql_connection *connection)
{
    if (!connection)
        return;
    struct sql_heap *before = sql_heap_enter(&connection->heap);
    sqlite3_close(connection->handle);
    sql_heap_enter(before);
    for (size_t i = 0; i < connection->patterns.count; i++)
        pattern_free(connection->patterns.entries[i].value);
    if (connection->matcher)
        pattern_matcher_free(connection->matcher);
    arena_release(&connection->arena);
    free(connection);
}

const char *sql_problem_of(struct sql_connection *connection, struct arena *arena, int code)
{
    switch (connection->end) {
    case SQL_END_STEPS:
        return arena_printf(arena, "the SQL takes more than %d million steps",
                            LIMIT_SQL_STEPS / 1000000);
    case SQL_END_TIME:
        return arena_printf(arena, "the SQL takes longer than %d seconds", LIMIT_SQL_SECONDS);
    case SQL_END_STOPPED:
        return "the time ran out before the SQL was done";
    case SQL_END_NONE:
        break;
    }
    if (code == SQLITE_NOMEM || connection->heap.reached)
        return arena_printf(arena, "the SQL takes more than %zu MiB of memory",
                            connection->heap.limit >> 20);
    if (code == SQLITE_TOOBIG)
        return arena_printf(arena, "a text of the SQL is longer than %d bytes",
                            LIMIT_SQL_CELL_BYTES);
    return arena_printf(arena, "the SQL fails: %s", sqlite3_errmsg(connection->handle));
}

const char *sql_library_version(void)
{
    return sqlite3_libversion();
}
