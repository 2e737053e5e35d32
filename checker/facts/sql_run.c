#include "base/limits.h"
#include "facts/gather.h"
#include "facts/sql_connection.h"
#include "facts/sql_schema.h"

#include <string.h>

/* One run of a statement. */
struct run {
    struct sql_connection *connection;
    const struct sql_statement *statement;
    const struct sql_input *input;
    const struct fact_kind *kind;
    struct arena *arena;
    struct fact_table *out;
    size_t capacity;
    size_t bytes;
    const char *problem;
};

static void set_problem(struct run *run, int code)
{
    if (!run->problem)
        run->problem = sql_problem_of(run->connection, run->arena, code);
}

static bool execute(struct run *run, const char *sql)
{
    struct failure *failure = sql_execute(run->connection, sql);
    if (!failure)
        return true;
    if (!run->problem)
        run->problem = arena_strdup(run->arena, failure_message(failure));
    failure_free(failure);
    return false;
}

static sqlite3_stmt *prepare_own(struct run *run, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    run->connection->trusted = true;
    int code = sqlite3_prepare_v2(run->connection->handle, sql, -1, &statement, NULL);
    run->connection->trusted = false;
    if (code != SQLITE_OK)
        set_problem(run, code);
    return statement;
}

static bool step_own(struct run *run, sqlite3_stmt *insert)
{
    run->connection->trusted = true;
    int code = sqlite3_step(insert);
    sqlite3_reset(insert);
    run->connection->trusted = false;
    if (code != SQLITE_DONE)
        set_problem(run, code);
    return code == SQLITE_DONE;
}

static bool fill(struct run *run, const struct fact_table *table, const bool *wanted)
{
    sqlite3_stmt *insert = prepare_own(
        run, sql_insert_into(run->arena, table->kind->name, sql_column_count(table->kind)));
    bool filled = insert && execute(run, "BEGIN");
    for (size_t i = 0; filled && i < table->count; i++) {
        if (table->rows[i].gap)
            continue;
        int code = sql_bind_row(insert, table->kind, &table->rows[i], wanted);
        if (code != SQLITE_OK)
            set_problem(run, code);
        filled = code == SQLITE_OK && step_own(run, insert);
    }
    sqlite3_finalize(insert);
    return filled && execute(run, "COMMIT");
}

/* A table is made for all that is going to be asked; half of one is none. */
static bool make_table(struct run *run, const struct fact_table *table)
{
    struct sql_connection *connection = run->connection;
    const struct fact_kind *kind = table->kind;
    if (table_has(&connection->tables, kind->name))
        return true;
    bool *wanted = ARENA_ARRAY(run->arena, bool, sql_field_count(kind) + 1);
    for (size_t i = 0; kind->fields[i].name; i++)
        wanted[i] =
            !run->input->wants || run->input->wants(run->input->state, kind, kind->fields[i].name);
    if (execute(run, sql_create_table(run->arena, kind)) && fill(run, table, wanted)) {
        table_set(&connection->tables, kind->name, connection);
        return true;
    }
    if (!sqlite3_get_autocommit(connection->handle))
        execute(run, "ROLLBACK");
    execute(run, arena_printf(run->arena, "DROP TABLE IF EXISTS \"%s\"", kind->name));
    return false;
}

static bool insert_gap(struct run *run, sqlite3_stmt *insert, const struct fact_kind *kind,
                       const struct fact_row *row, const struct unknown *unknown, size_t field)
{
    const struct value cells[] = {
        value_text(kind->name),
        value_text(row->path),
        value_text(unknown->class == UNKNOWN_UNREADABLE ? "unreadable" : "unobservable"),
        value_text(unknown->reason),
        value_text(field == SIZE_MAX ? NULL : kind->fields[field].name),
    };
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        int code = sql_bind(insert, (int)i + 1, &cells[i]);
        if (code != SQLITE_OK) {
            set_problem(run, code);
            return false;
        }
    }
    return step_own(run, insert);
}

static const bool *fields_of(const struct sql_read *read)
{
    return read->named ? NULL : read->fields;
}

/* The table `gap` is a statement's own: it depends on what else it reads. */
static bool make_gaps(struct run *run)
{
    const struct sql_statement *statement = run->statement;
    sqlite3_stmt *insert = NULL;
    bool made = execute(run, "DROP TABLE IF EXISTS \"gap\"") && execute(run, sql_gap_schema);
    if (made)
        insert = prepare_own(run, sql_insert_into(run->arena, sql_gap_table, 5));
    made = insert != NULL;
    for (size_t i = 0; i < statement->read_count && made; i++) {
        const struct fact_table *table = run->input->tables[i];
        for (size_t r = 0; r < table->count && made; r++) {
            const struct fact_row *row = &table->rows[r];
            const bool *wanted = fields_of(&statement->reads[i]);
            size_t field = 0;
            const struct unknown *unknown = sql_unknown_of(table->kind, row, wanted, 0, &field);
            while (unknown && made) {
                made = insert_gap(run, insert, table->kind, row, unknown, field);
                unknown = field == SIZE_MAX
                              ? NULL
                              : sql_unknown_of(table->kind, row, wanted, field + 1, &field);
            }
        }
    }
    sqlite3_finalize(insert);
    return made;
}

static bool make_tables(struct run *run)
{
    for (size_t i = 0; i < run->statement->read_count; i++)
        if (!run->statement->reads[i].named && !make_table(run, run->input->tables[i]))
            return false;
    return !run->statement->reads_gaps || make_gaps(run);
}

