/* markdown_rows.h - rows of a Markdown table, or items of a list, within the bytes that a page may
 * have (markdown_change.h): each stands there whole, or is counted as left out. */
#ifndef REPORT_MARKDOWN_ROWS_H
#define REPORT_MARKDOWN_ROWS_H

#include "base/text.h"

struct markdown_rows {
    struct buffer *out;
    size_t limit; /* of the page, up to the end of this table */
    size_t begin; /* of the row that is being written */
    size_t left_out;
};

/* A table of which as many bytes are kept as there are up to `limit`. Its head is written. */
struct markdown_rows markdown_rows_of(struct buffer *out, size_t limit);
void markdown_row_begin(struct markdown_rows *rows);
/* Takes the row away where it does not fit. */
void markdown_row_end(struct markdown_rows *rows);
/* Says how many are left out. */
void markdown_rows_end(struct markdown_rows *rows);

#endif
