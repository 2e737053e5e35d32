#include "report/csv.h"

#include "base/date.h"
#include "report/report.h"

#include <string.h>

/* What a spreadsheet takes for the beginning of a formula; full width too. */
static bool begins_formula(const char *field)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};
    if (*field && strchr("=+-@", *field))
        return true;
    for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
        if (string_starts_with(field, wide[i]))
            return true;
    /* a tab or a CR, which are written out */
    return string_starts_with(field, "\\t") || string_starts_with(field, "\\r");
}

/* RFC 4180, section 2: every field in quotes, a quote doubled. */
void csv_text(struct csv *csv, const char *field)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, field ? field : "");
    if (csv->begun)
        buffer_add_byte(csv->out, ',');
    csv->begun = true;
    buffer_add_byte(csv->out, '"');
    if (csv->guard && begins_formula(buffer_string(&visible)))
        buffer_add_byte(csv->out, '\'');
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '"')
            buffer_add_byte(csv->out, '"');
        buffer_add_byte(csv->out, *at);
    }
    buffer_add_byte(csv->out, '"');
    buffer_release(&visible);
}

/* A negative number is no formula, and stays a number. */
void csv_number(struct csv *csv, int64_t number)
{
    buffer_printf(csv->out, "%s\"%lld\"", csv->begun ? "," : "", (long long)number);
    csv->begun = true;
}

void csv_day(struct csv *csv, int32_t day)
{
    char text[DATE_TEXT_SIZE] = "";
    if (day != INT32_MIN)
        date_format(day, text);
    csv_text(csv, text);
}

void csv_end_row(struct csv *csv)
{
    buffer_add_string(csv->out, "\r\n");
    csv->begun = false;
}
