#include "base/date.h"
#include "base/digest.h"
#include "engine/excuse.h"
#include "report/exceptions_writers.h"
#include "report/sarif_place.h"
#include "report/sarif_rules.h"
#include "report/sarif_suppression.h"

#include <string.h>

/* A result is a record and one of its rules, at the record, with a suppression that says what
 * becomes of what it excuses. */

/* Readers take a result for suppressed unless one of its suppressions is not accepted. */
static const char *status_of(enum exception_state state)
{
    switch (state) {
    case EXCEPTION_ACTIVE:
    case EXCEPTION_EXPIRING:
        return "accepted";
    case EXCEPTION_PENDING:
    case EXCEPTION_UNAPPROVED:
    case EXCEPTION_SCHEDULED:
        return "underReview";
    case EXCEPTION_EXPIRED:
    case EXCEPTION_INVALID:
        break;
    }
    return "rejected";
}

/* What becomes of it as far as it is about one rule: the policies may give the findings of a
 * graver one fewer days. */
static struct exception_use use_of_rule(const struct exceptions_report *report,
                                        const struct exceptions_record *record,
                                        const struct setting *setting)
{
    struct exception_use use = *record->use;
    if (!exception_is_alive(use.state))
        return use;
    use.last_day = exception_last_day(use.exception, setting->severity,
                                      &report->evaluation->ruleset->exceptions);
    if (use.last_day < report->today)
        use.state = EXCEPTION_EXPIRED;
    return use;
}

/* Plain text, in which nothing is a link. */
static void add_plain(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '[' || *at == ']')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at);
    }
    buffer_release(&visible);
}

static void add_message(struct json *json, const struct exception_use *use, const char *rule)
{
    struct buffer text = BUFFER_EMPTY;
    char day[DATE_TEXT_SIZE] = "no day";
    if (exception_lapses_on(use) != INT32_MIN)
        date_format(exception_lapses_on(use), day);
    buffer_add_string(&text, "Exception '");
    add_plain(&text, use->exception->id);
    buffer_printf(&text, "' of rule '");
    add_plain(&text, rule);
    buffer_printf(&text, "' is %s; its last valid day is %s; its owner is '",
                  exception_state_words[use->state], day);
    add_plain(&text, use->exception->owner ? use->exception->owner : "nobody");
    buffer_add_string(&text, "'.");
    json_begin_object(json, "message");
    json_string(json, "text", buffer_string(&text));
    json_end_object(json);
    buffer_release(&text);
}

static void add_place(struct json *json, const struct place *place)
{
    json_begin_object(json, "physicalLocation");
    sarif_add_artifact_location(json, place->path);
    json_begin_object(json, "region");
    json_integer(json, "startLine", place->line > 0 ? place->line : 1);
    json_end_object(json);
    json_end_object(json);
}

static void add_suppression(struct json *json, const struct exception_use *use,
                            const char *identity)
{
    const struct exception *exception = use->exception;
    struct buffer text = BUFFER_EMPTY;
    int32_t last = exception_lapses_on(use);
    char guid[37];
    char day[DATE_TEXT_SIZE];
    sarif_guid(identity, guid);
    json_begin_list(json, "suppressions");
    json_begin_object(json, NULL);
    json_string(json, "kind", "external");
    json_string(json, "status", status_of(use->state));
    json_string(json, "guid", guid);
    if (!exception_is_alive(use->state))
        buffer_printf(&text, "Excuses nothing: it is %s. ", exception_state_words[use->state]);
    add_plain(&text, exception->justification ? exception->justification : "No justification.");
    json_string(json, "justification", buffer_string(&text));
    json_begin_object(json, "properties");
    json_string(json, "alias", exception->id);
    json_string(json, "state", exception_state_words[use->state]);
    if (last != INT32_MIN) {
        date_format(last, day);
        json_string(json, "lastValidDay", day);
        date_format(last + 1, day);
        buffer_clear(&text);
        buffer_printf(&text, "%sT00:00:00Z", day);
        json_string(json, "expiryUtc", buffer_string(&text));
    }
    json_end_object(json);
    json_end_object(json);
    json_end_list(json);
    buffer_release(&text);
}

static const char *level_of(const struct exceptions_record *record, const struct setting *setting)
{
    if (record->group == EXCEPTIONS_OVER)
        return "note";
    return sarif_level(setting->severity, setting->enforcement);
}

