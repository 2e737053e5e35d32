#include "base/date.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */

/* Days from civil and back: eras of 400 years that begin on 1 March, so that the
 * leap day is the last of its year (Howard Hinnant, chrono-compatible dates). */
int32_t date_from_civil(int year, unsigned month, unsigned day)
{
    int64_t shifted = (int64_t)year - (month <= 2);
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t month_from_march = (int64_t)(month > 2 ? month - 3 : month + 9);
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + (int64_t)day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * 146097 + day_of_era - 719468);
}

void date_to_civil(int32_t days, int *year, unsigned *month, unsigned *day)
{
    int64_t shifted = (int64_t)days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day = (unsigned)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (unsigned)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static unsigned days_of_month(int year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Exactly `count` digits at `*string`, which moves behind them. */
static bool take_digits(const char **string, unsigned count, unsigned *out)
{
    unsigned value = 0;
    for (unsigned i = 0; i < count; i++) {
        char digit = (*string)[i];
        if (digit < '0' || digit > '9')
            return false;
        value = value * 10 + (unsigned)(digit - '0');
    }
    *string += count;
    *out = value;
    return true;
}

static bool take_byte(const char **string, char byte)
{
    if (**string != byte)
        return false;
    (*string)++;
    return true;
}

static bool take_date(const char **string, int32_t *out)
{
    unsigned year;
    unsigned month;
    unsigned day;
    if (!take_digits(string, 4, &year) || !take_byte(string, '-') ||
        !take_digits(string, 2, &month) || !take_byte(string, '-') || !take_digits(string, 2, &day))
        return false;
    if (year == 0 || month < 1 || month > 12 || day < 1 || day > days_of_month((int)year, month))
        return false;
    *out = date_from_civil((int)year, month, day);
    return true;
}

bool date_parse(const char *string, int32_t *out)
{
    int32_t days;
    if (!take_date(&string, &days) || *string != '\0')
        return false;
    *out = days;
    return true;
}

/* `Z` or a numeric offset, in seconds east of UTC. */
static bool take_offset(const char **string, int64_t *out)
{
    if (take_byte(string, 'Z') || take_byte(string, 'z')) {
        *out = 0;
        return true;
    }
    bool west = **string == '-';
    if (!west && **string != '+')
        return false;
    (*string)++;
    unsigned hours;
    unsigned minutes;
    if (!take_digits(string, 2, &hours) || !take_byte(string, ':') ||
        !take_digits(string, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    int64_t offset = (int64_t)hours * 3600 + (int64_t)minutes * 60;
    *out = west ? -offset : offset;
    return true;
}

static bool take_fraction(const char **string)
{
    if (!take_byte(string, '.'))
        return true;
    unsigned digit;
    if (!take_digits(string, 1, &digit))
        return false;
    while (take_digits(string, 1, &digit))
        ;
    return true;
}

bool time_parse(const char *string, int64_t *out)
{
    int32_t days;
    if (!take_date(&string, &days))
        return false;
    int64_t midnight = (int64_t)days * SECONDS_A_DAY;
    if (*string == '\0') {
        *out = midnight;
        return true;
    }
    unsigned hour;
    unsigned minute;
    unsigned second;
    int64_t offset;
    if (!take_byte(&string, 'T') && !take_byte(&string, 't') && !take_byte(&string, ' '))
        return false;
    if (!take_digits(&string, 2, &hour) || !take_byte(&string, ':') ||
        !take_digits(&string, 2, &minute) || !take_byte(&string, ':') ||
        !take_digits(&string, 2, &second) || !take_fraction(&string) ||
        !take_offset(&string, &offset) || *string != '\0')
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t whole_minute = midnight + (int64_t)hour * 3600 + (int64_t)minute * 60 - offset;
    /* A leap second ends a day of UTC and nothing else. */
    if (second == 60 && (whole_minute + 60) % SECONDS_A_DAY != 0)
        return false;
    int64_t seconds = whole_minute + second;
    if (seconds < (int64_t)FIRST_DAY * SECONDS_A_DAY ||
        seconds >= ((int64_t)LAST_DAY + 1) * SECONDS_A_DAY)
        return false;
    *out = seconds;
    return true;
}

/* Clocks of commits can say anything: what lies outside the calendar is shown
 * as its first or last moment. */
static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

static void write_digits(char *out, unsigned count, unsigned value)
{
    for (unsigned i = count; i-- > 0; value /= 10)
        out[i] = (char)('0' + value % 10);
}

void date_format(int32_t days, char out[DATE_TEXT_SIZE])
{
    int year;
    unsigned month;
    unsigned day;
    date_to_civil((int32_t)clamp(days, FIRST_DAY, LAST_DAY), &year, &month, &day);
    memcpy(out, "0000-00-00", DATE_TEXT_SIZE);
    write_digits(out, 4, (unsigned)year);
    write_digits(out + 5, 2, month);
    write_digits(out + 8, 2, day);
}

int32_t time_to_date(int64_t seconds)
{
    int64_t days = seconds / SECONDS_A_DAY - (seconds % SECONDS_A_DAY < 0);
    return (int32_t)clamp(days, FIRST_DAY, LAST_DAY);
}

void time_format(int64_t seconds, char out[TIME_TEXT_SIZE])
{
    int64_t first = (int64_t)FIRST_DAY * SECONDS_A_DAY;
    int64_t inside = clamp(seconds, first, ((int64_t)LAST_DAY + 1) * SECONDS_A_DAY - 1);
    unsigned rest = (unsigned)((inside - first) % SECONDS_A_DAY);
    date_format(time_to_date(inside), out);
    memcpy(out + DATE_TEXT_SIZE - 1, "T00:00:00Z", sizeof("T00:00:00Z"));
    write_digits(out + 11, 2, rest / 3600);
    write_digits(out + 14, 2, rest / 60 % 60);
    write_digits(out + 17, 2, rest % 60);
}

bool duration_parse(const char *string, int64_t *out)
{
    int64_t longest = ((int64_t)LAST_DAY - FIRST_DAY) * SECONDS_A_DAY;
    int64_t count = 0;
    unsigned digit;
    if (*string < '0' || *string > '9')
        return false;
    while (take_digits(&string, 1, &digit)) {
        count = count * 10 + digit;
        if (count > longest)
            return false;
    }
    int64_t unit;
    switch (*string) {
    case 'w':
        unit = 7 * (int64_t)SECONDS_A_DAY;
        break;
    case 'd':
        unit = SECONDS_A_DAY;
        break;
    case 'h':
        unit = 3600;
        break;
    case 'm':
        unit = 60;
        break;
    case 's':
        unit = 1;
        break;
    default:
        return false;
    }
    if (string[1] != '\0' || count > longest / unit)
        return false;
    *out = count * unit;
    return true;
}

void duration_format(int64_t seconds, char out[24])
{
    static const struct {
        int64_t seconds;
        char name;
    } units[] = {{SECONDS_A_DAY, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    size_t unit = 0;
    while (seconds % units[unit].seconds != 0)
        unit++;
    snprintf(out, 24, "%lld%c", (long long)(seconds / units[unit].seconds), units[unit].name);
}
