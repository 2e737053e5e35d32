/* What a stranger's statement may not do, and where it is stopped. */
#include "sql_test.h"

#include "base/limits.h"
#include "facts/sql_heap.h"
#include "facts/sql_token.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void assert_refused(const char *sql, const char *message)
{
    struct sql_statement statement;
    struct sql_problem mistake = {0};
    if (sql_understand(&arena, sql, &statement, &mistake))
        fail_msg("%s: understood", sql);
    if (!strstr(mistake.message, message))
        fail_msg("%s: %s, expected %s", sql, mistake.message, message);
}

static void only_select_is_run(void **state)
{
    (void)state;
    static const char *const statements[] = {
        "",
        "-- nothing",
        "INSERT INTO file VALUES (1)",
        "UPDATE file SET path = ''",
        "DELETE FROM file",
        "DROP TABLE file",
        "CREATE TABLE x (y)",
        "CREATE TEMP VIEW x AS SELECT 1",
        "ATTACH 'x.db' AS x",
        "DETACH main",
        "PRAGMA table_info(file)",
        "VACUUM INTO 'x.db'",
        "ANALYZE",
        "REINDEX",
        "BEGIN",
        "EXPLAIN SELECT 1",
        "EXPLAIN QUERY PLAN SELECT 1",
        "VALUES (1)",
    };
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
        assert_refused(statements[i], i < 2 ? "there is no SQL" : "only SELECT is run here");
    assert_refused("WITH x AS (SELECT 1) DELETE FROM file", "only SELECT is run here");
    assert_refused("WITH x AS (SELECT 1) INSERT INTO file (path) SELECT 1",
                   "only SELECT is run here");
    assert_refused("SELECT 1; DROP TABLE file", "more than one statement");
    assert_refused("SELECT 1; SELECT 2", "more than one statement");
}

static void a_semicolon_and_a_comment_may_end_it(void **state)
{
    (void)state;
    assert_rows("SELECT 1 AS x; -- that is all\n ; /* really */ ", "1");
}

static void only_facts_are_read(void **state)
{
    (void)state;
    static const char *const tables_of_sqlite[] = {
        "sqlite_master",      "sqlite_schema", "sqlite_temp_master", "main.sqlite_master",
        "temp.sqlite_master", "sqlite_dbpage", "json_eech('[]')",
    };
    for (size_t i = 0; i < sizeof(tables_of_sqlite) / sizeof(tables_of_sqlite[0]); i++) {
        assert_refused(arena_printf(&arena, "SELECT * FROM %s", tables_of_sqlite[i]),
                       "unknown table");
        assert_refused(arena_printf(&arena, "SELECT count(*) AS n FROM %s", tables_of_sqlite[i]),
                       "unknown table");
    }
    static const char *const made[] = {"pragma_table_info('file')", "pragma_database_list",
                                       "dbstat", "sqlite_stmt"};
    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        assert_refused(arena_printf(&arena, "SELECT * FROM %s", made[i]), "");
        assert_refused(arena_printf(&arena, "SELECT count(*) AS n FROM %s", made[i]), "");
    }
    assert_rows("WITH x AS (SELECT 1) SELECT count(*) AS n FROM x, (SELECT 2)", "1");
}

static void no_function_knows_a_clock_chance_or_the_machine(void **state)
{
    (void)state;
    static const char *const calls[] = {
        "load_extension('x')",
        "random()",
        "randomblob(4)",
        "zeroblob(1000000000)",
        "date('now')",
        "time()",
        "datetime('now')",
        "julianday()",
        "strftime('%s')",
        "unixepoch()",
        "CURRENT_TIMESTAMP",
        "CURRENT_DATE",
        "sqlite_version()",
        "sqlite_source_id()",
        "changes()",
        "total_changes()",
        "last_insert_rowid()",
        "sqlite_compileoption_get(1)",
        "fts3_tokenizer('x')",
        "writefile('x', 'y')",
        "readfile('/etc/passwd')",
        "edit('x')",
        "sqlite_offset(1)",
        "likelihood(1, 0.5)",
        "'a' MATCH 'a'",
    };
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        assert_refused(arena_printf(&arena, "SELECT %s", calls[i]), "unknown function");
}

