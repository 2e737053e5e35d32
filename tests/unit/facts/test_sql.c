/* Facts as tables: the schema, values there and back, gaps, order and functions. */
#include "sql_test.h"

static void add_files(void)
{
    static const struct {
        const char *path;
        int64_t size;
        bool generated;
    } files[] = {{"a.c", 10, false}, {"b.c", 30, true}, {"d/c.md", 20, false}};
    for (size_t i = 0; i < 3; i++) {
        struct fact_row *row = add("file", files[i].path, 1);
        set("file", row, "size", value_integer(files[i].size));
        set("file", row, "generated", value_boolean(files[i].generated));
    }
}

static void a_kind_is_a_table_of_its_fields(void **state)
{
    (void)state;
    add_files();
    assert_rows("SELECT path, size FROM file", "a.c:0 10; b.c:0 30; d/c.md:0 20");
    assert_rows("SELECT path, line, column, size FROM file WHERE size > 10",
                "b.c:1 30; d/c.md:1 20");
    assert_rows("SELECT sum(size) AS bytes, count(*) AS files FROM file", "60, 3");
    assert_rows("SELECT * FROM file WHERE path = 'a.c'", "a.c:1 10, false, none, none, none");
}

static void a_column_is_what_its_field_is(void **state)
{
    (void)state;
    add_files();
    struct fact_table table = ask("SELECT path, generated, vendored FROM file WHERE generated");
    assert_int_equal(table.count, 1);
    assert_int_equal(table.rows[0].cells[0].kind, VALUE_BOOLEAN);
    assert_true(table.rows[0].cells[0].boolean);
    assert_int_equal(table.rows[0].cells[1].kind, VALUE_ABSENT);
    /* An expression is what SQLite makes of it. */
    table = ask("SELECT max(generated) AS generated FROM file");
    assert_int_equal(table.rows[0].cells[0].kind, VALUE_INTEGER);
}

static void values_come_back_as_they_went(void **state)
{
    (void)state;
    struct fact_row *row = add("adr", "docs/adr/1.md", 3);
    set("adr", row, "date", value_date(20605));
    set("adr", row, "status_since", value_time(1780272000));
    row = add("ownership", "a", 1);
    const struct value owners[] = {value_text("@a/\"b\""), value_text("\x01\\")};
    set("ownership", row, "owners", value_list_of(&arena, owners, 2));
    row = add("container", "k.yml", 1);
    const struct value ports[] = {value_integer(80), value_integer(443)};
    set("container", row, "ports", value_list_of(&arena, ports, 2));
    row = add("disclosure", "SECURITY.md", 1);
    set("disclosure", row, "response_time", value_duration(86400 * 90));
    assert_rows("SELECT path, date, status_since FROM adr",
                "docs/adr/1.md:0 2026-06-01, 2026-06-01T00:00:00Z");
    struct fact_table table = ask("SELECT owners FROM ownership");
    assert_string_equal(written(&table), "@a/\"b\", \x01\\");
    assert_int_equal(table.rows[0].cells[0].kind, VALUE_LIST);
    table = ask("SELECT ports FROM container");
    assert_int_equal(table.rows[0].cells[0].list->items[1].kind, VALUE_INTEGER);
    assert_string_equal(written(&table), "80, 443");
    table = ask("SELECT response_time FROM disclosure");
    assert_int_equal(table.rows[0].cells[0].kind, VALUE_DURATION);
    assert_rows("SELECT o.value AS port FROM container, json_each(ports) o ORDER BY 1", "80; 443");
    assert_rows("SELECT date AS day FROM adr WHERE date < '2026-06-02'", "2026-06-01");
}

static void a_kind_that_is_nowhere_has_no_path(void **state)
{
    (void)state;
    struct fact_row *row = add("commit", NULL, 0);
    set("commit", row, "commit", value_text("abc"));
    struct sql_statement statement;
    struct sql_problem mistake;
    assert_false(sql_understand(&arena, "SELECT path FROM \"commit\"", &statement, &mistake));
    assert_string_equal(mistake.message, "unknown column 'path'");
    struct fact_table table = ask("SELECT \"commit\", bot FROM \"commit\"");
    assert_string_equal(written(&table), "abc, none");
    assert_true(table.kind->nowhere);
    /* and line is a column like others where there is no path */
    table = ask("SELECT count(*) AS line FROM \"commit\"");
    assert_string_equal(written(&table), "1");
}

