#include "base/date.h"
#include "engine/approval.h"
#include "engine/excuse.h"
#include "report/approval_words.h"
#include "report/exceptions_writers.h"

#include <string.h>

enum { RECORD_MOST = 65536 };

static void add_number(struct json *json, const char *key, const struct exceptions_record *record,
                       int cell)
{
    int64_t number;
    if (exceptions_number(record, cell, &number))
        json_integer(json, key, number);
    else
        json_null(json, key);
}

static void add_texts(struct json *json, const char *key, const struct exceptions_record *record,
                      int cell)
{
    const struct value *value = record->row && !record->row->gap ? &record->row->cells[cell] : NULL;
    if (!value || value->kind != VALUE_LIST) {
        json_null(json, key);
        return;
    }
    json_begin_list(json, key);
    for (size_t i = 0; i < value->list->count; i++)
        json_string(json, NULL, value->list->items[i].text);
    json_end_list(json);
}

static void add_end(struct json *json, const struct exception_use *use)
{
    int32_t last = exception_lapses_on(use);
    if (last == INT32_MIN) {
        json_null(json, "last_valid_day");
        json_null(json, "expiry_utc");
        json_null(json, "days_left");
        return;
    }
    char day[DATE_TEXT_SIZE];
    char instant[TIME_TEXT_SIZE];
    json_day(json, "last_valid_day", last);
    date_format(last + 1, day);
    snprintf(instant, sizeof(instant), "%sT00:00:00Z", day);
    json_string(json, "expiry_utc", instant);
    json_integer(json, "days_left", use->days_left);
}

static void add_approvals(struct json *json, const struct exceptions_report *report,
                          const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    json_begin_object(json, "approvals");
    json_integer(json, "given", (int64_t)record->use->approvals);
    json_integer(json, "needed", approvals_needed(exception, report->evaluation->ruleset));
    json_string(json, "evidence", exceptions_text(record, EXCEPTION_ROW_EVIDENCE));
    json_begin_list(json, "people");
    for (size_t i = 0; i < exception->approval_count; i++)
        if (exception->approvals[i].by)
            approval_add_json(json, exception, &exception->approvals[i], report->truncated,
                              report->today, report->arena);
    json_end_list(json);
    json_end_object(json);
}

/* Whom the records reach: those of record I begin at starts[I] and end at starts[I + 1]. */
struct reached {
    size_t *starts;
    const struct finding **findings;
};

static struct reached find_reached(const struct exceptions_report *report)
{
    const struct evaluation *evaluation = report->evaluation;
    struct reached reached = {
        .starts = ARENA_ARRAY(report->arena, size_t, evaluation->exception_count + 2)};
    const size_t *numbers;
    /* Counted one further on, so that filling moves every start to its place. */
    for (size_t f = 0; f < evaluation->finding_count; f++)
        for (size_t i = exceptions_reaching(evaluation, &evaluation->findings[f], &numbers);
             i-- > 0;)
            reached.starts[numbers[i] + 2]++;
    for (size_t i = 1; i <= evaluation->exception_count; i++)
        reached.starts[i + 1] += reached.starts[i];
    reached.findings = ARENA_ARRAY(report->arena, const struct finding *,
                                   reached.starts[evaluation->exception_count + 1] + 1);
    for (size_t f = 0; f < evaluation->finding_count; f++)
        for (size_t i = exceptions_reaching(evaluation, &evaluation->findings[f], &numbers);
             i-- > 0;)
            reached.findings[reached.starts[numbers[i] + 1]++] = &evaluation->findings[f];
    return reached;
}

/* The findings that it excuses, or would. */
static void add_findings(struct json *json, const struct exceptions_report *report,
                         const struct reached *reached, const struct exceptions_record *record)
{
    size_t number = (size_t)(record->use - report->evaluation->exceptions);
    json_begin_list(json, "findings");
    for (size_t i = reached->starts[number]; i < reached->starts[number + 1]; i++) {
        const struct finding *finding = reached->findings[i];
        json_begin_object(json, NULL);
        json_string(json, "fingerprint", finding->fingerprint);
        json_string(json, "rule", finding->setting->rule->id);
        json_string(json, "severity", severity_words[finding->severity]);
        json_boolean(json, "excused", finding->excused);
        json_day(json, "returns_on", finding->excused ? finding->returns_on : INT32_MIN);
        json_end_object(json);
    }
    json_end_list(json);
}

