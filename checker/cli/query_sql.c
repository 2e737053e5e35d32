#include "cli/query_sql.h"

#include "cli/fact_values.h"
#include "cli/judging.h"
#include "facts/sql.h"

#include <libsmartcols.h>
#include <string.h>

static const char *const format_words[] = {"text", "json", "csv", NULL};

/* What is written. */
struct answer {
    const struct invocation *invocation;
    const struct sql_statement *sql;
    const struct fact_table *rows;
    size_t gaps; /* they are the last of the rows */
};

static struct value cell_of(const struct sql_column *column, const struct fact_row *row)
{
    switch (column->place) {
    case SQL_CELL:
        return row->cells[column->cell];
    case SQL_PATH:
        return value_text(row->path);
    case SQL_LINE:
        return row->line ? value_integer(row->line) : (struct value){.kind = VALUE_ABSENT};
    case SQL_COLUMN:
        break;
    }
    return row->column ? value_integer(row->column) : (struct value){.kind = VALUE_ABSENT};
}

static void write_json_gap(struct buffer *out, const struct fact_row *row)
{
    const struct unknown *unknown = row->cells[0].unknown;
    buffer_add_string(out, "{\"path\": ");
    if (row->path)
        escape_json_string(out, row->path);
    else
        buffer_add_string(out, "null");
    if (row->line > 0)
        buffer_printf(out, ", \"line\": %u", row->line);
    buffer_printf(out, ", \"class\": \"%s\", \"reason\": ",
                  unknown->class == UNKNOWN_UNREADABLE ? "unreadable" : "unobservable");
    escape_json_string(out, unknown->reason);
    buffer_add_byte(out, '}');
}

