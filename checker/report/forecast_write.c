#include "base/date.h"
#include "report/csv.h"
#include "report/forecast.h"
#include "report/markdown_change.h"
#include "report/markdown_rows.h"

#include <string.h>

const char *const forecast_formats[] = {"text", "markdown", "json", "csv", NULL};

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
    forecast_add_gate(out, forecast);
    buffer_add_byte(out, '\n');
    if (!forecast->red)
        return;
    buffer_printf(out, "  first: %s  ", forecast->red->setting->rule->id);
    add_place(out, forecast->red);
    buffer_add_byte(out, '\n');
}

static void text_horizons(struct buffer *out, const struct forecast *forecast)
{
    struct forecast_horizon horizons[FORECAST_HORIZONS];
    forecast_horizons(forecast, horizons);
    buffer_add_string(out, "\nreturning within   until       critical  high  medium  low  info  "
                           "all  blocking\n");
    for (size_t i = 0; i < FORECAST_HORIZONS; i++) {
        char day[DATE_TEXT_SIZE];
        date_format(horizons[i].until, day);
        struct forecast_tally tally = forecast_tally(forecast, horizons[i].until);
        buffer_printf(out, "  %-15s  %s  %8zu  %4zu  %6zu  %3zu  %4zu  %3zu  %8zu\n",
                      horizons[i].title, day, tally.by_severity[SEVERITY_CRITICAL],
                      tally.by_severity[SEVERITY_HIGH], tally.by_severity[SEVERITY_MEDIUM],
                      tally.by_severity[SEVERITY_LOW], tally.by_severity[SEVERITY_INFO], tally.all,
                      tally.blocking);
    }
}

static void add_counts(struct buffer *out, const struct forecast *forecast)
{
    size_t recorded = forecast->count - forecast->excused;
    buffer_printf(out, "%zu finding%s excused", forecast->excused,
                  forecast->excused == 1 ? " is" : "s are");
    if (recorded > 0)
        buffer_printf(out, ", %zu %s recorded until a day", recorded, recorded == 1 ? "is" : "are");
}

/* Why it returns, for people. */
static void add_cause(struct buffer *out, const struct forecast_return *item,
                      void (*escape)(struct buffer *out, const char *text))
{
    if (item->last)
        escape(out, item->last->id);
    else
        buffer_add_string(out, "its entry in the baseline");
}

static const char *owner_of(const struct forecast_return *item)
{
    return item->last ? item->last->owner : NULL;
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
    add_cause(out, item, escape_visible);
    buffer_add_string(out, item->last ? " lapses, owner " : " ends");
    if (item->last)
        escape_visible(out, owner_of(item) ? owner_of(item) : "none");
    buffer_add_byte(out, '\n');
}

static void write_text(struct buffer *out, const struct forecast *forecast)
{
    char day[DATE_TEXT_SIZE];
    date_format(forecast->today, day);
    buffer_printf(out, "forecast of %s: ", day);
    add_counts(out, forecast);
    buffer_add_string(out, " (days are UTC)\n");
    text_gate(out, forecast);
    text_horizons(out, forecast);
    if (forecast->count > 0)
        buffer_add_string(out, "\nwhat returns, and when\n");
    for (size_t i = 0; i < forecast->count; i++)
        text_return(out, forecast, &forecast->returns[i]);
    buffer_add_string(out, "\nnot modelled\n");
    for (size_t i = 0; forecast_not_modelled[i]; i++)
        buffer_printf(out, "  %s\n", forecast_not_modelled[i]);
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
                         const struct forecast_horizon *horizon)
{
    struct forecast_tally tally = forecast_tally(forecast, horizon->until);
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
    json_string(json, "cause", forecast_cause(item));
    json_string(json, "exception", item->last ? item->last->id : NULL);
    json_string(json, "owner", owner_of(item));
    json_end_object(json);
}

void forecast_add_json(struct json *json, const struct forecast *forecast)
{
    struct forecast_horizon horizons[FORECAST_HORIZONS];
    forecast_horizons(forecast, horizons);
    json_gate(json, forecast);
    json_begin_list(json, "horizons");
    for (size_t i = 0; i < FORECAST_HORIZONS; i++)
        json_horizon(json, forecast, &horizons[i]);
    json_end_list(json);
    json_begin_list(json, "returning");
    for (size_t i = 0; i < forecast->count; i++)
        json_return(json, forecast, &forecast->returns[i]);
    json_end_list(json);
}

