#include "base/diagnostic.h"
#include "base/glob.h"
#include "base/limits.h"
#include "facts/sql_connection.h"
#include "facts/sql_function.h"
#include "facts/sql_schema.h"
#include "facts/sql_token.h"

#include <string.h>

/* A statement on its way to be understood. */
struct reading {
    struct arena *arena;
    struct text sql;
    struct sql_connection *connection;
    struct sql_statement *out;
    struct sql_problem *problem;
    size_t read_capacity;
    const struct fact_kind **named; /* kinds whose names stand in the text; NULL-ended */
    size_t named_count, named_capacity;
};

static struct sql_problem *problem_at(struct reading *reading, size_t at, size_t size,
                                      const char *message)
{
    *reading->problem = (struct sql_problem){.at = at, .size = size, .message = message};
    return reading->problem;
}

/* SQLite folds the letters of names. */
static const struct fact_kind *kind_named(struct arena *arena, const char *name)
{
    const char *const *names = fact_kind_names(arena);
    for (size_t i = 0; names[i]; i++)
        if (string_equals_folded(names[i], name))
            return fact_kind_find(names[i]);
    return NULL;
}

static struct sql_read *read_of(struct reading *reading, const struct fact_kind *kind)
{
    struct sql_statement *out = reading->out;
    for (size_t i = 0; i < out->read_count; i++)
        if (out->reads[i].kind == kind)
            return &out->reads[i];
    out->reads = arena_grow(reading->arena, out->reads, out->read_count, &reading->read_capacity,
                            sizeof(*out->reads));
    out->reads[out->read_count] = (struct sql_read){
        .kind = kind, .fields = ARENA_ARRAY(reading->arena, bool, sql_field_count(kind) + 1)};
    return &out->reads[out->read_count++];
}

static void note_read(void *state, const char *table, const char *column)
{
    struct reading *reading = state;
    if (strcmp(table, sql_gap_table) == 0) {
        reading->out->reads_gaps = true;
        return;
    }
    const struct fact_kind *kind = fact_kind_find(table);
    int field = fact_field_find(kind, column ? column : "");
    struct sql_read *read = read_of(reading, kind);
    if (field >= 0)
        read->fields[field] = true;
}

static bool is_named(const struct reading *reading, const struct fact_kind *kind)
{
    for (size_t i = 0; i < reading->named_count; i++)
        if (reading->named[i] == kind)
            return true;
    return false;
}

/* Empty tables of the kinds that the text may mean: making all of them takes longer
 * than all the rest. */
static struct failure *make_tables(struct reading *reading)
{
    TRY(sql_execute(reading->connection, sql_gap_schema));
    size_t from = 0;
    for (;;) {
        struct sql_token token = sql_token_next(reading->sql, &from);
        if (token.kind == SQL_END)
            return NULL;
        if (token.kind != SQL_WORD && token.kind != SQL_QUOTED)
            continue;
        const struct fact_kind *kind =
            kind_named(reading->arena, sql_token_content(reading->arena, &token));
        if (!kind || is_named(reading, kind))
            continue;
        reading->named = arena_grow(reading->arena, reading->named, reading->named_count,
                                    &reading->named_capacity, sizeof(struct fact_kind *));
        reading->named[reading->named_count++] = kind;
        TRY(sql_execute(reading->connection, sql_create_table(reading->arena, kind)));
    }
}

/* The first token that is this name; SQL_END when none is. */
static struct sql_token find_name(const struct reading *reading, const char *name)
{
    size_t from = 0;
    struct sql_token token;
    do {
        token = sql_token_next(reading->sql, &from);
    } while (token.kind != SQL_END &&
             ((token.kind != SQL_WORD && token.kind != SQL_QUOTED) ||
              !string_equals_folded(sql_token_content(reading->arena, &token), name)));
    return token;
}

static struct sql_token token_at(const struct reading *reading, size_t at)
{
    size_t from = 0;
    struct sql_token token;
    do {
        token = sql_token_next(reading->sql, &from);
    } while (token.kind != SQL_END && token.at + token.text.size <= at);
    return token;
}

static struct sql_token last_token(const struct reading *reading)
{
    size_t from = 0;
    struct sql_token last = {.kind = SQL_END};
    for (;;) {
        struct sql_token token = sql_token_next(reading->sql, &from);
        if (token.kind == SQL_END)
            return last;
        last = token;
    }
}

static void add_word(struct arena *arena, const char ***words, size_t *count, size_t *capacity,
                     const char *word)
{
    *words = arena_grow(arena, *words, *count, capacity, sizeof(**words));
    (*words)[(*count)++] = word;
}