static void write_json(struct buffer *out, const struct answer *answer)
{
    size_t count = answer->rows->count - answer->gaps;
    buffer_add_string(out, "{\n  \"rows\": [");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i == 0 ? "\n    {" : ",\n    {");
        for (size_t c = 0; c < answer->sql->column_count; c++) {
            struct value value = cell_of(&answer->sql->columns[c], &answer->rows->rows[i]);
            buffer_add_string(out, c == 0 ? "" : ", ");
            escape_json_string(out, answer->sql->columns[c].name);
            buffer_add_string(out, ": ");
            fact_value_json(out, answer->invocation->arena, &value);
        }
        buffer_add_byte(out, '}');
    }
    buffer_add_string(out, count > 0 ? "\n  ],\n  \"gaps\": [" : "],\n  \"gaps\": [");
    for (size_t i = count; i < answer->rows->count; i++) {
        buffer_add_string(out, i == count ? "\n    " : ",\n    ");
        write_json_gap(out, &answer->rows->rows[i]);
    }
    buffer_add_string(out, answer->gaps > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

/* RFC 4180. A field that a spreadsheet would take for a formula gets a quote. */
static void write_csv_field(struct buffer *out, const char *text, bool is_text)
{
    buffer_add_byte(out, '"');
    if (is_text && text[0] != '\0' && strchr("=+-@\t\r", text[0]))
        buffer_add_byte(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buffer_add_byte(out, '"');
        buffer_add_byte(out, *text);
    }
    buffer_add_byte(out, '"');
}

static void write_csv(struct buffer *out, const struct answer *answer)
{
    const struct sql_statement *sql = answer->sql;
    for (size_t c = 0; c < sql->column_count; c++) {
        buffer_add_string(out, c == 0 ? "" : ",");
        write_csv_field(out, sql->columns[c].name, true);
    }
    buffer_add_string(out, "\r\n");
    for (size_t i = 0; i + answer->gaps < answer->rows->count; i++) {
        for (size_t c = 0; c < sql->column_count; c++) {
            struct value value = cell_of(&sql->columns[c], &answer->rows->rows[i]);
            bool is_absent = value.kind == VALUE_ABSENT;
            buffer_add_string(out, c == 0 ? "" : ",");
            write_csv_field(out, is_absent ? "" : value_format(answer->invocation->arena, &value),
                            value.kind == VALUE_TEXT || value.kind == VALUE_LIST);
        }
        buffer_add_string(out, "\r\n");
    }
}

static bool fill_columns(struct libscols_table *columns, const struct answer *answer)
{
    struct arena *arena = answer->invocation->arena;
    const struct sql_statement *sql = answer->sql;
    for (size_t c = 0; c < sql->column_count; c++)
        if (!scols_table_new_column(columns, fact_text_visible(arena, sql->columns[c].name), 0.1,
                                    SCOLS_FL_TRUNC))
            return false;
    for (size_t i = 0; i + answer->gaps < answer->rows->count; i++) {
        struct libscols_line *line = scols_table_new_line(columns, NULL);
        if (!line)
            return false;
        for (size_t c = 0; c < sql->column_count; c++) {
            struct value value = cell_of(&sql->columns[c], &answer->rows->rows[i]);
            const char *text = value.kind == VALUE_ABSENT ? "" : fact_value_visible(arena, &value);
            if (scols_line_set_data(line, c, text) != 0)
                return false;
        }
    }
    return true;
}

static void write_table(struct buffer *out, const struct answer *answer)
{
    const struct invocation *invocation = answer->invocation;
    struct libscols_table *columns = scols_new_table();
    char *text = NULL;
    if (columns && invocation->terminal_output)
        scols_table_set_termwidth(columns, invocation->width);
    if (columns)
        scols_table_set_termforce(columns, invocation->terminal_output ? SCOLS_TERMFORCE_ALWAYS
                                                                       : SCOLS_TERMFORCE_NEVER);
    if (columns && fill_columns(columns, answer))
        scols_print_table_to_string(columns, &text);
    buffer_add_string(out, text ? text : "the table could not be laid out");
    buffer_add_byte(out, '\n');
    free(text);
    scols_unref_table(columns);
}

static void write_text(struct buffer *out, const struct answer *answer)
{
    struct arena *arena = answer->invocation->arena;
    size_t count = answer->rows->count - answer->gaps;
    buffer_printf(out, "%zu row%s", count, count == 1 ? "" : "s");
    if (answer->gaps > 0)
        buffer_printf(out, ", %zu gap%s", answer->gaps, answer->gaps == 1 ? "" : "s");
    buffer_add_byte(out, '\n');
    if (count > 0)
        write_table(out, answer);
    for (size_t i = count; i < answer->rows->count; i++) {
        const struct fact_row *row = &answer->rows->rows[i];
        const char *place = row->path ? fact_text_visible(arena, row->path) : NULL;
        buffer_printf(out, "gap%s%s", place ? " at " : "", place ? place : "");
        if (place && row->line > 0)
            buffer_printf(out, ":%u", row->line);
        buffer_printf(out, ": %s\n", fact_text_visible(arena, row->cells[0].unknown->reason));
    }
}

static void write_answer(struct buffer *out, const char *name, const void *state)
{
    const struct answer *answer = state;
    if (strcmp(name, "json") == 0)
        write_json(out, answer);
    else if (strcmp(name, "csv") == 0)
        write_csv(out, answer);
    else
        write_text(out, answer);
}

/* Line and column of a byte of the statement. */
static struct place place_of(const char *sql, size_t at)
{
    struct place place = {.path = "--sql", .line = 1, .column = 1};
    for (size_t i = 0; i < at && sql[i]; i++) {
        if (sql[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)sql[i] & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static struct diagnostic *tell(struct diagnostics *diagnostics, const char *sql, size_t at,
                               size_t size, const char *message)
{
    struct diagnostic *diagnostic =
        diagnostics_add(diagnostics, E323, place_of(sql, at), "%s", message);
    diagnostic->length = (uint32_t)size;
    return diagnostic;
}

/* A statement on the command line has no rule around it. */
static bool understand(const struct invocation *invocation, const char *sql,
                       struct sql_statement *out)
{
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    diagnostics_add_source(&diagnostics, "--sql", text_of(sql));
    struct sql_problem problem;
    if (!sql_understand(invocation->arena, sql, out, &problem)) {
        struct diagnostic *diagnostic =
            tell(&diagnostics, sql, problem.at, problem.size, problem.message);
        diagnostic->expected = problem.expected;
        if (problem.candidates)
            diagnostic->meant = suggest(problem.word, problem.candidates);
    }
    for (size_t i = 0; diagnostics.errors == 0 && out->parameters[i]; i++)
        tell(&diagnostics, sql, out->parameter_places[i], strlen(out->parameters[i]),
             "a parameter belongs to a rule, and here is none")
            ->expected = "its value";
    judging_print_diagnostics(invocation, &diagnostics);
    return diagnostics.errors == 0;
}

/* CSV has no room for gaps: they are told where the mistakes are. */
static void tell_gaps(const struct answer *answer)
{
    const char *const *formats = invocation_texts(answer->invocation, "format");
    bool is_csv = false;
    for (; formats && *formats; formats++)
        is_csv = is_csv || string_starts_with(*formats, "csv");
    if (is_csv && answer->gaps > 0)
        print_error("%zu gap%s: there may be more rows; --format text tells where", answer->gaps,
                    answer->gaps == 1 ? "" : "s");
}

int query_sql(const struct invocation *invocation, const char *sql, const char *repository)
{
    struct sql_statement statement;
    struct judge_options options;
    if (!judging_own_formats(invocation, format_words) ||
        !understand(invocation, sql, &statement) ||
        !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    struct fact_table rows;
    const char *problem = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge_sql(&rows, &problem, &statement, &options, invocation->arena, &status);
    struct answer answer = {.invocation = invocation, .sql = &statement, .rows = &rows};
    for (size_t i = 0; !failure && i < rows.count; i++)
        answer.gaps += rows.rows[i].gap ? 1 : 0;
    if (!failure && problem) {
        print_error("%s", problem);
        return EXIT_TROUBLE;
    }
    if (!failure) {
        tell_gaps(&answer);
        failure = judging_write_own(invocation, format_words, write_answer, &answer);
        status = failure                    ? EXIT_TROUBLE
                 : rows.count > answer.gaps ? EXIT_CLEAN
                                            : EXIT_BLOCKED; /* nothing is found, as of grep */
    }
    if (failure)
        print_failure(failure);
    failure_free(failure);
    return status;
}
