/* forecast.h - what returns when the exceptions of today lapse and the entries of the
 * baseline end, and the first day on which the gate turns red if nobody does anything.
 * Scheduled records count, and so does the day from which a rule is enforced; no commit and
 * no new finding does. */
#ifndef REPORT_FORECAST_H
#define REPORT_FORECAST_H

#include "report/json.h"
#include "report/report.h"

/* A finding that is excused now, or recorded in the baseline until a day. */
struct forecast_return {
    const struct finding *finding;
    /* The record that lapses the day before; NULL: its entry in the baseline ends then. */
    const struct exception *last;
    int32_t day;       /* the first on which it is neither excused nor recorded until a day */
    bool blocks;       /* it decides the exit status on that day */
    int32_t blocks_on; /* the first day on which it does; INT32_MIN: on none */
};

struct forecast {
    const struct evaluation *evaluation;
    int32_t today;
    struct forecast_return *returns; /* by day, then as the findings stand */
    size_t count, excused;
    size_t blocking;           /* findings that block today */
    int32_t red_on;            /* INT32_MIN: on no day */
    const struct finding *red; /* the first that blocks on that day, or NULL */
    size_t red_count;          /* how many begin to */
};

struct forecast *forecast_new(const struct evaluation *evaluation, struct arena *arena);

enum { FORECAST_HORIZONS = 5 };

struct forecast_horizon {
    const char *title; /* for people */
    const char *key;   /* for programs */
    int32_t until;     /* the last day that belongs to it */
};
void forecast_horizons(const struct forecast *forecast,
                       struct forecast_horizon out[FORECAST_HORIZONS]);

/* Why it returns: "exception" or "baseline". */
const char *forecast_cause(const struct forecast_return *item);

/* How many return until that day, by severity; and how many of them block by then. */
struct forecast_tally {
    size_t by_severity[SEVERITY_CRITICAL + 1], all, blocking;
};
struct forecast_tally forecast_tally(const struct forecast *forecast, int32_t until);

/* Adds the one sentence about the gate, without a line end. Plain text. */
void forecast_add_gate(struct buffer *out, const struct forecast *forecast);
/* What a forecast cannot know; NULL-ended. */
extern const char *const forecast_not_modelled[];

extern const char *const forecast_formats[]; /* text markdown json csv NULL */
void forecast_write(struct buffer *out, const struct forecast *forecast, const char *format,
                    const struct report_options *options);
/* The keys gate, horizons and returning of an object. */
void forecast_add_json(struct json *json, const struct forecast *forecast);

#endif
