#include "report/markdown_rows.h"

struct markdown_rows markdown_rows_of(struct buffer *out, size_t limit)
{
    return (struct markdown_rows){.out = out, .limit = limit, .begin = out->size};
}

void markdown_row_begin(struct markdown_rows *rows)
{
    rows->begin = rows->out->size;
}

void markdown_row_end(struct markdown_rows *rows)
{
    if (rows->out->size <= rows->limit)
        return;
    buffer_cut(rows->out, rows->begin);
    rows->left_out++;
}

void markdown_rows_end(struct markdown_rows *rows)
{
    if (rows->left_out > 0)
        buffer_printf(rows->out, "\nand %zu more.\n", rows->left_out);
}
