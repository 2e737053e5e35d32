/* Any bytes as the SQL of a rule: understood or refused with a place within the text,
 * and what is understood is run over a few facts. */
#include "base/diagnostic.h"
#include "facts/sql.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t field_count(const struct fact_kind *kind)
{
    size_t count = 0;
    while (kind->fields[count].name)
        count++;
    return count;
}

/* Two rows and a gap of any kind; a cell is absent, a text, a number or unknown. */
static struct fact_table *table_of(struct arena *arena, const struct fact_kind *kind)
{
    enum { ROWS = 3 };
    struct fact_table *table = ARENA_NEW(arena, struct fact_table);
    struct fact_row *rows = ARENA_ARRAY(arena, struct fact_row, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        rows[i] = (struct fact_row){
            .path = kind->nowhere ? NULL : "a/b.c",
            .line = (uint32_t)i,
            .gap = i == ROWS - 1,
            .cells = ARENA_ARRAY(arena, struct value, field_count(kind) + 1),
        };
        for (size_t f = 0; f < field_count(kind); f++)
            rows[i].cells[f] = rows[i].gap || (f + i) % 4 == 0
                                   ? value_unknown(arena, UNKNOWN_UNREADABLE, "lost")
                               : f % 2 == 0 ? value_text("1.2.3")
                                            : value_integer((int64_t)f);
    }
    *table = (struct fact_table){.kind = kind, .rows = rows, .count = ROWS};
    return table;
}

/* Statements without end are for the tests of limits. */
static bool is_over(void *state)
{
    size_t *looks = state;
    return ++*looks > 200;
}

static void run(struct arena *arena, const struct sql_statement *statement)
{
    static const char *const no_key[] = {NULL};
    size_t looks = 0;
    struct sql_connection *connection = NULL;
    struct failure *failure =
        sql_open(&connection, &(struct sql_options){.is_over = is_over, .state = &looks});
    if (failure)
        __builtin_trap();
    const struct fact_table **tables =
        ARENA_ARRAY(arena, const struct fact_table *, statement->read_count + 1);
    for (size_t i = 0; i < statement->read_count; i++)
        tables[i] = table_of(arena, statement->reads[i].kind);
    size_t count = 0;
    while (statement->parameters[count])
        count++;
    struct value *parameters = ARENA_ARRAY(arena, struct value, count + 1);
    for (size_t i = 0; i < count; i++)
        parameters[i] = value_text("x");
    const struct sql_input input = {.tables = tables, .parameters = parameters};
    struct fact_table out;
    const char *problem = NULL;
    sql_run(connection, statement, &input, sql_kind_of(arena, statement, no_key), arena, &out,
            &problem);
    if (problem && (out.count != 1 || !out.rows[0].gap))
        __builtin_trap(); /* it failed, and that is not seen in the rows */
    for (size_t i = 0; i < out.count; i++)
        for (size_t f = 0; f < field_count(out.kind); f++)
            value_format(arena, &out.rows[i].cells[f]);
    sql_close(connection);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *text = arena_copy(&arena, (struct text){(const char *)data, size});
    struct sql_statement statement;
    struct sql_problem problem = {0};
    if (sql_understand(&arena, text, &statement, &problem))
        run(&arena, &statement);
    else if (!problem.message || problem.at + problem.size > strlen(text))
        __builtin_trap(); /* refused without a reason, or at no place of the text */
    else if (problem.candidates && suggest(problem.word, problem.candidates) == problem.word)
        __builtin_trap();
    arena_release(&arena);
    return 0;
}