/* The record as it is written, every key of it. */
static void add_written(struct json *json, const struct exceptions_record *record)
{
    struct buffer written = BUFFER_EMPTY;
    if (record->node && json_add_node(&written, record->node, RECORD_MOST))
        json_raw(json, "record", buffer_string(&written));
    else
        json_null(json, "record");
    buffer_release(&written);
}

static void add_past(struct json *json, const struct exceptions_record *record)
{
    int64_t granted;
    char instant[TIME_TEXT_SIZE];
    add_number(json, "renewals", record, EXCEPTION_ROW_RENEWALS);
    add_number(json, "bare_renewals", record, EXCEPTION_ROW_BARE_RENEWALS);
    add_number(json, "total_days", record, EXCEPTION_ROW_TOTAL_DAYS);
    add_texts(json, "follows", record, EXCEPTION_ROW_FORMER);
    if (exceptions_number(record, EXCEPTION_ROW_GRANTED_AT, &granted)) {
        time_format(granted, instant);
        json_string(json, "granted_at", instant);
    } else {
        json_null(json, "granted_at");
    }
    json_string(json, "granted_by_commit", record->grant);
}

static void add_record(struct json *json, const struct exceptions_report *report,
                       const struct reached *reached, const struct exceptions_record *record)
{
    const struct exception_use *use = record->use;
    const struct exception *exception = use->exception;
    json_begin_object(json, NULL);
    json_string(json, "id", exception->id);
    json_string(json, "state", exception_state_words[use->state]);
    json_string(json, "group", exceptions_group_keys[record->group]);
    json_boolean(json, "unused", record->unused);
    json_boolean(json, "to_be_closed", record->to_be_closed);
    json_boolean(json, "over_long", record->over_long);
    json_boolean(json, "self_approved", record->self_approved);
    json_boolean(json, "review_overdue", record->review_overdue);
    json_string(json, "severity", exceptions_text(record, EXCEPTION_ROW_SEVERITY));
    json_string(json, "owner", exception->owner);
    json_string(json, "category", exception->category);
    json_string(json, "justification", exception->justification);
    json_string(json, "ticket", exception->ticket);
    json_begin_list(json, "rules");
    for (size_t i = 0; exception->rules[i]; i++)
        json_string(json, NULL, exception->rules[i]);
    json_end_list(json);
    add_end(json, use);
    add_approvals(json, report, record);
    json_integer(json, "matches", (int64_t)use->matches);
    add_texts(json, "overlaps", record, EXCEPTION_ROW_OVERLAPS);
    if (record->age >= 0)
        json_integer(json, "age_days", record->age);
    else
        json_null(json, "age_days");
    add_past(json, record);
    json_begin_object(json, "place");
    json_string(json, "path", exception->place.path);
    json_integer(json, "line", exception->place.line);
    json_string(json, "file_sha256", record->file_digest);
    json_end_object(json);
    json_begin_list(json, "mistakes");
    for (size_t i = 0; i < exception->mistake_count; i++)
        json_string(json, NULL, exception->mistakes[i].message);
    json_end_list(json);
    add_findings(json, report, reached, record);
    add_written(json, record);
    json_end_object(json);
}

static void add_age(struct json *json, const char *key, int64_t age)
{
    if (age >= 0)
        json_integer(json, key, age);
    else
        json_null(json, key);
}

static void add_summary(struct json *json, const struct exceptions_totals *totals)
{
    static const char *const within[] = {"over_within_30_days", "over_within_60_days",
                                         "over_within_90_days"};
    json_begin_object(json, "summary");
    for (int group = 0; group < EXCEPTIONS_GROUPS; group++)
        json_integer(json, exceptions_group_keys[group], (int64_t)totals->groups[group]);
    json_integer(json, "unused", (int64_t)totals->unused);
    json_integer(json, "to_be_closed", (int64_t)totals->to_be_closed);
    json_integer(json, "self_approved", (int64_t)totals->self_approved);
    json_integer(json, "over_long", (int64_t)totals->over_long);
    json_integer(json, "records_that_excuse", (int64_t)totals->alive);
    json_integer(json, "findings_excused", (int64_t)totals->excused);
    for (size_t i = 0; i < 3; i++)
        json_integer(json, within[i], (int64_t)totals->within[i]);
    add_age(json, "oldest_days", totals->oldest);
    add_age(json, "median_age_days", totals->median);
    json_integer(json, "exception_days_past", totals->days_past);
    json_integer(json, "exception_days_ahead", totals->days_ahead);
    json_end_object(json);
}