static const char *const *table_names(struct arena *arena)
{
    const char **words = NULL;
    size_t count = 0;
    size_t capacity = 0;
    const char *const *names = fact_kind_names(arena);
    for (size_t i = 0; names[i]; i++)
        add_word(arena, &words, &count, &capacity, names[i]);
    add_word(arena, &words, &count, &capacity, sql_gap_table);
    add_word(arena, &words, &count, &capacity, NULL);
    return words;
}

static const char *const *column_names(const struct reading *reading)
{
    const char **words = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool has_place = false;
    for (size_t k = 0; k < reading->named_count; k++) {
        has_place = has_place || !reading->named[k]->nowhere;
        for (const struct fact_field *field = reading->named[k]->fields; field->name; field++)
            add_word(reading->arena, &words, &count, &capacity, field->name);
    }
    for (size_t i = 0; has_place && sql_own_columns[i]; i++)
        add_word(reading->arena, &words, &count, &capacity, sql_own_columns[i]);
    if (find_name(reading, sql_gap_table).kind != SQL_END)
        for (size_t i = 0; sql_gap_columns[i]; i++)
            add_word(reading->arena, &words, &count, &capacity, sql_gap_columns[i]);
    add_word(reading->arena, &words, &count, &capacity, NULL);
    return words;
}

/* Says that a name is not there; `at` is where SQLite found it, or below 0. */
static void name_problem(struct reading *reading, const char *what, const char *name, int at,
                         const char *const *candidates)
{
    name = arena_strdup(reading->arena, name); /* the connection's is gone before it is told */
    const char *dot = strrchr(name, '.');
    const char *last = dot ? dot + 1 : name;
    struct sql_token token = at >= 0 ? token_at(reading, (size_t)at) : find_name(reading, last);
    size_t size = token.text.size;
    if (dot && at >= 0 && (size_t)at + strlen(name) <= reading->sql.size &&
        strncmp(reading->sql.bytes + at, name, strlen(name)) == 0) {
        token.at += (size_t)(last - name);
        size = strlen(last);
    }
    struct sql_problem *problem =
        problem_at(reading, token.at, token.kind == SQL_END ? 0 : size,
                   arena_printf(reading->arena, "%s '%.80s'", what, name));
    problem->word = last;
    problem->candidates = candidates;
    if (token.kind == SQL_QUOTED && token.text.bytes[0] == '"' && !suggest(last, candidates))
        problem->expected = "a text in single quotes, for double ones are of names";
    if (problem->expected)
        problem->candidates = NULL;
}

static const char clock_words[] = "now(), days_between(a, b), and substr() of ISO texts";

static void function_problem(struct reading *reading, const char *name, int at)
{
    static const char *const clocks[] = {
        "date",      "time",         "datetime",     "julianday",         "strftime",
        "unixepoch", "current_date", "current_time", "current_timestamp", NULL};
    name_problem(reading, "unknown function", name, at, sql_function_names);
    for (size_t i = 0; clocks[i]; i++)
        if (string_equals_folded(clocks[i], name)) {
            reading->problem->candidates = NULL;
            reading->problem->expected = clock_words;
        }
}

/* A kind or a field may have a name that is a word of SQL. */
static void syntax_problem(struct reading *reading, const char *message, int at)
{
    struct sql_token token = token_at(reading, at >= 0 ? (size_t)at : SIZE_MAX);
    if (at >= 0 && string_starts_with(message, "unrecognized token")) {
        bool is_open = token.kind == SQL_STRING || token.kind == SQL_QUOTED;
        problem_at(reading, token.at, token.kind == SQL_END ? 0 : 1,
                   is_open ? "a quote that is not closed" : "a character that SQL has not");
        return;
    }
    if (token.kind == SQL_END)
        token = last_token(reading);
    struct sql_problem *problem = problem_at(reading, token.at, token.text.size, message);
    if (at < 0 || token.kind != SQL_WORD)
        return;
    const char *word = sql_token_content(reading->arena, &token);
    if (string_starts_with(message, "ambiguous"))
        problem->expected = arena_printf(reading->arena, "TABLE.%s", word);
    if (!string_ends_with(message, "syntax error"))
        return;
    const char *const *columns = column_names(reading);
    bool is_name = kind_named(reading->arena, word) || string_is_one_of(word, columns);
    if (is_name)
        problem->expected =
            arena_printf(reading->arena, "\"%s\" in quotes, for it is a word of SQL", word);
}

