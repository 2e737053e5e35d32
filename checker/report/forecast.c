#include "report/forecast.h"

#include "base/date.h"
#include "engine/enforce.h"
#include "engine/excuse.h"
#include "report/json.h"

#include <stdlib.h>
#include <string.h>

const char *const forecast_formats[] = {"text", "json", NULL};

enum { HORIZONS = 5, SEVERITIES = 5 };

struct horizon {
    const char *title; /* for people */
    const char *key;   /* for programs */
    int32_t until;     /* the last day that belongs to it */
};

/* What a forecast cannot know, so that nobody takes it for a promise. */
static const char *const not_modelled[] = {
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

static void horizons_of(int32_t today, struct horizon out[HORIZONS])
{
    out[0] = (struct horizon){"7 days", "7_days", today + 7};
    out[1] = (struct horizon){"30 days", "30_days", today + 30};
    out[2] = (struct horizon){"60 days", "60_days", today + 60};
    out[3] = (struct horizon){"90 days", "90_days", today + 90};
    out[4] = (struct horizon){"the quarter", "quarter_end", quarter_end(today)};
}

static int by_day(const void *a, const void *b)
{
    const struct forecast_return *one = a;
    const struct forecast_return *two = b;
    if (one->day != two->day)
        return one->day < two->day ? -1 : 1;
    return (one->finding > two->finding) - (one->finding < two->finding);
}

/* The first day on which it blocks: nothing excuses it, and its rule is in force.
 * INT32_MIN when there is none. */
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
        if (!finding->excused)
            continue;
        struct forecast_return *item = &forecast->returns[forecast->count++];
        *item = (struct forecast_return){.finding = finding, .last = finding->exception};
        item->day = exception_gap(evaluation, finding, forecast->today, &item->last);
        item->blocks = enforcement_blocks(finding, setting_enforcement(finding->setting, item->day),
                                          FAIL_ON_BLOCK);
    }
    if (forecast->count > 0)
        qsort(forecast->returns, forecast->count, sizeof(*forecast->returns), by_day);
    return forecast;
}

/* How many return until that day, by severity; and how many of them block. */
struct tally {
    size_t all, blocking;
    size_t by_severity[SEVERITIES];
};

static struct tally tally_until(const struct forecast *forecast, int32_t until)
{
    struct tally tally = {0};
    for (size_t i = 0; i < forecast->count && forecast->returns[i].day <= until; i++) {
        tally.all++;
        tally.blocking += forecast->returns[i].blocks;
        tally.by_severity[forecast->returns[i].finding->severity]++;
    }
    return tally;
}

static void add_in_days(struct buffer *out, const struct forecast *forecast, int32_t day)
{
    int32_t days = day - forecast->today;
    buffer_printf(out, "in %d day%s", days, days == 1 ? "" : "s");
}

static void add_place(struct buffer *out, const struct finding *finding)
{
    escape_visible(out, finding->place.path);
    if (finding->place.line > 0)
        buffer_printf(out, ":%u:%u", finding->place.line, finding->place.column);
}

static void text_gate(struct buffer *out, const struct forecast *forecast)
{
    char day[DATE_TEXT_SIZE];
    if (!forecast->red) {
        buffer_add_string(out, "the gate stays green: nothing that is known today would block\n");
        return;
    }
    if (forecast->blocking > 0) {
        buffer_printf(out, "the gate is RED ALREADY: %zu finding%s today\n", forecast->blocking,
                      forecast->blocking == 1 ? " blocks" : "s block");
    } else {
        date_format(forecast->red_on, day);
        buffer_printf(out, "the gate turns RED on %s, ", day);
        add_in_days(out, forecast, forecast->red_on);
        buffer_printf(out, ": %zu finding%s from then on\n", forecast->red_count,
                      forecast->red_count == 1 ? " blocks" : "s block");
    }
    buffer_printf(out, "  first: %s  ", forecast->red->setting->rule->id);
    add_place(out, forecast->red);
    buffer_add_byte(out, '\n');
}

static void text_horizons(struct buffer *out, const struct forecast *forecast)
{
    struct horizon horizons[HORIZONS];
    horizons_of(forecast->today, horizons);
    buffer_add_string(out, "\nreturning within   until       critical  high  medium  low  info  "
                           "all  blocking\n");
    for (size_t i = 0; i < HORIZONS; i++) {
        char day[DATE_TEXT_SIZE];
        date_format(horizons[i].until, day);
        struct tally tally = tally_until(forecast, horizons[i].until);
        buffer_printf(out, "  %-15s  %s  %8zu  %4zu  %6zu  %3zu  %4zu  %3zu  %8zu\n",
                      horizons[i].title, day, tally.by_severity[SEVERITY_CRITICAL],
                      tally.by_severity[SEVERITY_HIGH], tally.by_severity[SEVERITY_MEDIUM],
                      tally.by_severity[SEVERITY_LOW], tally.by_severity[SEVERITY_INFO], tally.all,
                      tally.blocking);
    }
}