static struct fact_row *add_row(struct run *run)
{
    run->out->rows = arena_grow(run->arena, run->out->rows, run->out->count, &run->capacity,
                                sizeof(*run->out->rows));
    struct fact_row *row = &run->out->rows[run->out->count++];
    *row = (struct fact_row){
        .cells = ARENA_ARRAY(run->arena, struct value, sql_field_count(run->kind) + 1)};
    return row;
}

static uint32_t place_number(const struct value *value)
{
    bool is_number = value->kind == VALUE_INTEGER && value->integer > 0;
    return is_number && value->integer <= UINT32_MAX ? (uint32_t)value->integer : 0;
}

static void set_cell(struct run *run, struct fact_row *row, const struct sql_column *column,
                     const struct value *value)
{
    switch (column->place) {
    case SQL_CELL:
        row->cells[column->cell] = *value;
        break;
    case SQL_PATH:
        row->path = value->kind == VALUE_ABSENT ? NULL : value_format(run->arena, value);
        break;
    case SQL_LINE:
        row->line = place_number(value);
        break;
    case SQL_COLUMN:
        row->column = place_number(value);
        break;
    }
}

static bool read_row(struct run *run, sqlite3_stmt *statement)
{
    if (run->out->count == LIMIT_SQL_ROWS) {
        run->problem = arena_printf(run->arena, "the SQL gives more than %d rows", LIMIT_SQL_ROWS);
        return false;
    }
    struct fact_row *row = add_row(run);
    for (size_t i = 0; i < run->statement->column_count; i++) {
        const struct sql_column *column = &run->statement->columns[i];
        struct value value = {.kind = VALUE_ABSENT};
        if (!sql_value_of(run->arena, statement, (int)i, &column->type, &value, &run->problem))
            return false;
        if (value.kind == VALUE_TEXT)
            run->bytes += strlen(value.text);
        set_cell(run, row, column, &value);
    }
    if (run->bytes <= LIMIT_SQL_RESULT_BYTES)
        return true;
    run->problem = arena_printf(run->arena, "the SQL gives more than %d bytes of text",
                                LIMIT_SQL_RESULT_BYTES);
    return false;
}

static void read_rows(struct run *run, sqlite3_stmt *statement)
{
    int code = SQLITE_OK;
    for (size_t i = 0; run->statement->parameters[i] && code == SQLITE_OK; i++)
        code = sql_bind(statement, (int)i + 1, &run->input->parameters[i]);
    if (code != SQLITE_OK) {
        set_problem(run, code);
        return;
    }
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        if (!read_row(run, statement))
            return;
    if (code != SQLITE_DONE)
        set_problem(run, code);
}

static void ask(struct run *run)
{
    struct sql_connection *connection = run->connection;
    sql_begin(connection);
    connection->watch = (struct sql_watch){0};
    if (!make_tables(run))
        return;
    sqlite3_stmt *statement = NULL;
    int code =
        sqlite3_prepare_v3(connection->handle, run->statement->text, -1, 0, &statement, NULL);
    if (code == SQLITE_OK && statement)
        read_rows(run, statement);
    else
        set_problem(run, code);
    sqlite3_finalize(statement);
}

/* Every cell unknown, the first even of a kind that has none. */
static struct fact_row *add_gap(struct run *run, const struct unknown *unknown)
{
    struct fact_row *row = add_row(run);
    row->gap = true;
    for (size_t i = 0; i <= sql_field_count(run->kind); i++)
        row->cells[i] = (struct value){.kind = VALUE_UNKNOWN, .unknown = unknown};
    return row;
}

static void add_gap_of(struct run *run, struct table *seen, const struct fact_row *from,
                       const struct unknown *unknown)
{
    bool has_place = !run->kind->nowhere && from->path;
    const char *key = arena_printf(run->arena, "%s:%u:%u:%d:%s", has_place ? from->path : "",
                                   has_place ? from->line : 0, has_place ? from->column : 0,
                                   (int)unknown->class, unknown->reason);
    if (table_set(seen, key, run))
        return;
    struct fact_row *row = add_gap(run, unknown);
    if (!has_place)
        return;
    row->path = from->path;
    row->line = from->line;
    row->column = from->column;
}

static void add_gaps(struct run *run)
{
    struct table seen;
    table_init(&seen, run->arena);
    for (size_t i = 0; i < run->statement->read_count; i++) {
        const struct sql_read *read = &run->statement->reads[i];
        const struct fact_table *table = run->input->tables[i];
        for (size_t r = 0; !read->named && r < table->count; r++) {
            size_t field = 0;
            const struct unknown *unknown =
                sql_unknown_of(table->kind, &table->rows[r], read->fields, 0, &field);
            if (unknown)
                add_gap_of(run, &seen, &table->rows[r], unknown);
        }
    }
}

void sql_run(struct sql_connection *connection, const struct sql_statement *statement,
             const struct sql_input *input, const struct fact_kind *kind, struct arena *arena,
             struct fact_table *out, const char **problem)
{
    *out = (struct fact_table){.kind = kind};
    struct run run = {.connection = connection,
                      .statement = statement,
                      .input = input,
                      .kind = kind,
                      .arena = arena,
                      .out = out};
    struct sql_heap *before = sql_heap_enter(&connection->heap);
    ask(&run);
    sql_heap_enter(before);
    *problem = run.problem;
    if (run.problem) {
        struct unknown *unknown = ARENA_NEW(arena, struct unknown);
        *unknown = (struct unknown){UNKNOWN_UNREADABLE, run.problem};
        out->count = 0;
        add_gap(&run, unknown);
        return;
    }
    if (!statement->is_ordered)
        fact_table_sort(out);
    add_gaps(&run);
}