static void what_is_not_known_is_null_and_a_gap(void **state)
{
    (void)state;
    add_files();
    struct fact_row *row = add("file", "sub", 1);
    set("file", row, "size", value_unknown(&arena, UNKNOWN_UNOBSERVABLE, "it is a submodule"));
    add_gap("file", "lost", UNKNOWN_UNREADABLE, "the tree is lost");
    assert_rows("SELECT path FROM file WHERE size IS NULL",
                "sub:0; sub:1 ? it is a submodule; lost:1 ? the tree is lost");
    /* Nobody asked for the size: then only the gap counts. */
    assert_rows("SELECT path FROM file WHERE generated", "b.c:0; lost:1 ? the tree is lost");
    /* Without a path they are one for each reason. */
    add_gap("file", "lost2", UNKNOWN_UNREADABLE, "the tree is lost");
    assert_rows("SELECT count(*) AS files FROM file", "4; ? the tree is lost");
    struct fact_table table = ask("SELECT path FROM file WHERE generated");
    assert_int_equal(table.rows[1].cells[0].unknown->class, UNKNOWN_UNREADABLE);
}

static void gaps_are_a_table(void **state)
{
    (void)state;
    add_files();
    add_gap("file", "lost", UNKNOWN_UNREADABLE, "the tree is lost");
    struct fact_row *row = add("file", "sub", 1);
    set("file", row, "size", value_unknown(&arena, UNKNOWN_UNOBSERVABLE, "it is a submodule"));
    add_gap("adr", "x.md", UNKNOWN_UNREADABLE, "too long");
    assert_rows("SELECT kind, path, class, reason, field FROM gap WHERE kind IN ('file', 'adr')",
                "lost:0 file, unreadable, the tree is lost, none; "
                "sub:0 file, unobservable, it is a submodule, size; "
                "x.md:0 adr, unreadable, too long, none");
    /* Of the kinds that are read it holds what is read of them. */
    assert_rows("SELECT (SELECT count(*) FROM gap) AS gaps, max(generated) AS x FROM file",
                "1, 1; ? the tree is lost");
    assert_rows("SELECT (SELECT count(*) FROM gap) AS gaps, max(size) AS x FROM file",
                "2, 30; ? the tree is lost; ? it is a submodule");
    struct sql_statement statement;
    struct sql_problem mistake;
    assert_false(sql_understand(&arena, "SELECT * FROM gap", &statement, &mistake));
    assert_true(
        sql_understand(&arena, "SELECT * FROM gap WHERE kind = 'adr'", &statement, &mistake));
    assert_int_equal(statement.read_count, 1);
    assert_true(statement.reads[0].named);
}

static void rows_have_an_order(void **state)
{
    (void)state;
    add_files();
    assert_rows("SELECT path FROM file ORDER BY size DESC", "b.c:0; d/c.md:0; a.c:0");
    assert_rows("SELECT path FROM (SELECT path FROM file ORDER BY size DESC)",
                "a.c:0; b.c:0; d/c.md:0");
    static const char *const key[] = {"b", NULL};
    struct fact_table table = ask_of("SELECT 1 AS a, 'z' AS b UNION ALL SELECT 2, 'c'", key, NULL);
    assert_string_equal(written(&table), "2, c; 1, z");
}

static void what_is_read_is_known(void **state)
{
    (void)state;
    struct sql_statement statement;
    struct sql_problem mistake;
    assert_true(sql_understand(&arena,
                               "WITH big AS (SELECT path FROM file WHERE size > :params_most)\n"
                               "SELECT m.path, count(*) AS files FROM Manifest m, big b\n"
                               "WHERE b.path GLOB m.directory GROUP BY m.path",
                               &statement, &mistake));
    assert_int_equal(statement.read_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct sql_read *read = &statement.reads[i];
        bool is_file = strcmp(read->kind->name, "file") == 0;
        assert_true(read->fields[fact_field_find(read->kind, is_file ? "size" : "directory")]);
        assert_false(
            read->fields[fact_field_find(read->kind, is_file ? "generated" : "ecosystem")]);
        assert_false(read->named);
    }
    assert_string_equal(statement.parameters[0], ":params_most");
    assert_null(statement.parameters[1]);
    assert_int_equal(statement.parameter_places[0], 48);
    assert_int_equal(statement.column_count, 2);
    assert_false(statement.is_ordered);
}