static void prepare_problem(struct reading *reading, int code)
{
    struct sql_connection *connection = reading->connection;
    if (code == SQLITE_NOMEM || connection->heap.reached) {
        problem_at(reading, 0, 0, sql_problem_of(connection, reading->arena, code));
        return;
    }
    char *message = arena_strdup(reading->arena, sqlite3_errmsg(connection->handle));
    if (message[0] >= 'A' && message[0] <= 'Z')
        message[0] = (char)(message[0] - 'A' + 'a');
    int at = sqlite3_error_offset(connection->handle);
    const char *colon = strstr(message, ": ");
    const char *name = colon ? colon + 2 : "";
    if (connection->refused && strcmp(connection->refused, "unknown function") == 0)
        function_problem(reading, connection->refused_word, -1);
    else if (connection->refused && connection->refused_word)
        name_problem(reading, connection->refused, connection->refused_word, -1,
                     table_names(reading->arena));
    else if (connection->refused)
        problem_at(reading, 0, 0, connection->refused);
    else if (string_starts_with(message, "no such table: "))
        name_problem(reading, "unknown table", name, at, table_names(reading->arena));
    else if (string_starts_with(message, "no such column: "))
        name_problem(reading, "unknown column", name, at, column_names(reading));
    else if (string_starts_with(message, "no such function: "))
        function_problem(reading, name, at);
    else
        syntax_problem(reading, message, at);
}

static bool expect_select(struct reading *reading)
{
    if (reading->sql.size > LIMIT_SQL_BYTES) {
        problem_at(reading, 0, 0,
                   arena_printf(reading->arena, "SQL of more than %d bytes", LIMIT_SQL_BYTES));
        return false;
    }
    size_t from = 0;
    struct sql_token token = sql_token_next(reading->sql, &from);
    if (sql_token_is(&token, "select") || sql_token_is(&token, "with"))
        return true;
    problem_at(reading, token.at, token.text.size,
               token.kind == SQL_END ? "there is no SQL" : "only SELECT is run here")
        ->expected = "SELECT ... or WITH ... SELECT ...";
    return false;
}

static bool expect_end(struct reading *reading, const char *tail)
{
    size_t from = (size_t)(tail - reading->sql.bytes);
    struct sql_token token;
    do {
        token = sql_token_next(reading->sql, &from);
    } while (token.kind == SQL_SYMBOL && token.text.bytes[0] == ';');
    if (token.kind == SQL_END)
        return true;
    problem_at(reading, token.at, token.text.size, "more than one statement");
    return false;
}

/* A regular expression or a glob that is written out is compiled once here, so that
 * a mistake in it is told where it stands. */
static bool check_written(struct reading *reading, const struct sql_token *token, bool is_glob)
{
    const char *written = sql_token_content(reading->arena, token);
    const char *reason = NULL;
    size_t at = 0;
    if (is_glob && glob_new(reading->arena, written, &reason, &at))
        return true;
    struct pattern *pattern =
        is_glob ? NULL : pattern_new(reading->arena, written, false, &reason, &at);
    if (pattern) {
        pattern_free(pattern);
        return true;
    }
    problem_at(reading, token->at, token->text.size,
               arena_printf(reading->arena, "malformed %s: %s",
                            is_glob ? "glob" : "regular expression",
                            reason ? reason : "it cannot be read"));
    return false;
}

/* What the words tell: an ORDER BY of the whole, kinds named in texts, patterns. */
static bool read_words(struct reading *reading)
{
    size_t from = 0;
    int depth = 0;
    struct sql_token before = {.kind = SQL_END};
    for (;;) {
        struct sql_token token = sql_token_next(reading->sql, &from);
        if (token.kind == SQL_END)
            return true;
        if (token.kind == SQL_SYMBOL && token.text.bytes[0] == '(')
            depth++;
        else if (token.kind == SQL_SYMBOL && token.text.bytes[0] == ')')
            depth--;
        else if (depth == 0 && sql_token_is(&token, "order"))
            reading->out->is_ordered = true;
        bool is_regexp = sql_token_is(&before, "regexp");
        if (token.kind == SQL_STRING && (is_regexp || sql_token_is(&before, "glob")) &&
            !check_written(reading, &token, !is_regexp))
            return false;
        if (token.kind == SQL_STRING && reading->out->reads_gaps) {
            const struct fact_kind *kind =
                fact_kind_find(sql_token_content(reading->arena, &token));
            size_t count = reading->out->read_count;
            struct sql_read *read = kind ? read_of(reading, kind) : NULL;
            if (read && reading->out->read_count > count)
                read->named = true;
        }
        before = token;
    }
}

static void read_parameters(struct reading *reading, sqlite3_stmt *statement)
{
    struct sql_statement *out = reading->out;
    size_t count = (size_t)sqlite3_bind_parameter_count(statement);
    const char **names = ARENA_ARRAY(reading->arena, const char *, count + 1);
    out->parameter_places = ARENA_ARRAY(reading->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement, (int)i + 1);
        names[i] = arena_strdup(reading->arena, name ? name : "?");
        size_t from = 0;
        struct sql_token token;
        do {
            token = sql_token_next(reading->sql, &from);
        } while (token.kind != SQL_END &&
                 (token.kind != SQL_VARIABLE || !text_equals(token.text, names[i])));
        out->parameter_places[i] = token.at;
    }
    out->parameters = names;
}

