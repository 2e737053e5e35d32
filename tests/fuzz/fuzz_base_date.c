/* A string as a date, an instant and a duration: what is accepted must come back
 * from its own writing. */
#include "base/date.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_formats(int64_t seconds)
{
    char time[TIME_TEXT_SIZE];
    char date[DATE_TEXT_SIZE];
    int64_t again = 0;
    int32_t days = 0;
    time_format(seconds, time);
    date_format(time_to_date(seconds), date);
    if (strncmp(time, date, DATE_TEXT_SIZE - 1) != 0 || !date_parse(date, &days) ||
        !time_parse(time, &again) || time_to_date(again) != days)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    const char *string = arena_copy(&arena, (struct text){(const char *)data, size});
    int32_t days = 0;
    int64_t seconds = 0;
    int64_t again = 0;
    char text[24];
    if (date_parse(string, &days)) {
        date_format(days, text);
        if (strcmp(text, string) != 0)
            abort();
        if (!time_parse(string, &seconds) || seconds != (int64_t)days * SECONDS_A_DAY)
            abort();
    }
    if (time_parse(string, &seconds)) {
        time_format(seconds, text);
        if (!time_parse(text, &again) || again != seconds)
            abort();
    }
    if (duration_parse(string, &seconds)) {
        duration_format(seconds, text);
        if (!duration_parse(text, &again) || again != seconds)
            abort();
    }
    int64_t any = 0;
    memcpy(&any, data, size < sizeof(any) ? size : sizeof(any));
    check_formats(any);
    duration_format(any, text);
    arena_release(&arena);
    return 0;
}
