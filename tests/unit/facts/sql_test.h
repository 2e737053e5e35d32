/* sql_test.h - what the tests of SQL share: tables made by hand, and a statement over
 * them. */
#ifndef SQL_TEST_H
#define SQL_TEST_H

#include "base/date.h"
#include "facts/gather.h"
#include "facts/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

enum { TABLES_MAX = 8 };

/* The facts of a test; kinds that are not among them are empty. */
static struct fact_table tables[TABLES_MAX];
static size_t table_count;
static struct sql_connection *connection;
static const char *problem;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 16);
    table_count = 0;
    connection = NULL;
    problem = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sql_close(connection);
    arena_release(&arena);
    return 0;
}

static size_t field_count(const struct fact_kind *kind)
{
    size_t count = 0;
    while (kind->fields[count].name)
        count++;
    return count;
}

static struct fact_table *table_of(const char *name)
{
    const struct fact_kind *kind = fact_kind_find(name);
    assert_non_null(kind);
    for (size_t i = 0; i < table_count; i++)
        if (tables[i].kind == kind)
            return &tables[i];
    assert_true(table_count < TABLES_MAX);
    tables[table_count] = (struct fact_table){.kind = kind};
    return &tables[table_count++];
}

/* A row more, all cells absent. Rows are added in the order in which they stand. */
static struct fact_row *add(const char *name, const char *path, uint32_t line)
{
    struct fact_table *table = table_of(name);
    struct fact_row *rows = ARENA_ARRAY(&arena, struct fact_row, table->count + 1);
    if (table->count > 0)
        memcpy(rows, table->rows, table->count * sizeof(*rows));
    table->rows = rows;
    struct fact_row *row = &rows[table->count++];
    *row = (struct fact_row){
        .path = path,
        .line = line,
        .column = path ? 1 : 0,
        .cells = ARENA_ARRAY(&arena, struct value, field_count(table->kind) + 1),
    };
    return row;
}

static inline void set(const char *name, struct fact_row *row, const char *field,
                       struct value value)
{
    int index = fact_field_find(fact_kind_find(name), field);
    assert_true(index >= 0);
    row->cells[index] = value;
}

static inline void add_gap(const char *name, const char *path, enum unknown_class class,
                           const char *reason)
{
    struct fact_row *row = add(name, path, 1);
    row->gap = true;
    for (size_t i = 0; i < field_count(fact_kind_find(name)); i++)
        row->cells[i] = value_unknown(&arena, class, reason);
}

static inline struct fact_table ask_of(const char *sql, const char *const *key,
                                       const struct value *parameters)
{
    struct sql_statement statement;
    struct sql_problem mistake;
    if (!sql_understand(&arena, sql, &statement, &mistake))
        fail_msg("%s: %s", sql, mistake.message);
    int64_t now = 0;
    assert_true(time_parse("2026-06-01T00:00:00Z", &now));
    if (!connection)
        assert_null(sql_open(&connection, &(struct sql_options){.now = now}));
    const struct fact_table **inputs =
        ARENA_ARRAY(&arena, const struct fact_table *, statement.read_count + 1);
    for (size_t i = 0; i < statement.read_count; i++)
        inputs[i] = table_of(statement.reads[i].kind->name);
    const struct sql_input input = {.tables = inputs, .parameters = parameters};
    struct fact_table out;
    sql_run(connection, &statement, &input, sql_kind_of(&arena, &statement, key), &arena, &out,
            &problem);
    return out;
}

static inline struct fact_table ask(const char *sql)
{
    static const char *const no_key[] = {NULL};
    return ask_of(sql, no_key, NULL);
}

/* The rows as text: `path:line cell, cell; ...`; a gap is `? reason`. */
static inline const char *written(const struct fact_table *table)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        buffer_add_string(&out, i == 0 ? "" : "; ");
        if (row->path)
            buffer_printf(&out, "%s:%u", row->path, row->line);
        for (size_t f = 0; table->kind->fields[f].name && !row->gap; f++)
            buffer_printf(&out, "%s%s", f == 0 ? row->path ? " " : "" : ", ",
                          value_format(&arena, &row->cells[f]));
        if (row->gap)
            buffer_printf(&out, "%s? %s", row->path ? " " : "", row->cells[0].unknown->reason);
    }
    const char *copy = arena_strdup(&arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static inline void assert_rows(const char *sql, const char *expected)
{
    struct fact_table table = ask(sql);
    assert_string_equal(written(&table), expected);
}

/* One cell of one row that needs no facts. */
static inline void assert_value(const char *expression, const char *expected)
{
    struct fact_table table = ask(arena_printf(&arena, "SELECT %s AS x", expression));
    const char *got = written(&table);
    if (strcmp(got, expected) != 0)
        fail_msg("%s: %s, expected %s", expression, got, expected);
}

#endif
