#include "facts/operations_dates.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* What is left to read of a text. */
struct scan {
    struct text text;
    size_t at;
};

static char peek(const struct scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->text.size ? scan->text.bytes[scan->at + ahead] : '\0';
}

static bool read_number(struct scan *scan, size_t least, size_t most, unsigned *out)
{
    size_t size = 0;
    *out = 0;
    while (size < most && is_digit(peek(scan, size))) {
        *out = *out * 10 + (unsigned)(peek(scan, size) - '0');
        size++;
    }
    if (size < least || is_digit(peek(scan, size)))
        return false;
    scan->at += size;
    return true;
}

/* `Mar`, `march`; three letters at least. */
static bool is_start_of(const char *month, const char *letters, size_t size)
{
    if (size < 3 || size > strlen(month))
        return false;
    for (size_t i = 0; i < size; i++)
        if ((letters[i] | 0x20) != month[i])
            return false;
    return true;
}

static bool read_month(struct scan *scan, unsigned *out)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t size = 0;
    while (is_letter(peek(scan, size)))
        size++;
    for (unsigned i = 0; i < 12; i++) {
        if (!is_start_of(names[i], scan->text.bytes + scan->at, size))
            continue;
        scan->at += size;
        *out = i + 1;
        return true;
    }
    return false;
}

static void skip_blanks(struct scan *scan)
{
    while (peek(scan, 0) == ' ' || peek(scan, 0) == ',' || peek(scan, 0) == '.')
        scan->at++;
}

static void skip_ordinal(struct scan *scan)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < 4; i++)
        if (peek(scan, 0) == endings[i][0] && peek(scan, 1) == endings[i][1])
            scan->at += 2;
}

static bool make(unsigned year, unsigned month, unsigned day, int32_t *out)
{
    char written[32];
    if (year < 1970 || year > 2199)
        return false;
    snprintf(written, sizeof(written), "%04u-%02u-%02u", year, month, day);
    return date_parse(written, out);
}

static bool read_numbers(struct scan *scan, int32_t *out)
{
    unsigned year, month, day;
    struct scan packed = *scan;
    if (read_number(&packed, 8, 8, &year) &&
        make(year / 10000, year / 100 % 100, year % 100, out)) {
        *scan = packed;
        return true;
    }
    if (!read_number(scan, 4, 4, &year))
        return false;
    char mark = peek(scan, 0);
    if (mark != '-' && mark != '/' && mark != '.')
        return false;
    scan->at++;
    if (!read_number(scan, 1, 2, &month) || peek(scan, 0) != mark)
        return false;
    scan->at++;
    return read_number(scan, 1, 2, &day) && make(year, month, day, out);
}

static bool read_words(struct scan *scan, int32_t *out)
{
    unsigned year, month, day = 0;
    bool is_day_first = is_digit(peek(scan, 0));
    if (is_day_first) {
        if (!read_number(scan, 1, 2, &day))
            return false;
        skip_ordinal(scan);
        skip_blanks(scan);
    }
    if (!read_month(scan, &month))
        return false;
    skip_blanks(scan);
    if (!is_day_first) {
        if (!read_number(scan, 1, 2, &day))
            return false;
        skip_ordinal(scan);
        skip_blanks(scan);
    }
    return read_number(scan, 4, 4, &year) && make(year, month, day, out);
}

bool operations_date_next(struct text text, size_t *from, int32_t *out)
{
    for (size_t at = *from; at < text.size; at++) {
        char before = at ? text.bytes[at - 1] : ' ';
        if (is_digit(before) || (is_letter(before) && is_letter(text.bytes[at])))
            continue;
        struct scan numbers = {text, at}, words = {text, at};
        bool has_numbers = read_numbers(&numbers, out);
        if (has_numbers || read_words(&words, out)) {
            *from = has_numbers ? numbers.at : words.at;
            return true;
        }
    }
    *from = text.size;
    return false;
}

bool operations_date_find(struct text text, int32_t *out)
{
    size_t from = 0;
    return operations_date_next(text, &from, out);
}