static void add_dates(struct json *json, const struct exceptions_report *report)
{
    static const char *const keys[] = {"begins", "review", "last_valid_day", "gate_red"};
    json_begin_list(json, "next");
    for (size_t i = 0; i < report->date_count; i++) {
        const struct exceptions_date *date = &report->dates[i];
        json_begin_object(json, NULL);
        json_day(json, "day", date->day);
        json_integer(json, "days", date->day - report->today);
        json_string(json, "what", keys[date->kind]);
        json_string(json, "exception", date->record ? date->record->use->exception->id : NULL);
        json_end_object(json);
    }
    json_end_list(json);
}

static void add_changes(struct json *json, const struct exceptions_report *report)
{
    json_begin_object(json, "changes");
    json_day(json, "since", report->source.since);
    json_begin_list(json, "events");
    for (size_t i = 0; i < report->change_count; i++) {
        const struct exceptions_change *change = &report->changes[i];
        json_begin_object(json, NULL);
        json_day(json, "day", change->day);
        json_string(json, "event", change->what);
        json_string(json, "ending", change->ending);
        json_string(json, "exception", change->id);
        json_day(json, "valid_from_before", change->began);
        json_day(json, "valid_from_after", change->begins);
        json_day(json, "expires_before", change->before);
        json_day(json, "expires_after", change->after);
        json_string(json, "commit", change->commit);
        json_string(json, "author", change->author);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static void add_budgets(struct json *json, const struct exceptions_report *report)
{
    json_begin_list(json, "budget");
    for (size_t i = 0; i < report->budget_count; i++) {
        const struct exceptions_budget *budget = &report->budgets[i];
        json_begin_object(json, NULL);
        json_string(json, "of", budget->of);
        json_string(json, "name", *budget->name ? budget->name : NULL);
        json_integer(json, "used", budget->used);
        json_integer(json, "allowed", budget->allowed);
        json_end_object(json);
    }
    json_end_list(json);
}

static void add_head(struct json *json, const struct exceptions_report *report,
                     const struct report_options *options)
{
    const struct evaluation *evaluation = report->evaluation;
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    json_string(json, "schema_version", "1.0");
    json_begin_object(json, "tool");
    json_string(json, "name", "bylaw");
    json_string(json, "version", options->version);
    json_end_object(json);
    json_day(json, "as_of", report->today);
    json_string(json, "time_zone", "UTC");
    json_string(json, "repository", evaluation->repository);
    json_string(json, "remote", evaluation->remote);
    json_string(json, "commit", commit);
    object_id_format(&evaluation->head.tree, commit);
    json_string(json, "tree", commit);
    object_id_format(&evaluation->base.commit, commit);
    json_string(json, "base", evaluation->has_base ? commit : NULL);
    json_begin_object(json, "policies");
    json_begin_list(json, "names");
    for (size_t i = 0; evaluation->ruleset->policies && evaluation->ruleset->policies[i]; i++)
        json_string(json, NULL, evaluation->ruleset->policies[i]);
    json_end_list(json);
    json_string(json, "sha256", evaluation->ruleset->digest);
    json_string(json, "bundle", evaluation->ruleset->bundle);
    json_end_object(json);
    json_begin_object(json, "history");
    json_boolean(json, "complete", report->events && !report->truncated);
    json_string(json, "truncated_because", report->truncated);
    json_end_object(json);
    json_string(json, "command", report->source.command);
}

void exceptions_write_json(struct buffer *out, const struct exceptions_report *report,
                           const struct report_options *options)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    add_head(&json, report, options);
    add_summary(&json, &report->totals);
    const struct reached reached = find_reached(report);
    json_begin_list(&json, "exceptions");
    for (size_t i = 0; i < report->count; i++)
        add_record(&json, report, &reached, &report->records[i]);
    json_end_list(&json);
    add_budgets(&json, report);
    add_dates(&json, report);
    json_begin_object(&json, "forecast");
    forecast_add_json(&json, report->forecast);
    json_end_object(&json);
    add_changes(&json, report);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