static void read_columns(struct reading *reading, sqlite3_stmt *statement)
{
    struct sql_statement *out = reading->out;
    out->column_count = (size_t)sqlite3_column_count(statement);
    out->columns = ARENA_ARRAY(reading->arena, struct sql_column, out->column_count + 1);
    bool taken[] = {false, true, true}; /* line and column: only where there is a path */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < out->column_count; i++) {
            struct sql_column *column = &out->columns[i];
            const char *name = sqlite3_column_name(statement, (int)i);
            column->name = arena_strdup(reading->arena, name ? name : "?");
            column->type = sql_type_declared(sqlite3_column_decltype(statement, (int)i));
            for (size_t k = 0; k < SQL_OWN_COLUMNS; k++) {
                if (taken[k] || strcmp(column->name, sql_own_columns[k]) != 0)
                    continue;
                column->place = (enum sql_column_place)(SQL_PATH + k);
                taken[k] = true;
                if (k == 0)
                    taken[1] = taken[2] = false;
            }
        }
    size_t cells = 0;
    for (size_t i = 0; i < out->column_count; i++)
        if (out->columns[i].place == SQL_CELL)
            out->columns[i].cell = cells++;
}

static bool read_prepared(struct reading *reading, sqlite3_stmt *statement, const char *tail)
{
    if (!expect_end(reading, tail))
        return false;
    read_columns(reading, statement);
    read_parameters(reading, statement);
    if (!read_words(reading))
        return false;
    if (!reading->out->reads_gaps || reading->out->read_count > 0)
        return true;
    struct sql_token token = find_name(reading, sql_gap_table);
    problem_at(reading, token.at, token.text.size,
               "'gap' lists the gaps of the kinds that the statement names, and it names none")
        ->expected = "WHERE kind = 'KIND', or a table of facts";
    return false;
}

static bool prepare(struct reading *reading)
{
    struct sql_connection *connection = reading->connection;
    struct failure *failure = make_tables(reading);
    if (failure) {
        problem_at(reading, 0, 0, arena_strdup(reading->arena, failure_message(failure)));
        failure_free(failure);
        return false;
    }
    sql_begin(connection);
    connection->watch = (struct sql_watch){.on_read = note_read, .state = reading};
    sqlite3_stmt *statement = NULL;
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(connection->handle, reading->sql.bytes, (int)reading->sql.size, 0,
                                  &statement, &tail);
    bool understood = false;
    if (code != SQLITE_OK)
        prepare_problem(reading, code);
    else if (!statement || !sqlite3_stmt_readonly(statement))
        problem_at(reading, 0, 0, "only SELECT is run here");
    else
        understood = read_prepared(reading, statement, tail);
    sqlite3_finalize(statement);
    return understood;
}

bool sql_understand(struct arena *arena, const char *text, struct sql_statement *out,
                    struct sql_problem *problem)
{
    *out = (struct sql_statement){.text = text};
    struct reading reading = {.arena = arena, .sql = text_of(text), .out = out, .problem = problem};
    if (!expect_select(&reading))
        return false;
    struct failure *failure = sql_open(&reading.connection, &(struct sql_options){0});
    if (failure) {
        problem_at(&reading, 0, 0, arena_strdup(arena, failure_message(failure)));
        failure_free(failure);
        return false;
    }
    reading.connection->heap.limit = LIMIT_SQL_CHECK_HEAP;
    struct sql_heap *before = sql_heap_enter(&reading.connection->heap);
    bool understood = prepare(&reading);
    sql_heap_enter(before);
    sql_close(reading.connection);
    return understood;
}

const struct fact_kind *sql_kind_of(struct arena *arena, const struct sql_statement *statement,
                                    const char *const *key)
{
    struct fact_kind *kind = ARENA_NEW(arena, struct fact_kind);
    struct fact_field *fields = ARENA_ARRAY(arena, struct fact_field, statement->column_count + 1);
    *kind = (struct fact_kind){
        .name = "sql", .summary = "a row of SQL", .nowhere = true, .key = key, .fields = fields};
    for (size_t i = 0; i < statement->column_count; i++) {
        const struct sql_column *column = &statement->columns[i];
        if (column->place == SQL_PATH)
            kind->nowhere = false;
        if (column->place == SQL_CELL)
            fields[column->cell] = (struct fact_field){.name = column->name,
                                                       .type = {.kind = TYPE_ANY},
                                                       .optional = true,
                                                       .summary = "a column"};
    }
    return kind;
}
