/* day_span.h - how many days some spans cover together. */
#ifndef ENGINE_DAY_SPAN_H
#define ENGINE_DAY_SPAN_H

#include <stddef.h>
#include <stdint.h>

struct day_span {
    int32_t from, to; /* days, both counted; none where it ends before it begins */
};

/* Each day counts once. Sorts them. */
int64_t day_spans_count(struct day_span *spans, size_t count);

#endif
