/* forecast.h - what returns when the exceptions of today lapse, and the first day on
 * which the gate turns red if nobody does anything. Scheduled records count, and so
 * does the day from which a rule is enforced; no commit and no new finding does. */
#ifndef REPORT_FORECAST_H
#define REPORT_FORECAST_H

#include "report/report.h"

/* A finding that is excused now. */
struct forecast_return {
    const struct finding *finding;
    const struct exception *last; /* the record that lapses the day before */
    int32_t day;                  /* the first that nothing excuses it */
    bool blocks;                  /* it decides the exit status on that day */
};

struct forecast {
    const struct evaluation *evaluation;
    int32_t today;
    struct forecast_return *returns; /* by day, then as the findings stand */
    size_t count;
    size_t blocking;           /* findings that block today */
    int32_t red_on;            /* INT32_MIN: on no day */
    const struct finding *red; /* the first that blocks on that day, or NULL */
    size_t red_count;          /* how many begin to */
};

extern const char *const forecast_formats[]; /* text json NULL */
struct forecast *forecast_new(const struct evaluation *evaluation, struct arena *arena);
void forecast_write(struct buffer *out, const struct forecast *forecast, const char *format,
                    const struct report_options *options);

#endif