static void text_return(struct buffer *out, const struct forecast *forecast,
                        const struct forecast_return *item)
{
    const struct finding *finding = item->finding;
    char day[DATE_TEXT_SIZE];
    date_format(item->day, day);
    buffer_printf(out, "  %s, ", day);
    add_in_days(out, forecast, item->day);
    buffer_printf(out, "  %s  %s%s\n    ", finding->setting->rule->id,
                  severity_words[finding->severity], item->blocks ? ", blocks" : "");
    add_place(out, finding);
    buffer_add_string(out, "\n    ");
    escape_visible(out, finding->message);
    buffer_add_string(out, "\n    ");
    escape_visible(out, item->last->id);
    buffer_add_string(out, " lapses, owner ");
    escape_visible(out, item->last->owner ? item->last->owner : "none");
    buffer_add_byte(out, '\n');
}

static void write_text(struct buffer *out, const struct forecast *forecast)
{
    char day[DATE_TEXT_SIZE];
    date_format(forecast->today, day);
    buffer_printf(out, "forecast of %s: %zu finding%s excused (days are UTC)\n", day,
                  forecast->count, forecast->count == 1 ? " is" : "s are");
    text_gate(out, forecast);
    text_horizons(out, forecast);
    if (forecast->count > 0)
        buffer_add_string(out, "\nwhat returns, and when\n");
    for (size_t i = 0; i < forecast->count; i++)
        text_return(out, forecast, &forecast->returns[i]);
    buffer_add_string(out, "\nnot modelled\n");
    for (size_t i = 0; not_modelled[i]; i++)
        buffer_printf(out, "  %s\n", not_modelled[i]);
}

static void json_day(struct json *json, const char *key, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN) {
        json_null(json, key);
        return;
    }
    date_format(day, text);
    json_string(json, key, text);
}

static void json_gate(struct json *json, const struct forecast *forecast)
{
    json_begin_object(json, "gate");
    json_string(json, "state",
                forecast->blocking > 0 ? "red"
                : forecast->red        ? "turns_red"
                                       : "stays_green");
    json_day(json, "red_on", forecast->red_on);
    if (forecast->red)
        json_integer(json, "days", forecast->red_on - forecast->today);
    else
        json_null(json, "days");
    json_integer(json, "findings", (int64_t)forecast->red_count);
    json_string(json, "first", forecast->red ? forecast->red->fingerprint : NULL);
    json_end_object(json);
}

static void json_horizon(struct json *json, const struct forecast *forecast,
                         const struct horizon *horizon)
{
    struct tally tally = tally_until(forecast, horizon->until);
    json_begin_object(json, NULL);
    json_string(json, "within", horizon->key);
    json_day(json, "until", horizon->until);
    json_begin_object(json, "returning");
    for (int severity = SEVERITY_CRITICAL; severity >= SEVERITY_INFO; severity--)
        json_integer(json, severity_words[severity], (int64_t)tally.by_severity[severity]);
    json_integer(json, "all", (int64_t)tally.all);
    json_integer(json, "blocking", (int64_t)tally.blocking);
    json_end_object(json);
    json_begin_list(json, "findings");
    for (size_t i = 0; i < tally.all; i++)
        json_string(json, NULL, forecast->returns[i].finding->fingerprint);
    json_end_list(json);
    json_end_object(json);
}

static void json_return(struct json *json, const struct forecast *forecast,
                        const struct forecast_return *item)
{
    const struct finding *finding = item->finding;
    json_begin_object(json, NULL);
    json_string(json, "fingerprint", finding->fingerprint);
    json_string(json, "rule", finding->setting->rule->id);
    json_string(json, "severity", severity_words[finding->severity]);
    json_string(json, "message", finding->message);
    json_begin_object(json, "place");
    json_string(json, "path", finding->place.path);
    json_integer(json, "line", finding->place.line);
    json_integer(json, "column", finding->place.column);
    json_end_object(json);
    json_day(json, "returns_on", item->day);
    json_integer(json, "days", item->day - forecast->today);
    json_boolean(json, "blocks", item->blocks);
    json_string(json, "exception", item->last->id);
    json_string(json, "owner", item->last->owner);
    json_end_object(json);
}

static void write_json(struct buffer *out, const struct forecast *forecast,
                       const struct report_options *options)
{
    const struct evaluation *evaluation = forecast->evaluation;
    struct horizon horizons[HORIZONS];
    struct json json = {.out = out};
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    horizons_of(forecast->today, horizons);
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", options->version);
    json_end_object(&json);
    json_day(&json, "as_of", forecast->today);
    json_string(&json, "time_zone", "UTC");
    json_string(&json, "repository", evaluation->repository);
    json_string(&json, "commit", commit);
    json_gate(&json, forecast);
    json_begin_list(&json, "horizons");
    for (size_t i = 0; i < HORIZONS; i++)
        json_horizon(&json, forecast, &horizons[i]);
    json_end_list(&json);
    json_begin_list(&json, "returning");
    for (size_t i = 0; i < forecast->count; i++)
        json_return(&json, forecast, &forecast->returns[i]);
    json_end_list(&json);
    json_begin_list(&json, "not_modelled");
    for (size_t i = 0; not_modelled[i]; i++)
        json_string(&json, NULL, not_modelled[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

void forecast_write(struct buffer *out, const struct forecast *forecast, const char *format,
                    const struct report_options *options)
{
    if (strcmp(format, "json") == 0)
        write_json(out, forecast, options);
    else
        write_text(out, forecast);
}
