#include "facts/secret_mask.h"
#include "facts/sql_connection.h"
#include "facts/sql_schema.h"

#include <string.h>

enum {
    /* "Bylw": so that file(1) and we know whose file it is (SQLite, database header,
     * offset 68). */
    APPLICATION_ID = 0x42796c77,
    LAYOUT_VERSION = 1,
};

static struct failure *cannot(sqlite3 *handle, const char *path)
{
    return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, sqlite3_errmsg(handle));
}

static struct failure *execute(sqlite3 *handle, const char *path, const char *sql)
{
    return sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : cannot(handle, path);
}

static bool step(sqlite3_stmt *insert)
{
    int code = sqlite3_step(insert);
    sqlite3_reset(insert);
    return code == SQLITE_DONE;
}

static bool write_gaps(sqlite3_stmt *insert, struct arena *arena, const struct fact_table *table,
                       const struct fact_row *row)
{
    size_t field = 0;
    const struct unknown *unknown = sql_unknown_of(table->kind, row, NULL, 0, &field);
    bool written = true;
    while (unknown && written) {
        const struct value cells[] = {
            value_text(table->kind->name),
            value_text(row->path),
            value_text(unknown->class == UNKNOWN_UNREADABLE ? "unreadable" : "unobservable"),
            value_text(secret_mask_string(arena, unknown->reason)),
            value_text(field == SIZE_MAX ? NULL : table->kind->fields[field].name),
        };
        for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]) && written; i++)
            written = sql_bind(insert, (int)i + 1, &cells[i]) == SQLITE_OK;
        written = written && step(insert);
        unknown =
            field == SIZE_MAX ? NULL : sql_unknown_of(table->kind, row, NULL, field + 1, &field);
    }
    return written;
}

/* NOLINTNEXTLINE(misc-no-recursion): lists hold no lists. */
static struct value masked_value(struct arena *arena, const struct value *value)
{
    if (value->kind == VALUE_TEXT)
        return value_text(secret_mask_string(arena, value->text));
    if (value->kind != VALUE_LIST)
        return *value;
    struct value *items = ARENA_ARRAY(arena, struct value, value->list->count + 1);
    for (size_t i = 0; i < value->list->count; i++)
        items[i] = masked_value(arena, &value->list->items[i]);
    return value_list_of(arena, items, value->list->count);
}

/* The file goes to others: what a fact quotes may hold a secret. */
static struct fact_row masked_row(struct arena *arena, const struct fact_kind *kind,
                                  const struct fact_row *row)
{
    size_t fields = 0;
    while (kind->fields[fields].name)
        fields++;
    struct fact_row masked = *row;
    masked.cells = ARENA_ARRAY(arena, struct value, fields + 1);
    for (size_t i = 0; i < fields; i++)
        masked.cells[i] = masked_value(arena, &row->cells[i]);
    return masked;
}

static struct failure *write_table(sqlite3 *handle, const char *path, struct arena *arena,
                                   const struct fact_table *table)
{
    TRY(execute(handle, path, sql_create_table(arena, table->kind)));
    sqlite3_stmt *rows = NULL;
    sqlite3_stmt *gaps = NULL;
    const char *insert = sql_insert_into(arena, table->kind->name, sql_column_count(table->kind));
    bool written = sqlite3_prepare_v2(handle, insert, -1, &rows, NULL) == SQLITE_OK &&
                   sqlite3_prepare_v2(handle, sql_insert_into(arena, sql_gap_table, 5), -1, &gaps,
                                      NULL) == SQLITE_OK;
    for (size_t i = 0; i < table->count && written; i++) {
        const struct fact_row *row = &table->rows[i];
        struct arena_mark mark = arena_mark(arena);
        if (!row->gap) {
            struct fact_row masked = masked_row(arena, table->kind, row);
            written = sql_bind_row(rows, table->kind, &masked, NULL) == SQLITE_OK && step(rows);
        }
        written = written && write_gaps(gaps, arena, table, row);
        arena_reset(arena, mark);
    }
    struct failure *failure = written ? NULL : cannot(handle, path);
    sqlite3_finalize(rows);
    sqlite3_finalize(gaps);
    return failure;
}

static struct failure *write_tables(sqlite3 *handle, const char *path, struct arena *arena,
                                    const struct fact_table *const *tables)
{
    /* Nobody else looks at the file before it is whole. */
    TRY(execute(handle, path, "PRAGMA journal_mode=OFF; PRAGMA encoding='UTF-8'"));
    TRY(execute(handle, path,
                arena_printf(arena, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                             APPLICATION_ID, LAYOUT_VERSION)));
    TRY(execute(handle, path, "BEGIN"));
    TRY(execute(handle, path, sql_gap_schema));
    for (size_t i = 0; tables[i]; i++)
        TRY(write_table(handle, path, arena, tables[i]));
    return execute(handle, path, "COMMIT");
}

struct failure *sql_write_file(const char *path, const struct fact_table *const *tables)
{
    if (!sql_heap_install())
        return failure_new(FAILURE_BUG, "SQLite was started before its memory was limited");
    struct arena arena;
    arena_init(&arena, 1 << 14);
    sqlite3 *handle = NULL;
    /* A name that begins with file: would be read as an address. */
    const char *name = path[0] == '/' ? path : arena_printf(&arena, "./%s", path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    struct failure *failure = NULL;
    if (sqlite3_open_v2(name, &handle, flags, NULL) != SQLITE_OK)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path,
                              handle ? sqlite3_errmsg(handle) : "no memory");
    if (!failure)
        failure = write_tables(handle, path, &arena, tables);
    if (sqlite3_close(handle) != SQLITE_OK && !failure)
        failure = failure_new(FAILURE_ENVIRONMENT, "cannot write '%s'", path);
    arena_release(&arena);
    return failure;
}

/* https://www.sqlite.org/fileformat2.html, 1.3: the header is 100 bytes. */
bool sql_is_our_file(const char *path)
{
    enum { HEADER_BYTES = 100, ID_OFFSET = 68 };
    static const char magic[] = "SQLite format 3";
    unsigned char header[HEADER_BYTES];
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    bool is_whole = fread(header, 1, sizeof(header), file) == sizeof(header);
    fclose(file);
    if (!is_whole || memcmp(header, magic, sizeof(magic)) != 0)
        return false;
    uint32_t id = (uint32_t)header[ID_OFFSET] << 24 | (uint32_t)header[ID_OFFSET + 1] << 16 |
                  (uint32_t)header[ID_OFFSET + 2] << 8 | (uint32_t)header[ID_OFFSET + 3];
    return id == APPLICATION_ID;
}