static void parameters_are_bound(void **state)
{
    (void)state;
    add_files();
    static const char *const no_key[] = {NULL};
    struct value most = value_integer(15);
    struct fact_table table =
        ask_of("SELECT path FROM file WHERE size > :params_most", no_key, &most);
    assert_string_equal(written(&table), "b.c:0; d/c.md:0");
    const struct value paths[] = {value_text("a.c"), value_text("b.c")};
    struct value list = value_list_of(&arena, paths, 2);
    table = ask_of("SELECT path FROM file WHERE path IN (SELECT value FROM json_each(:params_l))",
                   no_key, &list);
    assert_string_equal(written(&table), "a.c:0; b.c:0");
    struct value since = value_date(0);
    table = ask_of("SELECT days_between(:params_since, '1970-02-01') AS days", no_key, &since);
    assert_string_equal(written(&table), "31");
}

static void functions_do_what_they_say(void **state)
{
    (void)state;
    assert_value("'abc' REGEXP '^a.c$'", "1");
    assert_value("regexp('^b', 'abc')", "0");
    assert_value("'abc' REGEXP NULL", "none");
    assert_value("NULL REGEXP 'a'", "none");
    /* our globs, not SQLite's: a star stops at a slash, and a plain one is in any folder */
    assert_value("'a/b.tf' GLOB '*.tf'", "1");
    assert_value("'a/b/c' GLOB 'a/*'", "0");
    assert_value("'a/b/c' GLOB 'a/**'", "1");
    assert_value("glob('{a,b}/*', 'b/x')", "1");
    assert_value("semver_compare('1.2.3', '1.10.0')", "-1");
    assert_value("semver_compare('v2.0.0', '2.0.0')", "0");
    assert_value("semver_compare('1.0.0', '1.0.0-rc.1')", "1");
    assert_value("semver_compare('1.0', '1.0.0')", "none");
    assert_value("days_between('2026-05-01', '2026-06-01')", "31");
    assert_value("days_between('2026-06-01', '2026-05-31T23:00:00Z')", "-1");
    assert_value("days_between('2026-05-31T01:00:00Z', '2026-06-01')", "0");
    assert_value("days_between('soon', '2026-06-01')", "none");
    assert_value("days_between(NULL, now())", "none");
    assert_value("now()", "2026-06-01T00:00:00Z");
    assert_value("upper('a') || 1 || json_array(1, 'x')", "A1[1,\"x\"]");
}

static void a_pattern_of_a_column_is_that_row_s(void **state)
{
    (void)state;
    static const char *const patterns[] = {"^a", "^b", "b$"};
    for (size_t i = 0; i < 3; i++) {
        struct fact_row *row = add("secret", "f", (uint32_t)i + 1);
        set("secret", row, "redacted", value_text(patterns[i]));
    }
    assert_rows("SELECT line AS at, 'ab' REGEXP redacted AS hit FROM secret ORDER BY 1",
                "1, 1; 2, 0; 3, 1");
    /* More of them than are kept. */
    assert_rows("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
                "SELECT sum('a7' REGEXP ('^a' || i || '$')) AS r, sum('a7' GLOB ('a' || i)) AS g "
                "FROM n",
                "1, 1");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_kind_is_a_table_of_its_fields),
        TEST(a_column_is_what_its_field_is),
        TEST(values_come_back_as_they_went),
        TEST(a_kind_that_is_nowhere_has_no_path),
        TEST(what_is_not_known_is_null_and_a_gap),
        TEST(gaps_are_a_table),
        TEST(rows_have_an_order),
        TEST(what_is_read_is_known),
        TEST(parameters_are_bound),
        TEST(functions_do_what_they_say),
        TEST(a_pattern_of_a_column_is_that_row_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