static void a_mistake_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *message, *word, *expected;
        size_t at, size;
    } mistakes[] = {
        {"SELECT path FROM fil", "unknown table 'fil'", "fil", NULL, 17, 3},
        {"SELECT f.pth FROM file f", "unknown column 'f.pth'", "pth", NULL, 9, 3},
        {"SELECT sze FROM file", "unknown column 'sze'", "sze", NULL, 7, 3},
        {"SELECT summ(size) FROM file", "unknown function 'summ'", "summ", NULL, 7, 4},
        {"SELECT * FROM commit", "near \"commit\": syntax error", NULL,
         "\"commit\" in quotes, for it is a word of SQL", 14, 6},
        {"SELECT size FROM file WHERE path = \"a b\"", "unknown column 'a b'", "a b",
         "a text in single quotes, for double ones are of names", 35, 5},
        {"SELECT 1 WHERE 'a' REGEXP '(a'", "malformed regular expression", NULL, NULL, 26, 4},
        {"SELECT 1 WHERE 'a' GLOB 'a//b'", "malformed glob", NULL, NULL, 24, 6},
        {"SELECT date('now')", "unknown function 'date'", "date",
         "now(), days_between(a, b), and substr() of ISO texts", 7, 4},
        {"SELECT path FROM file, manifest", "ambiguous column name: path", NULL, "TABLE.path", 7,
         4},
        {"SELECT path FROM file WHERE path = 'a", "a quote that is not closed", NULL, NULL, 35, 1},
        {"SELECT (1", "incomplete input", NULL, NULL, 8, 1},
    };
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        struct sql_statement statement;
        struct sql_problem mistake = {0};
        assert_false(sql_understand(&arena, mistakes[i].sql, &statement, &mistake));
        assert_non_null(strstr(mistake.message, mistakes[i].message));
        assert_int_equal(mistake.at, mistakes[i].at);
        assert_int_equal(mistake.size, mistakes[i].size);
        if (mistakes[i].word)
            assert_string_equal(mistake.word, mistakes[i].word);
        if (mistakes[i].expected)
            assert_string_equal(mistake.expected, mistakes[i].expected);
    }
}

static void assert_stopped(const char *sql, const char *why)
{
    struct fact_table table = ask(sql);
    assert_non_null(problem);
    if (!strstr(problem, why))
        fail_msg("%s: %s, expected %s", sql, problem, why);
    assert_int_equal(table.count, 1);
    assert_true(table.rows[0].gap);
    assert_int_equal(table.rows[0].cells[0].unknown->class, UNKNOWN_UNREADABLE);
    assert_string_equal(table.rows[0].cells[0].unknown->reason, problem);
}

static void a_statement_without_end_is_stopped(void **state)
{
    (void)state;
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                   "SELECT count(*) AS n FROM n",
                   "million steps");
    /* and the next one has all of its own */
    assert_rows("SELECT 1 AS x", "1");
    assert_null(problem);
}

static void memory_is_bounded(void **state)
{
    (void)state;
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
                   "SELECT group_concat(printf('%900000d', i)) AS x FROM n",
                   "longer than");
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
                   "SELECT count(*) AS x FROM (SELECT DISTINCT printf('%900000d', i) FROM n)",
                   "MiB of memory");
    assert_rows("SELECT 1 AS x", "1");
}

