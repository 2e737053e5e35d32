#include "facts/sql_schema.h"

#include "base/date.h"
#include "document/json.h"

#include <string.h>

const char sql_gap_table[] = "gap";
const char sql_gap_schema[] =
    "CREATE TABLE \"gap\" (kind TEXT, path TEXT, class TEXT, reason TEXT, field TEXT)";
const char *const sql_own_columns[] = {"path", "line", "column", NULL};
const char *const sql_gap_columns[] = {"kind", "path", "class", "reason", "field", NULL};

/* SQLite takes how a column compares from words in its type, and gives the type
 * back with a result: from that the value is made again. */
static const struct {
    enum type_kind kind;
    const char *declared;
} declarations[] = {
    {TYPE_TEXT, "TEXT"},
    {TYPE_PATH, "TEXT"},
    {TYPE_GLOB, "TEXT"},
    {TYPE_REGEX, "TEXT"},
    {TYPE_SEVERITY, "TEXT"},
    {TYPE_WORD, "TEXT"},
    {TYPE_INTEGER, "INTEGER"},
    {TYPE_NUMBER, "REAL"},
    {TYPE_SHARE, "SHARE REAL"},
    {TYPE_BOOLEAN, "BOOLEAN"},
    {TYPE_DATE, "DATE TEXT"},
    {TYPE_TIME, "TIME TEXT"},
    {TYPE_DURATION, "DURATION INTEGER"},
    {TYPE_LIST, "LIST TEXT"},
    {TYPE_ANY, "ANY TEXT"},
};

enum { DECLARATION_COUNT = sizeof(declarations) / sizeof(declarations[0]) };

static const char *declaration_of(enum type_kind kind)
{
    size_t i = 0;
    while (i + 1 < DECLARATION_COUNT && declarations[i].kind != kind)
        i++;
    return declarations[i].declared;
}

struct type sql_type_declared(const char *declared)
{
    for (size_t i = 0; declared && i < DECLARATION_COUNT; i++)
        if (strcmp(declarations[i].declared, declared) == 0)
            return (struct type){.kind = declarations[i].kind, .of = TYPE_ANY};
    return (struct type){.kind = TYPE_ANY};
}

size_t sql_field_count(const struct fact_kind *kind)
{
    size_t count = 0;
    while (kind->fields[count].name)
        count++;
    return count;
}

size_t sql_column_count(const struct fact_kind *kind)
{
    return sql_field_count(kind) + (kind->nowhere ? 0 : SQL_OWN_COLUMNS);
}

const char *sql_create_table(struct arena *arena, const struct fact_kind *kind)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out, "CREATE TABLE \"%s\" (", kind->name);
    if (!kind->nowhere)
        buffer_add_string(&out, "\"path\" TEXT, \"line\" INTEGER, \"column\" INTEGER");
    for (const struct fact_field *field = kind->fields; field->name; field++)
        buffer_printf(&out, "%s\"%s\" %s", kind->nowhere && field == kind->fields ? "" : ", ",
                      field->name, declaration_of(field->type.kind));
    buffer_add_byte(&out, ')');
    const char *sql = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return sql;
}

const char *sql_insert_into(struct arena *arena, const char *table, size_t columns)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out, "INSERT INTO \"%s\" VALUES (", table);
    for (size_t i = 0; i < columns; i++)
        buffer_add_string(&out, i == 0 ? "?" : ", ?");
    buffer_add_byte(&out, ')');
    const char *sql = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return sql;
}

static void write_json_text(struct buffer *out, const char *text)
{
    buffer_add_byte(out, '"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20)
            buffer_printf(out, "\\u%04x", byte);
        else
            buffer_add_byte(out, *text);
    }
    buffer_add_byte(out, '"');
}

static void write_json(struct buffer *out, const struct value *value)
{
    char text[TIME_TEXT_SIZE];
    switch (value->kind) {
    case VALUE_ABSENT:
    case VALUE_UNKNOWN:
    case VALUE_NODE:
        buffer_add_string(out, "null");
        return;
    case VALUE_TEXT:
        write_json_text(out, value->text);
        return;
    case VALUE_BOOLEAN:
        buffer_add_string(out, value->boolean ? "true" : "false");
        return;
    case VALUE_INTEGER:
    case VALUE_DURATION:
        buffer_printf(out, "%lld", (long long)value->integer);
        return;
    case VALUE_NUMBER:
    case VALUE_SHARE:
        buffer_printf(out, "%.17g", value->number);
        return;
    case VALUE_DATE:
        date_format((int32_t)value->integer, text);
        write_json_text(out, text);
        return;
    case VALUE_TIME:
        time_format(value->integer, text);
        write_json_text(out, text);
        return;
    case VALUE_LIST:
        buffer_add_byte(out, '[');
        for (size_t i = 0; i < value->list->count; i++) {
            buffer_add_string(out, i == 0 ? "" : ",");
            write_json(out, &value->list->items[i]);
        }
        buffer_add_byte(out, ']');
        return;
    }
}

static int bind_copied(sqlite3_stmt *statement, int number, const char *text)
{
    return sqlite3_bind_text(statement, number, text, -1, SQLITE_TRANSIENT);
}

