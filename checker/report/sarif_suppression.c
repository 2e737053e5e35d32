#include "report/sarif_suppression.h"

#include "base/date.h"
#include "report/sarif_place.h"
#include "report/sarif_rules.h"

/* How the state of an exception reads as that of a suppression; NULL: none. Readers
 * take a finding for suppressed unless one of its suppressions is not accepted. */
static const char *suppression_status(const struct finding *finding)
{
    switch (finding->exception_state) {
    case EXCEPTION_ACTIVE:
    case EXCEPTION_EXPIRING:
        return finding->excused ? "accepted" : NULL;
    case EXCEPTION_PENDING:
    case EXCEPTION_UNAPPROVED:
        return "underReview";
    case EXCEPTION_EXPIRED:
    case EXCEPTION_INVALID:
        return "rejected";
    case EXCEPTION_SCHEDULED:
        break;
    }
    return NULL;
}

static void add_justification(struct json *json, const struct finding *finding, const char *day)
{
    struct buffer text = BUFFER_EMPTY;
    if (finding->exception_state == EXCEPTION_EXPIRED)
        buffer_printf(&text, "Expired on %s. ", day);
    else if (!finding->excused)
        buffer_printf(&text, "Excuses nothing: it is %s. ",
                      exception_state_words[finding->exception_state]);
    if (finding->exception->justification)
        buffer_add_string(&text, finding->exception->justification);
    json_string(json, "justification", buffer_string(&text));
    buffer_release(&text);
}

/* Of a record in this repository: that of a register lies in another. */
static void add_record_place(struct json *json, const struct exception *exception)
{
    json_begin_object(json, "location");
    json_begin_object(json, "physicalLocation");
    sarif_add_artifact_location(json, exception->place.path);
    json_begin_object(json, "region");
    json_integer(json, "startLine", exception->place.line ? exception->place.line : 1);
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

void sarif_add_exception_name(struct buffer *out, const struct exception *exception)
{
    buffer_add_string(out, exception->id);
    if (!exception_has_own_id(exception))
        buffer_printf(out, " %s:%u:%u", exception->place.path, exception->place.line,
                      exception->place.column);
}

static void add_suppression(struct json *json, const struct evaluation *evaluation,
                            const struct finding *finding, const char *status)
{
    const struct exception *exception = finding->exception;
    char guid[37];
    char day[DATE_TEXT_SIZE] = "";
    char next[DATE_TEXT_SIZE];
    struct buffer name = BUFFER_EMPTY;
    sarif_add_exception_name(&name, exception);
    sarif_guid(buffer_string(&name), guid);
    buffer_release(&name);
    bool is_inline = exception->layout == EXCEPTION_INLINE; /* it says no first day */
    bool has_day =
        exception->expires != INT32_MIN && (exception->valid_from != INT32_MIN || is_inline);
    int32_t last = has_day ? exception_last_day(exception, finding->setting->severity,
                                                &evaluation->ruleset->exceptions)
                           : 0;
    date_format(last, day);
    date_format(last + 1, next);
    json_begin_object(json, NULL);
    json_string(json, "kind", is_inline ? "inSource" : "external");
    json_string(json, "status", status);
    json_string(json, "guid", guid);
    add_justification(json, finding, day);
    if (exception->layout != EXCEPTION_IN_REGISTER)
        add_record_place(json, exception);
    json_begin_object(json, "properties");
    json_string(json, "alias", exception->id);
    json_string(json, "state", exception_state_words[finding->exception_state]);
    if (has_day) {
        struct buffer instant = BUFFER_EMPTY;
        buffer_printf(&instant, "%sT00:00:00Z", next);
        json_string(json, "lastValidDay", day);
        json_string(json, "expiryUtc", buffer_string(&instant));
        buffer_release(&instant);
    }
    json_end_object(json);
    json_end_object(json);
}

void sarif_add_suppressions(struct json *json, const struct evaluation *evaluation,
                            const struct finding *finding)
{
    json_begin_list(json, "suppressions");
    const char *status = finding->exception ? suppression_status(finding) : NULL;
    if (status)
        add_suppression(json, evaluation, finding, status);
    json_end_list(json);
}
