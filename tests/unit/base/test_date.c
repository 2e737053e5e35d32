#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check_day(int32_t days, int year, unsigned month, unsigned day)
{
    int back_year;
    unsigned back_month;
    unsigned back_day;
    date_to_civil(days, &back_year, &back_month, &back_day);
    if (date_from_civil(year, month, day) != days || back_year != year || back_month != month ||
        back_day != day)
        fail_msg("%d is %d-%u-%u, not %d-%u-%u", (int)days, back_year, back_month, back_day, year,
                 month, day);
}

static void every_day_of_the_calendar_goes_there_and_back(void **state)
{
    (void)state;
    static const unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t days = -719162;
    for (int year = 1; year <= 9999; year++) {
        unsigned leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (unsigned month = 1; month <= 12; month++) {
            unsigned length = lengths[month - 1] + (month == 2 ? leap : 0);
            for (unsigned day = 1; day <= length; day++)
                check_day(days++, year, month, day);
        }
    }
    assert_int_equal(days, 2932897);
}

static void only_days_that_exist_are_dates(void **state)
{
    (void)state;
    int32_t days = 7;
    assert_true(date_parse("1970-01-01", &days));
    assert_int_equal(days, 0);
    assert_true(date_parse("2024-02-29", &days));
    assert_int_equal(days, 19782);
    assert_true(date_parse("0001-01-01", &days));
    assert_true(date_parse("9999-12-31", &days));
    assert_int_equal(days, 2932896);
    static const char *const refused[] = {
        "",           "2026",        "2026-02-30",  "2026-02-29", "1900-02-29",
        "2026-13-01", "2026-00-10",  "2026-01-00",  "2026-04-31", "0000-01-01",
        "2026-1-1",   "2026-01-01 ", " 2026-01-01", "2026/01/01", "+026-01-01",
        "20260101",   "2026-01-1x",  "12026-01-01", "-001-01-01", "2026-01-01T",
        "2026-01-32",
    };
    days = 7;
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        if (date_parse(refused[i], &days) || days != 7)
            fail_msg("accepted or touched: '%s'", refused[i]);
}

static void instants_are_read_with_their_offset(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        int64_t seconds;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"2026-03-01T12:30:45Z", 1772368245},
        {"2026-03-01 12:30:45Z", 1772368245},
        {"2026-03-01t12:30:45z", 1772368245},
        {"2026-03-01T14:00:45+01:30", 1772368245},
        {"2026-03-01T02:30:45-10:00", 1772368245},
        {"2026-03-01T12:30:45.999999Z", 1772368245},
        {"1990-12-31T23:59:60Z", 662688000},
        {"1990-12-31T15:59:60-08:00", 662688000},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t seconds = 42;
        if (!time_parse(cases[i].string, &seconds) || seconds != cases[i].seconds)
            fail_msg("%s is %lld", cases[i].string, (long long)seconds);
    }
    static const char *const refused[] = {
        "",
        "2026-03-01T",
        "2026-03-01T12:30Z",
        "2026-03-01T12:30:45",
        "2026-03-01T24:00:00Z",
        "2026-03-01T12:60:00Z",
        "2026-03-01T12:00:60Z",
        "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00+1:00",
        "2026-03-01T12:00:00+0100",
        "2026-03-01T12:00:00+24:00",
        "2026-03-01T12:00:00ZZ",
        "2026-02-30T12:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        int64_t seconds = 42;
        if (time_parse(refused[i], &seconds) || seconds != 42)
            fail_msg("accepted or touched: '%s'", refused[i]);
    }
}

static void instants_outside_the_calendar_are_written_as_its_ends(void **state)
{
    (void)state;
    char text[TIME_TEXT_SIZE];
    time_format(1772368245, text);
    assert_string_equal(text, "2026-03-01T12:30:45Z");
    time_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    time_format(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    time_format(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    char date[DATE_TEXT_SIZE];
    date_format(INT32_MIN, date);
    assert_string_equal(date, "0001-01-01");
    date_format(INT32_MAX, date);
    assert_string_equal(date, "9999-12-31");
    assert_int_equal(time_to_date(-1), -1);
    assert_int_equal(time_to_date(-86400), -1);
    assert_int_equal(time_to_date(-86401), -2);
    assert_int_equal(time_to_date(86399), 0);
    assert_int_equal(time_to_date(INT64_MAX), 2932896);
}

static void durations_are_one_number_and_one_unit(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        int64_t seconds;
        const char *written;
    } cases[] = {
        {"90d", 7776000, "90d"}, {"12h", 43200, "12h"},
        {"30m", 1800, "30m"},    {"8w", 4838400, "56d"},
        {"0d", 0, "0d"},         {"45s", 45, "45s"},
        {"48h", 172800, "2d"},   {"3652058d", 315537811200, "3652058d"},
    };
    char text[24];
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t seconds = -1;
        if (!duration_parse(cases[i].string, &seconds) || seconds != cases[i].seconds)
            fail_msg("%s is %lld", cases[i].string, (long long)seconds);
        duration_format(seconds, text);
        assert_string_equal(text, cases[i].written);
    }
    static const char *const refused[] = {
        "",
        "d",
        "90",
        "90x",
        "-1d",
        "+1d",
        " 1d",
        "1d ",
        "1.5h",
        "1d2h",
        "1D",
        "3652059d",
        "99999999999999999999999999s",
        "521723w",
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        int64_t seconds = -1;
        if (duration_parse(refused[i], &seconds) || seconds != -1)
            fail_msg("accepted or touched: '%s'", refused[i]);
    }
    duration_format(INT64_MIN, text);
    assert_string_equal(text, "-9223372036854775808s");
    duration_format(-86400, text);
    assert_string_equal(text, "-1d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_the_calendar_goes_there_and_back),
        cmocka_unit_test(only_days_that_exist_are_dates),
        cmocka_unit_test(instants_are_read_with_their_offset),
        cmocka_unit_test(instants_outside_the_calendar_are_written_as_its_ends),
        cmocka_unit_test(durations_are_one_number_and_one_unit),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