static void add_result(struct json *json, const struct exceptions_report *report,
                       const struct exceptions_record *record, const char *rule)
{
    const struct setting *setting = exceptions_setting(report->evaluation, rule);
    const char *id = setting->rule->id; /* add_results asks for no other */
    const struct exception_use use = use_of_rule(report, record, setting);
    struct buffer name = BUFFER_EMPTY;
    struct sha256 digest;
    char identity[SHA256_HEX_SIZE];
    sha256_init(&digest);
    sarif_add_exception_name(&name, record->use->exception);
    sha256_add_string(&digest, buffer_string(&name));
    buffer_release(&name);
    sha256_add_string(&digest, id);
    sha256_add_string(&digest, record->use->exception->place.path);
    sha256_finish_hex(&digest, identity);
    json_begin_object(json, NULL);
    json_string(json, "ruleId", id);
    for (size_t i = 0; i < report->evaluation->rule_count; i++)
        if (report->evaluation->rules[i].setting == setting)
            json_integer(json, "ruleIndex", (int64_t)i);
    json_string(json, "kind", "fail");
    json_string(json, "level", level_of(record, setting));
    add_message(json, &use, id);
    json_begin_list(json, "locations");
    json_begin_object(json, NULL);
    add_place(json, &record->use->exception->place);
    json_end_object(json);
    json_end_list(json);
    json_begin_object(json, "partialFingerprints");
    json_string(json, "bylawException/v1", identity);
    json_end_object(json);
    add_suppression(json, &use, identity);
    json_begin_object(json, "properties");
    json_string(json, "group", exceptions_group_keys[record->group]);
    json_boolean(json, "unused", record->unused);
    json_integer(json, "findings", (int64_t)record->use->matches);
    json_end_object(json);
    json_end_object(json);
}

/* What is no rule is told with the mistakes of the record, not as one of the tool's. */
static void add_results(struct json *json, const struct exceptions_report *report)
{
    json_begin_list(json, "results");
    for (size_t i = 0; i < report->count; i++) {
        const struct exception *exception = report->records[i].use->exception;
        for (size_t k = 0; exception->rules[k]; k++)
            if (exceptions_setting(report->evaluation, exception->rules[k]))
                add_result(json, report, &report->records[i], exception->rules[k]);
    }
    json_end_list(json);
}

static void add_notification(struct json *json, const struct diagnostic *mistake, const char *id)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "Exception '");
    add_plain(&text, id);
    buffer_add_string(&text, "' excuses nothing: ");
    add_plain(&text, mistake->message);
    buffer_add_byte(&text, '.');
    json_begin_object(json, NULL);
    json_string(json, "level", "error");
    json_begin_object(json, "message");
    json_string(json, "text", buffer_string(&text));
    json_end_object(json);
    json_begin_list(json, "locations");
    json_begin_object(json, NULL);
    add_place(json, &mistake->place);
    json_end_object(json);
    json_end_list(json);
    json_end_object(json);
    buffer_release(&text);
}

static void add_invocation(struct json *json, const struct exceptions_report *report)
{
    json_begin_list(json, "invocations");
    json_begin_object(json, NULL);
    json_boolean(json, "executionSuccessful", true);
    json_begin_list(json, "toolConfigurationNotifications");
    for (size_t i = 0; i < report->count; i++) {
        const struct exception *exception = report->records[i].use->exception;
        for (size_t k = 0; k < exception->mistake_count; k++)
            add_notification(json, &exception->mistakes[k], exception->id);
    }
    json_end_list(json);
    json_end_object(json);
    json_end_list(json);
}

static void add_provenance(struct json *json, const struct evaluation *evaluation)
{
    char commit[OBJECT_ID_HEX_SIZE];
    if (!evaluation->remote || !string_starts_with(evaluation->remote, "https://"))
        return;
    object_id_format(&evaluation->head.commit, commit);
    json_begin_list(json, "versionControlProvenance");
    json_begin_object(json, NULL);
    sarif_add_uri(json, "repositoryUri", evaluation->remote);
    if (!object_id_is_zero(&evaluation->head.commit))
        json_string(json, "revisionId", commit);
    json_begin_object(json, "mappedTo");
    json_string(json, "uriBaseId", "SRCROOT");
    json_end_object(json);
    json_end_object(json);
    json_end_list(json);
}

static void add_run(struct json *json, const struct exceptions_report *report,
                    const struct report_options *options)
{
    char day[DATE_TEXT_SIZE];
    json_begin_object(json, NULL);
    sarif_write_tool(json, report->evaluation, options, SARIF_FULL);
    sarif_write_taxonomies(json, report->evaluation);
    add_invocation(json, report);
    add_provenance(json, report->evaluation);
    json_begin_object(json, "originalUriBaseIds");
    json_begin_object(json, "SRCROOT");
    json_begin_object(json, "description");
    json_string(json, "text", "The root of the repository's tree.");
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
    json_begin_object(json, "automationDetails");
    json_string(json, "id", "bylaw/exceptions/");
    json_end_object(json);
    json_string(json, "columnKind", "utf16CodeUnits");
    add_results(json, report);
    date_format(report->today, day);
    json_begin_object(json, "properties");
    json_string(json, "policyDigest", report->evaluation->ruleset->digest);
    json_string(json, "asOf", day);
    json_end_object(json);
    json_end_object(json);
}

void exceptions_write_sarif(struct buffer *out, const struct exceptions_report *report,
                            const struct report_options *options)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    json_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_string(&json, "version", "2.1.0");
    json_begin_list(&json, "runs");
    add_run(&json, report, options);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