int sql_bind(sqlite3_stmt *statement, int number, const struct value *value)
{
    char text[TIME_TEXT_SIZE];
    switch (value->kind) {
    case VALUE_ABSENT:
    case VALUE_UNKNOWN:
    case VALUE_NODE:
        break;
    case VALUE_TEXT:
        return sqlite3_bind_text(statement, number, value->text, -1, SQLITE_STATIC);
    case VALUE_INTEGER:
    case VALUE_DURATION:
        return sqlite3_bind_int64(statement, number, value->integer);
    case VALUE_NUMBER:
    case VALUE_SHARE:
        return sqlite3_bind_double(statement, number, value->number);
    case VALUE_BOOLEAN:
        return sqlite3_bind_int(statement, number, value->boolean);
    case VALUE_DATE:
        date_format((int32_t)value->integer, text);
        return bind_copied(statement, number, text);
    case VALUE_TIME:
        time_format(value->integer, text);
        return bind_copied(statement, number, text);
    case VALUE_LIST: {
        struct buffer json = BUFFER_EMPTY;
        write_json(&json, value);
        int code = bind_copied(statement, number, buffer_string(&json));
        buffer_release(&json);
        return code;
    }
    }
    return sqlite3_bind_null(statement, number);
}

int sql_bind_row(sqlite3_stmt *statement, const struct fact_kind *kind, const struct fact_row *row,
                 const bool *wanted)
{
    const struct value absent = {.kind = VALUE_ABSENT};
    const struct value own[SQL_OWN_COLUMNS] = {
        value_text(row->path),
        row->line ? value_integer(row->line) : absent,
        row->column ? value_integer(row->column) : absent,
    };
    int code = SQLITE_OK;
    int number = 0;
    for (size_t i = 0; !kind->nowhere && i < SQL_OWN_COLUMNS && code == SQLITE_OK; i++)
        code = sql_bind(statement, ++number, &own[i]);
    for (size_t i = 0; kind->fields[i].name && code == SQLITE_OK; i++) {
        number++;
        if (!wanted || wanted[i])
            code = sql_bind(statement, number, &row->cells[i]);
    }
    return code;
}

static struct value value_of_node(struct arena *arena, const struct node *node)
{
    int64_t integer = 0;
    double number = 0;
    bool boolean = false;
    if (node->kind == NODE_BOOLEAN && node_boolean(node, &boolean))
        return value_boolean(boolean);
    if (node->kind == NODE_NUMBER && node_integer(node, &integer))
        return value_integer(integer);
    if (node->kind == NODE_NUMBER && node_number(node, &number))
        return value_number(number);
    if (node->kind == NODE_TEXT)
        return value_text(arena_strdup(arena, node->text));
    return (struct value){.kind = VALUE_ABSENT};
}

/* A list's column holds what write_json wrote. */
static struct value list_of_json(struct arena *arena, struct text text)
{
    struct document document;
    struct document_problem problem;
    if (!json_parse(arena, text, false, &document, &problem) || document.count != 1 ||
        document.roots[0]->kind != NODE_SEQUENCE)
        return value_text(arena_copy(arena, text));
    const struct node *list = document.roots[0];
    struct value *items = ARENA_ARRAY(arena, struct value, list->count);
    for (size_t i = 0; i < list->count; i++)
        items[i] = value_of_node(arena, list->items[i]);
    return value_list_of(arena, items, list->count);
}

static struct value value_of_text(struct arena *arena, struct text text, const struct type *type)
{
    const char *copy = arena_copy(arena, text);
    int32_t days = 0;
    int64_t seconds = 0;
    if (type->kind == TYPE_DATE && date_parse(copy, &days))
        return value_date(days);
    if (type->kind == TYPE_TIME && time_parse(copy, &seconds))
        return value_time(seconds);
    if (type->kind == TYPE_LIST)
        return list_of_json(arena, text);
    return value_text(copy);
}

static struct value value_of_integer(int64_t integer, const struct type *type)
{
    if (type->kind == TYPE_BOOLEAN)
        return value_boolean(integer != 0);
    return type->kind == TYPE_DURATION ? value_duration(integer) : value_integer(integer);
}

bool sql_value_of(struct arena *arena, sqlite3_stmt *statement, int column, const struct type *type,
                  struct value *out, const char **problem)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        *out = (struct value){.kind = VALUE_ABSENT};
        return true;
    case SQLITE_INTEGER:
        *out = value_of_integer(sqlite3_column_int64(statement, column), type);
        return true;
    case SQLITE_FLOAT: {
        double number = sqlite3_column_double(statement, column);
        *out = type->kind == TYPE_SHARE ? value_share(number) : value_number(number);
        return true;
    }
    case SQLITE_TEXT:
        break;
    default:
        *problem = "the SQL gives bytes (a BLOB) where a text or a number is wanted";
        return false;
    }
    const char *bytes = (const char *)sqlite3_column_text(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    if (!bytes || memchr(bytes, '\0', size)) {
        *problem = "the SQL gives a text with a NUL in it";
        return false;
    }
    *out = value_of_text(arena, (struct text){bytes, size}, type);
    return true;
}

const struct unknown *sql_unknown_of(const struct fact_kind *kind, const struct fact_row *row,
                                     const bool *wanted, size_t from, size_t *field)
{
    static const struct unknown unsaid = {UNKNOWN_UNREADABLE,
                                          "it is not known which rows are there"};
    for (size_t i = from; kind->fields[i].name; i++) {
        if (row->cells[i].kind != VALUE_UNKNOWN || (!row->gap && wanted && !wanted[i]))
            continue;
        *field = row->gap ? SIZE_MAX : i;
        return row->cells[i].unknown;
    }
    *field = SIZE_MAX;
    return row->gap && from == 0 ? &unsaid : NULL;
}