static void names_that_double_each_other_are_bounded(void **state)
{
    (void)state;
    struct buffer sql = BUFFER_EMPTY;
    buffer_add_string(&sql, "WITH t0 AS (SELECT 1 AS x)");
    for (int i = 1; i < 40; i++)
        buffer_printf(&sql, ", t%d AS (SELECT a.x FROM t%d a, t%d b)", i, i - 1, i - 1);
    buffer_add_string(&sql, " SELECT x FROM t39");
    struct sql_statement statement;
    struct sql_problem mistake = {0};
    assert_false(sql_understand(&arena, buffer_string(&sql), &statement, &mistake));
    buffer_release(&sql);
    assert_non_null(mistake.message);
}

static void results_are_bounded(void **state)
{
    (void)state;
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) "
                   "SELECT i FROM n",
                   "rows");
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) "
                   "SELECT printf('%1000000d', i) AS x FROM n",
                   "bytes of text");
    assert_refused(arena_printf(&arena, "SELECT %*s 1", LIMIT_SQL_BYTES, ""), "more than");
}

static void values_that_no_field_has_are_refused(void **state)
{
    (void)state;
    assert_stopped("SELECT CAST('x' AS BLOB) AS x", "BLOB");
    assert_stopped("SELECT 'a' || char(0) || 'b' AS x", "NUL");
    assert_stopped("SELECT 'x' REGEXP ('(' || 'a') AS x", "no regular expression");
    assert_stopped("SELECT 'x' GLOB ('a/' || '/b') AS x", "no glob");
    assert_stopped("SELECT abs(-9223372036854775808) AS x", "integer overflow");
}

static void a_pattern_that_explodes_is_stopped(void **state)
{
    (void)state;
    assert_stopped("SELECT (replace(printf('%40d', 0), ' ', 'a') || 'b') REGEXP "
                   "'^((a+)+)+\\1$' AS x",
                   "limit of steps");
}

static bool is_over(void *state)
{
    (void)state;
    return true;
}

static void the_run_s_own_time_stops_it(void **state)
{
    (void)state;
    assert_null(sql_open(&connection, &(struct sql_options){.is_over = is_over}));
    assert_stopped("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                   "SELECT count(*) AS n FROM n",
                   "the time ran out");
}

static void a_cell_that_is_too_long_makes_a_gap(void **state)
{
    (void)state;
    char *text = arena_bytes(&arena, LIMIT_SQL_CELL_BYTES + 1);
    memset(text, 'x', LIMIT_SQL_CELL_BYTES + 1);
    struct fact_row *row = add("secret", "f", 1);
    set("secret", row, "redacted", value_text(text));
    assert_stopped("SELECT path FROM secret WHERE redacted = 'a'", "longer than");
    /* half a table is none: it is made again, and fails again */
    assert_stopped("SELECT path FROM secret WHERE redacted = 'a'", "longer than");
    assert_rows("SELECT 1 AS x", "1");
}

static void heaps_are_counted_by_thread(void **state)
{
    (void)state;
    assert_true(sql_heap_install());
    assert_true(sql_heap_install());
    struct sql_heap one = {.limit = 1000};
    struct sql_heap two = {.limit = 1 << 20};
    assert_null(sql_heap_enter(&one));
    assert_ptr_equal(sql_heap_enter(&two), &one);
    assert_ptr_equal(sql_heap_enter(NULL), &two);
}

/* One takes all the memory that it may have, again and again, and the others have
 * theirs all the same. */
static void *ask_alone(void *state)
{
    bool greedy = *(const bool *)state;
    static const char *const no_key[] = {NULL};
    struct arena own;
    arena_init(&own, 1 << 14);
    bool *as_expected = calloc(1, sizeof(bool));
    *as_expected = true;
    for (int round = 0; round < 2; round++) {
        struct sql_statement statement;
        struct sql_problem mistake;
        struct sql_connection *alone = NULL;
        const char *sql =
            greedy ? "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) "
                     "SELECT count(*) AS x FROM (SELECT DISTINCT printf('%900000d', i) FROM n)"
                   : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) "
                     "SELECT sum(i) AS x FROM n WHERE i REGEXP '[37]$'";
        struct failure *failure = NULL;
        if (!sql_understand(&own, sql, &statement, &mistake) ||
            (failure = sql_open(&alone, &(struct sql_options){0}))) {
            failure_free(failure);
            *as_expected = false;
            break;
        }
        struct fact_table out;
        const char *why = NULL;
        sql_run(alone, &statement, &(struct sql_input){0}, sql_kind_of(&own, &statement, no_key),
                &own, &out, &why);
        *as_expected = *as_expected && (greedy ? why && strstr(why, "MiB of memory") != NULL
                                               : !why && out.rows[0].cells[0].integer == 8100000);
        sql_close(alone);
    }
    arena_release(&own);
    return as_expected;
}

