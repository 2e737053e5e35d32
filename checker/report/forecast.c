#include "report/forecast.h"

#include "base/date.h"
#include "engine/enforce.h"
#include "engine/excuse.h"
#include "policy/baseline_file.h"

#include <stdlib.h>
#include <string.h>

/* What a forecast cannot know, so that nobody takes it for a promise. */
const char *const forecast_not_modelled[] = {
    "new commits and new findings",
    "records that are added, renewed, approved or removed",
    "rules that judge the records themselves or count days",
    NULL,
};

static int32_t quarter_end(int32_t today)
{
    int year;
    unsigned month, day;
    date_to_civil(today, &year, &month, &day);
    unsigned next = (month - 1) / 3 * 3 + 4;
    return date_from_civil(year + (next > 12), next > 12 ? 1 : next, 1) - 1;
}

void forecast_horizons(const struct forecast *forecast,
                       struct forecast_horizon out[FORECAST_HORIZONS])
{
    int32_t today = forecast->today;
    out[0] = (struct forecast_horizon){"7 days", "7_days", today + 7};
    out[1] = (struct forecast_horizon){"30 days", "30_days", today + 30};
    out[2] = (struct forecast_horizon){"60 days", "60_days", today + 60};
    out[3] = (struct forecast_horizon){"90 days", "90_days", today + 90};
    out[4] = (struct forecast_horizon){"the quarter", "quarter_end", quarter_end(today)};
}

static int by_day(const void *a, const void *b)
{
    const struct forecast_return *one = a;
    const struct forecast_return *two = b;
    if (one->day != two->day)
        return one->day < two->day ? -1 : 1;
    return (one->finding > two->finding) - (one->finding < two->finding);
}

/* Does the baseline keep it from blocking on that day? */
static bool is_recorded_on(const struct finding *finding, int32_t day)
{
    return finding->recorded && !baseline_entry_is_over(finding->recorded, day);
}

/* The first day on which it blocks: nothing excuses it, no baseline records it, and its rule
 * is in force. INT32_MIN when there is none. */
static int32_t blocks_on(const struct forecast *forecast, const struct finding *finding)
{
    const struct setting *setting = finding->setting;
    const struct exception *last = NULL;
    if (finding->blocks)
        return forecast->today;
    if (!enforcement_blocks(finding, setting->enforcement, FAIL_ON_BLOCK))
        return INT32_MIN;
    int32_t from =
        setting->effective_from > forecast->today ? setting->effective_from : forecast->today;
    if (is_recorded_on(finding, from)) {
        if (finding->recorded->until == INT32_MIN)
            return INT32_MIN;
        from = finding->recorded->until + 1;
    }
    return exception_gap(forecast->evaluation, finding, from, &last);
}

static void note_red(struct forecast *forecast, const struct finding *finding)
{
    int32_t day = blocks_on(forecast, finding);
    forecast->blocking += finding->blocks;
    if (day == INT32_MIN || (forecast->red && day > forecast->red_on))
        return;
    if (!forecast->red || day < forecast->red_on) {
        forecast->red = finding;
        forecast->red_on = day;
        forecast->red_count = 0;
    }
    forecast->red_count++;
}

/* Until when the baseline records it; INT32_MIN: it does not, or without an end. */
static int32_t recorded_until(const struct finding *finding)
{
    return finding->recorded ? finding->recorded->until : INT32_MIN;
}

/* Records and the entry of the baseline may follow on one another. */
static struct forecast_return return_of(const struct forecast *forecast,
                                        const struct finding *finding)
{
    struct forecast_return item = {
        .finding = finding, .last = finding->exception, .day = forecast->today};
    int32_t until = recorded_until(finding);
    for (;;) {
        item.day = exception_gap(forecast->evaluation, finding, item.day, &item.last);
        if (until < item.day)
            break;
        item.day = until + 1;
        item.last = NULL;
    }
    item.blocks_on = blocks_on(forecast, finding);
    item.blocks =
        !is_recorded_on(finding, item.day) &&
        enforcement_blocks(finding, setting_enforcement(finding->setting, item.day), FAIL_ON_BLOCK);
    return item;
}

const char *forecast_cause(const struct forecast_return *item)
{
    return item->last ? "exception" : "baseline";
}

struct forecast *forecast_new(const struct evaluation *evaluation, struct arena *arena)
{
    struct forecast *forecast = ARENA_NEW(arena, struct forecast);
    *forecast = (struct forecast){
        .evaluation = evaluation,
        .today = time_to_date(evaluation->now),
        .returns = ARENA_ARRAY(arena, struct forecast_return, evaluation->finding_count + 1),
        .red_on = INT32_MIN,
    };
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        note_red(forecast, finding);
        bool is_recorded = finding->tolerated && recorded_until(finding) != INT32_MIN;
        forecast->excused += finding->excused;
        if (finding->excused || is_recorded)
            forecast->returns[forecast->count++] = return_of(forecast, finding);
    }
    if (forecast->count > 0)
        qsort(forecast->returns, forecast->count, sizeof(*forecast->returns), by_day);
    return forecast;
}

struct forecast_tally forecast_tally(const struct forecast *forecast, int32_t until)
{
    struct forecast_tally tally = {0};
    for (; tally.all < forecast->count && forecast->returns[tally.all].day <= until; tally.all++) {
        const struct forecast_return *item = &forecast->returns[tally.all];
        tally.blocking += item->blocks_on != INT32_MIN && item->blocks_on <= until;
        tally.by_severity[item->finding->severity]++;
    }
    return tally;
}

static void add_in_days(struct buffer *out, int32_t days)
{
    buffer_printf(out, "in %d day%s", days, days == 1 ? "" : "s");
}

void forecast_add_gate(struct buffer *out, const struct forecast *forecast)
{
    char day[DATE_TEXT_SIZE];
    if (!forecast->red) {
        buffer_add_string(out, "the gate stays green: nothing that is known today would block");
    } else if (forecast->blocking > 0) {
        buffer_printf(out, "the gate is RED ALREADY: %zu finding%s today", forecast->blocking,
                      forecast->blocking == 1 ? " blocks" : "s block");
    } else {
        date_format(forecast->red_on, day);
        buffer_printf(out, "the gate turns RED on %s, ", day);
        add_in_days(out, forecast->red_on - forecast->today);
        buffer_printf(out, ": %zu finding%s from then on", forecast->red_count,
                      forecast->red_count == 1 ? " blocks" : "s block");
    }
}