static void write_json(struct buffer *out, const struct forecast *forecast,
                       const struct report_options *options)
{
    const struct evaluation *evaluation = forecast->evaluation;
    struct json json = {.out = out};
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
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
    forecast_add_json(&json, forecast);
    json_begin_list(&json, "not_modelled");
    for (size_t i = 0; forecast_not_modelled[i]; i++)
        json_string(&json, NULL, forecast_not_modelled[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

static void markdown_place(struct buffer *out, const struct finding *finding)
{
    escape_markdown(out, finding->place.path ? finding->place.path : "");
    if (finding->place.line > 0)
        buffer_printf(out, ":%u", finding->place.line);
}

static void write_markdown(struct buffer *out, const struct forecast *forecast)
{
    struct forecast_horizon horizons[FORECAST_HORIZONS];
    char day[DATE_TEXT_SIZE];
    date_format(forecast->today, day);
    forecast_horizons(forecast, horizons);
    buffer_printf(out, "## Forecast of %s\n\n**", day);
    forecast_add_gate(out, forecast);
    buffer_add_string(out, ".** ");
    add_counts(out, forecast);
    buffer_add_string(
        out, ". Days are UTC.\n\n"
             "| returning within | until | critical | high | medium | low | info | all | "
             "blocking |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < FORECAST_HORIZONS; i++) {
        struct forecast_tally tally = forecast_tally(forecast, horizons[i].until);
        date_format(horizons[i].until, day);
        buffer_printf(out, "| %s | %s |", horizons[i].title, day);
        for (int severity = SEVERITY_CRITICAL; severity >= SEVERITY_INFO; severity--)
            buffer_printf(out, " %zu |", tally.by_severity[severity]);
        buffer_printf(out, " %zu | %zu |\n", tally.all, tally.blocking);
    }
    if (forecast->count > 0)
        buffer_add_string(out, "\n| returns on | rule | severity | blocks | where | exception | "
                               "owner |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    struct markdown_rows rows = markdown_rows_of(out, MARKDOWN_BYTES_MOST);
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_return *item = &forecast->returns[i];
        markdown_row_begin(&rows);
        date_format(item->day, day);
        buffer_printf(out, "| %s | %s | %s | %s | ", day, item->finding->setting->rule->id,
                      severity_words[item->finding->severity], item->blocks ? "yes" : "no");
        markdown_place(out, item->finding);
        buffer_add_string(out, " | ");
        add_cause(out, item, escape_markdown);
        buffer_add_string(out, " | ");
        escape_markdown(out, owner_of(item) ? owner_of(item) : "none");
        buffer_add_string(out, " |\n");
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
    buffer_add_string(out, "\nNot modelled: ");
    for (size_t i = 0; forecast_not_modelled[i]; i++)
        buffer_printf(out, "%s%s", i ? "; " : "", forecast_not_modelled[i]);
    buffer_add_string(out, ".\n");
}

static void write_csv(struct buffer *out, const struct forecast *forecast)
{
    static const char *const columns[] = {
        "returns_on", "days",    "rule",      "severity", "blocks",      "path", "line",
        "column",     "message", "exception", "owner",    "fingerprint", "cause"};
    struct csv csv = {.out = out, .guard = true};
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_return *item = &forecast->returns[i];
        const struct finding *finding = item->finding;
        csv_day(&csv, item->day);
        csv_number(&csv, item->day - forecast->today);
        csv_text(&csv, finding->setting->rule->id);
        csv_text(&csv, severity_words[finding->severity]);
        csv_text(&csv, item->blocks ? "true" : "false");
        csv_text(&csv, finding->place.path);
        csv_number(&csv, finding->place.line);
        csv_number(&csv, finding->place.column);
        csv_text(&csv, finding->message);
        csv_text(&csv, item->last ? item->last->id : NULL);
        csv_text(&csv, owner_of(item));
        csv_text(&csv, finding->fingerprint);
        csv_text(&csv, forecast_cause(item));
        csv_end_row(&csv);
    }
}

void forecast_write(struct buffer *out, const struct forecast *forecast, const char *format,
                    const struct report_options *options)
{
    if (strcmp(format, "json") == 0)
        write_json(out, forecast, options);
    else if (strcmp(format, "markdown") == 0)
        write_markdown(out, forecast);
    else if (strcmp(format, "csv") == 0)
        write_csv(out, forecast);
    else
        write_text(out, forecast);
}
