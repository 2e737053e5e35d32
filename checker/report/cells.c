#include "report/cells.h"

#include "facts/supply.h"
#include "report/report.h"

const char *cell_visible(struct arena *arena, const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    escape_visible(&out, string);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

size_t cell_columns(const char *text)
{
    size_t columns = 0;
    for (; *text != '\0'; text++)
        columns += ((unsigned char)*text & 0xC0) != 0x80;
    return columns;
}

const char *cell_of_field(const struct fact_table *table, const struct fact_row *row,
                          const char *field)
{
    int index = fact_field_find(table->kind, field);
    return index >= 0 ? cell_text(row, (size_t)index) : NULL;
}
