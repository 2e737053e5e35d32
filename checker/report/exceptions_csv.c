#include "base/date.h"
#include "engine/approval.h"
#include "engine/excuse.h"
#include "report/csv.h"
#include "report/exceptions_writers.h"
#include "report/finding_text.h"

/* The register: a row a record. */
static void add_cell(struct csv *csv, const struct exceptions_record *record, int cell)
{
    int64_t number;
    if (exceptions_number(record, cell, &number))
        csv_number(csv, number);
    else
        csv_text(csv, NULL);
}

static void add_rules(struct csv *csv, const struct exception *exception)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; exception->rules[i]; i++)
        buffer_printf(&out, "%s%s", i ? " " : "", exception->rules[i]);
    csv_text(csv, buffer_string(&out));
    buffer_release(&out);
}

static void add_reason(struct csv *csv, const char *reason)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_folded(&out, reason ? reason : "");
    csv_text(csv, buffer_string(&out));
    buffer_release(&out);
}

static void add_record(struct csv *csv, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct exception_use *use = record->use;
    const struct exception *exception = use->exception;
    struct buffer repository = BUFFER_EMPTY;
    repository_add_name(&repository, report->evaluation);
    csv_text(csv, buffer_string(&repository));
    buffer_release(&repository);
    csv_text(csv, exception->id);
    csv_text(csv, exception_state_words[use->state]);
    add_rules(csv, exception);
    csv_text(csv, exceptions_text(record, EXCEPTION_ROW_SEVERITY));
    csv_text(csv, exception->category);
    csv_text(csv, exception->owner);
    csv_text(csv, exception->requested_by);
    csv_day(csv, exception->valid_from);
    csv_day(csv, exception_lapses_on(use));
    if (exception->expires == INT32_MIN)
        csv_text(csv, NULL);
    else
        csv_number(csv, use->days_left);
    csv_day(csv, exception->review_by);
    csv_number(csv, (int64_t)use->matches);
    csv_text(csv, record->unused ? "true" : "false");
    csv_text(csv, record->over_long ? "true" : "false");
    csv_number(csv, (int64_t)use->approvals);
    csv_number(csv, approvals_needed(exception, report->evaluation->ruleset));
    csv_text(csv, exceptions_text(record, EXCEPTION_ROW_EVIDENCE));
    add_cell(csv, record, EXCEPTION_ROW_RENEWALS);
    add_cell(csv, record, EXCEPTION_ROW_TOTAL_DAYS);
    csv_text(csv, record->grant);
    csv_text(csv, exception->ticket);
    csv_text(csv, exception->place.path);
    csv_number(csv, exception->place.line);
    csv_text(csv, record->file_digest);
    add_reason(csv, exception->justification);
    csv_end_row(csv);
}

void exceptions_write_csv(struct buffer *out, const struct exceptions_report *report,
                          const struct report_options *options)
{
    static const char *const columns[] = {"repository",
                                          "id",
                                          "state",
                                          "rules",
                                          "severity",
                                          "category",
                                          "owner",
                                          "requested_by",
                                          "valid_from",
                                          "last_valid_day",
                                          "days_left",
                                          "review_by",
                                          "findings",
                                          "unused",
                                          "over_long",
                                          "approvals",
                                          "approvals_needed",
                                          "evidence",
                                          "renewals",
                                          "total_days",
                                          "granted_by_commit",
                                          "ticket",
                                          "path",
                                          "line",
                                          "file_sha256",
                                          "justification"};
    struct csv csv = {.out = out, .guard = true};
    (void)options;
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
        csv_text(&csv, columns[i]);
    csv_end_row(&csv);
    for (size_t i = 0; i < report->count; i++)
        add_record(&csv, report, &report->records[i]);
}