static void connections_do_not_know_each_other(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    bool greedy[THREADS] = {true};
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_alone, &greedy[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *as_expected = NULL;
        assert_int_equal(pthread_join(threads[i], &as_expected), 0);
        assert_true(*(bool *)as_expected);
        free(as_expected);
    }
}

static void tokens_are_those_of_sqlite(void **state)
{
    (void)state;
    static const char sql[] = "SELECT \"a\"\"b\", 'it''s' /* x */ FROM [c d] -- y\n WHERE :p_1>?2";
    static const char *const contents[] = {"SELECT", "a\"b",  ",",    "it's", "FROM",
                                           "c d",    "WHERE", ":p_1", ">",    "?2"};
    size_t from = 0;
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        struct sql_token token = sql_token_next(text_of(sql), &from);
        assert_string_equal(sql_token_content(&arena, &token), contents[i]);
    }
    struct sql_token token = sql_token_next(text_of(sql), &from);
    assert_int_equal(token.kind, SQL_END);
    assert_int_equal(sql_token_next(text_of(sql), &from).kind, SQL_END);
    from = 0;
    token = sql_token_next(text_of("'open"), &from);
    assert_int_equal(token.kind, SQL_STRING);
    assert_int_equal(token.text.size, 5);
    assert_string_equal(sql_token_content(&arena, &token), "open");
}

static void a_file_is_written_and_known_again(void **state)
{
    (void)state;
    struct fact_row *row = add("file", "a", 1);
    set("file", row, "size", value_unknown(&arena, UNKNOWN_UNOBSERVABLE, "it is a submodule"));
    const struct fact_table *const kinds[] = {table_of("file"), NULL};
    char folder[] = "/tmp/bylaw-sql-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = arena_printf(&arena, "%s/facts.db", folder);
    assert_false(sql_is_our_file(path));
    assert_null(sql_write_file(path, kinds));
    assert_true(sql_is_our_file(path));
    const char *other = arena_printf(&arena, "%s/other", folder);
    FILE *file = fopen(other, "wb");
    assert_non_null(file);
    fputs("SQLite format 3", file);
    fclose(file);
    assert_false(sql_is_our_file(other));
    struct failure *failure =
        sql_write_file(arena_printf(&arena, "%s/no/such/folder", folder), kinds);
    assert_non_null(failure);
    assert_int_equal(failure_kind(failure), FAILURE_ENVIRONMENT);
    failure_free(failure);
    unlink(path);
    unlink(other);
    rmdir(folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(only_select_is_run),
        TEST(a_semicolon_and_a_comment_may_end_it),
        TEST(only_facts_are_read),
        TEST(no_function_knows_a_clock_chance_or_the_machine),
        TEST(a_mistake_has_its_place),
        TEST(a_statement_without_end_is_stopped),
        TEST(memory_is_bounded),
        TEST(names_that_double_each_other_are_bounded),
        TEST(results_are_bounded),
        TEST(values_that_no_field_has_are_refused),
        TEST(a_pattern_that_explodes_is_stopped),
        TEST(the_run_s_own_time_stops_it),
        TEST(a_cell_that_is_too_long_makes_a_gap),
        TEST(heaps_are_counted_by_thread),
        TEST(connections_do_not_know_each_other),
        TEST(tokens_are_those_of_sqlite),
        TEST(a_file_is_written_and_known_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
