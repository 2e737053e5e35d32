#include "base/date.h"
#include "base/table.h"
#include "engine/excuse.h"
#include "report/exceptions_sections.h"
#include "report/exceptions_writers.h"
#include "report/finding_text.h"

/* The text format of the node exporter's textfile collector: a family at a time, no instants
 * of samples, and no label of which there may be thousands. */

static void add_label(struct buffer *out, const char *label, const char *value)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, value);
    buffer_printf(out, "%s=\"", label);
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '"' || *at == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at);
    }
    buffer_add_byte(out, '"');
    buffer_release(&visible);
}

static void begin_family(struct buffer *out, const char *name, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void begin_series(struct buffer *out, const char *name,
                         const struct exceptions_report *report)
{
    struct buffer repository = BUFFER_EMPTY;
    repository_add_name(&repository, report->evaluation);
    buffer_printf(out, "%s{", name);
    add_label(out, "repository", buffer_string(&repository));
    buffer_release(&repository);
}

static void add_expiries(struct buffer *out, const struct exceptions_report *report)
{
    static const char name[] = "bylaw_exception_expiry_timestamp_seconds";
    begin_family(out, name,
                 "End of validity of each exception: the first second on which it excuses "
                 "nothing.");
    struct table told; /* names: no series may come twice, though two records may have one id */
    table_init(&told, report->arena);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        const char *id = record_name(record->use->exception, report->arena);
        int32_t last = exception_lapses_on(record->use);
        if (last == INT32_MIN || table_set(&told, id, &told))
            continue;
        begin_series(out, name, report);
        buffer_add_byte(out, ',');
        add_label(out, "id", id);
        buffer_add_byte(out, ',');
        add_label(out, "owner", record->use->exception->owner ? record->use->exception->owner : "");
        buffer_printf(out, ",state=\"%s\"} %lld\n", exception_state_words[record->use->state],
                      ((long long)last + 1) * SECONDS_A_DAY);
    }
}

static void add_groups(struct buffer *out, const struct exceptions_report *report)
{
    static const char name[] = "bylaw_exceptions";
    begin_family(out, name, "Records of exceptions, by what becomes of them.");
    for (int group = 0; group < EXCEPTIONS_GROUPS; group++) {
        begin_series(out, name, report);
        buffer_printf(out, ",group=\"%s\"} %zu\n", exceptions_group_keys[group],
                      report->totals.groups[group]);
    }
}

static void add_number(struct buffer *out, const struct exceptions_report *report, const char *name,
                       const char *help, int64_t number)
{
    begin_family(out, name, help);
    begin_series(out, name, report);
    buffer_printf(out, "} %lld\n", (long long)number);
}

static void add_returns(struct buffer *out, const struct exceptions_report *report)
{
    static const char name[] = "bylaw_exception_returning_findings";
    struct forecast_horizon horizons[FORECAST_HORIZONS];
    forecast_horizons(report->forecast, horizons);
    begin_family(out, name, "Excused findings that return within a time if nobody does anything.");
    for (size_t i = 0; i < FORECAST_HORIZONS; i++) {
        begin_series(out, name, report);
        buffer_printf(out, ",within=\"%s\"} %zu\n", horizons[i].key,
                      forecast_tally(report->forecast, horizons[i].until).all);
    }
}

void exceptions_write_prometheus(struct buffer *out, const struct exceptions_report *report,
                                 const struct report_options *options)
{
    const struct exceptions_totals *totals = &report->totals;
    (void)options;
    add_groups(out, report);
    add_number(out, report, "bylaw_exceptions_unused", "Records that excuse nothing any more.",
               (int64_t)totals->unused);
    add_number(out, report, "bylaw_exceptions_self_approved",
               "Records that were approved by who asked for, owns or wrote them.",
               (int64_t)totals->self_approved);
    add_number(out, report, "bylaw_exceptions_over_long",
               "Records that are longer than the policies allow.", (int64_t)totals->over_long);
    add_number(out, report, "bylaw_excused_findings", "Findings that an exception excuses.",
               (int64_t)totals->excused);
    add_number(out, report, "bylaw_exception_held_seconds",
               "Time for which the records that excuse have held, in sum.",
               totals->days_past * SECONDS_A_DAY);
    add_expiries(out, report);
    add_returns(out, report);
    if (report->forecast->red)
        add_number(out, report, "bylaw_gate_red_timestamp_seconds",
                   "The first day on which the gate is red if nobody does anything.",
                   (int64_t)report->forecast->red_on * SECONDS_A_DAY);
    add_number(out, report, "bylaw_judged_timestamp_seconds",
               "The day that was judged by, its first second.", report->evaluation->now);
}
