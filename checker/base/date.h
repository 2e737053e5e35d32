/* date.h - days and instants, by arithmetic alone: no locale, no time zone of
 * the machine, no mktime. All instants are seconds since 1970-01-01T00:00:00Z.
 * Calendar: proleptic Gregorian, years 1 to 9999. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

enum { DATE_TEXT_SIZE = sizeof("9999-12-31"), TIME_TEXT_SIZE = sizeof("9999-12-31T23:59:59Z") };
enum { SECONDS_A_DAY = 86400 };

/* Exactly YYYY-MM-DD and a day that exists; `out` is days since 1970-01-01. */
bool date_parse(const char *string, int32_t *out);
/* A day or an instant outside the calendar is written as its first or last. */
void date_format(int32_t days, char out[DATE_TEXT_SIZE]);
int32_t date_from_civil(int year, unsigned month, unsigned day);
void date_to_civil(int32_t days, int *year, unsigned *month, unsigned *day);
/* RFC 3339, section 5.6: with seconds, and an offset or Z; a fraction is dropped,
 * a leap second is the first second after it, and a space may stand for the T.
 * A plain date is its first second. */
bool time_parse(const char *string, int64_t *out);
void time_format(int64_t seconds, char out[TIME_TEXT_SIZE]);
/* The day in UTC, clamped to the calendar. */
int32_t time_to_date(int64_t seconds);
/* `90d`, `12h`, `30m`, `45s`, `8w`: a whole number and one unit, no longer than
 * the calendar, so that a sum with any instant of it cannot overflow. Out in seconds. */
bool duration_parse(const char *string, int64_t *out);
/* The shortest of d, h, m, s that is exact; `out` holds 24 bytes. */
void duration_format(int64_t seconds, char out[24]);

#endif
