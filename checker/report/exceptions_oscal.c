#include "base/date.h"
#include "engine/excuse.h"
#include "report/exceptions_writers.h"
#include "report/finding_text.h"
#include "report/json_text.h"
#include "report/oscal.h"

/* plan-of-action-and-milestones of OSCAL 1.2.1: an item and a risk a record. */

static void add_number(struct json *json, const char *name, int64_t number)
{
    char text[24];
    snprintf(text, sizeof(text), "%lld", (long long)number);
    oscal_add_property(json, name, text);
}

static void add_day(struct json *json, const char *name, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN)
        return;
    date_format(day, text);
    oscal_add_property(json, name, text);
}

static void add_properties(struct json *json, const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    int64_t number;
    json_begin_list(json, "props");
    oscal_add_property(json, "id", exception->id);
    oscal_add_property(json, "state", exception_state_words[record->use->state]);
    oscal_add_property(json, "category", exception->category);
    oscal_add_property(json, "owner", exception->owner);
    oscal_add_property(json, "requested-by", exception->requested_by);
    for (size_t i = 0; i < exception->approval_count; i++)
        oscal_add_property(json, "approved-by", exception->approvals[i].by);
    oscal_add_property(json, "evidence", exceptions_text(record, EXCEPTION_ROW_EVIDENCE));
    oscal_add_property(json, "ticket", exception->ticket);
    add_day(json, "valid-from", exception->valid_from);
    add_day(json, "last-valid-day", exception_lapses_on(record->use));
    add_day(json, "review-by", exception->review_by);
    if (exceptions_number(record, EXCEPTION_ROW_RENEWALS, &number))
        add_number(json, "renewals", number);
    if (exceptions_number(record, EXCEPTION_ROW_TOTAL_DAYS, &number))
        add_number(json, "total-days", number);
    oscal_add_property(json, "granted-by-commit", record->grant);
    oscal_add_property(json, "file-sha256", record->file_digest);
    json_end_list(json);
}

static void add_item(struct json *json, const struct exceptions_report *report,
                     const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    struct buffer title = BUFFER_EMPTY;
    char name[65];
    oscal_exception_name(report->evaluation, exception, name);
    buffer_printf(&title, "%s: ", exception->id);
    for (size_t i = 0; exception->rules[i]; i++)
        buffer_printf(&title, "%s%s", i ? ", " : "", exception->rules[i]);
    json_begin_object(json, NULL);
    oscal_add_uuid(json, "uuid", "poam-item", name);
    oscal_add_text(json, "title", buffer_string(&title));
    oscal_add_prose(json, "description",
                    exception->justification ? exception->justification : "No justification.");
    add_properties(json, record);
    json_begin_list(json, "related-risks");
    json_begin_object(json, NULL);
    oscal_add_uuid(json, "risk-uuid", "exception", name);
    json_end_object(json);
    json_end_list(json);
    if (exception->plan)
        oscal_add_prose(json, "remarks", exception->plan);
    json_end_object(json);
    buffer_release(&title);
}

/* The list must not be empty: that nothing is open is an item then. */
static void add_nothing(struct json *json, const char *name)
{
    json_begin_object(json, NULL);
    oscal_add_uuid(json, "uuid", "no-poam-item", name);
    oscal_add_text(json, "title", "Nothing is open");
    oscal_add_text(json, "description", "There is no record of an exception.");
    json_end_object(json);
}

static void add_plan(struct json *json, const struct exceptions_report *report,
                     const struct report_options *options)
{
    struct buffer name = BUFFER_EMPTY;
    char commit[OBJECT_ID_HEX_SIZE];
    char day[DATE_TEXT_SIZE];
    object_id_format(&report->evaluation->head.commit, commit);
    date_format(report->today, day);
    repository_add_name(&name, report->evaluation);
    const char *of = arena_printf(report->arena, "%s@%s/%s", buffer_string(&name), commit, day);
    json_begin_object(json, "plan-of-action-and-milestones");
    oscal_add_uuid(json, "uuid", "plan-of-action-and-milestones", of);
    oscal_add_metadata(json, "Exceptions: plan of action and milestones", report->evaluation->now,
                       options->version);
    json_begin_object(json, "system-id");
    json_line(json, "id", buffer_string(&name), 1000);
    json_end_object(json);
    if (report->count > 0) {
        json_begin_list(json, "risks");
        for (size_t i = 0; i < report->count; i++)
            oscal_add_risk(json, report->evaluation, report->records[i].use);
        json_end_list(json);
    }
    json_begin_list(json, "poam-items");
    for (size_t i = 0; i < report->count; i++)
        add_item(json, report, &report->records[i]);
    if (report->count == 0)
        add_nothing(json, of);
    json_end_list(json);
    json_end_object(json);
    buffer_release(&name);
}

void exceptions_write_oscal(struct buffer *out, const struct exceptions_report *report,
                            const struct report_options *options)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    add_plan(&json, report, options);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
