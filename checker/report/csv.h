/* csv.h - rows of CSV (RFC 4180) that a spreadsheet does not run: every field in quotes,
 * what is unsafe written out, and before what would begin a formula an apostrophe. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "base/text.h"

struct csv {
    struct buffer *out;
    bool guard; /* no field is a formula */
    bool begun; /* the row has a field already */
};

void csv_text(struct csv *csv, const char *field); /* NULL: an empty one */
void csv_number(struct csv *csv, int64_t number);
void csv_day(struct csv *csv, int32_t day); /* INT32_MIN: an empty one */
void csv_end_row(struct csv *csv);

#endif
