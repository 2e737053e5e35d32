#include "engine/day_span.h"

#include <stdlib.h>

static int by_start(const void *a, const void *b)
{
    const struct day_span *one = a;
    const struct day_span *two = b;
    return (one->from > two->from) - (one->from < two->from);
}

int64_t day_spans_count(struct day_span *spans, size_t count)
{
    int64_t days = 0;
    int64_t end = INT64_MIN;
    if (count > 1)
        qsort(spans, count, sizeof(*spans), by_start);
    for (size_t i = 0; i < count; i++) {
        int64_t from = spans[i].from > end ? spans[i].from : end + 1;
        if (spans[i].to >= from)
            days += spans[i].to - from + 1;
        end = spans[i].to > end ? spans[i].to : end;
    }
    return days;
}
