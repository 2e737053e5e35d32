#include "report/finding_text.h"
#include "report/json_text.h"
#include "report/report.h"
#include "report/sarif_rules.h"
#include "report/trust_lines.h"
#include "report/worst.h"

#include "base/date.h"
#include "base/digest.h"

#include <stdlib.h>
#include <string.h>

/* GitHub shows 5,000 results of a run and refuses more than 25,000. */
enum { GITHUB_RESULTS = 5000 };

/* As enum sarif_profile. */
static const char *const profiles[] = {"full", "github", "gitlab", "azure", NULL};

struct run {
    struct json *json;
    const struct evaluation *evaluation;
    enum sarif_profile profile;
};

/* Columns of SARIF count UTF-16 code units, ours count code points. */
static uint32_t utf16_column(const struct finding *finding)
{
    uint32_t column = finding->place.column ? finding->place.column : 1;
    if (!finding->excerpt)
        return column;
    struct text rest = text_of(finding->excerpt);
    uint32_t wide = 0;
    for (uint32_t at = 1; at < column && rest.size > 0; at++) {
        uint32_t code;
        size_t taken = utf8_decode(rest.bytes, rest.size, &code);
        wide += code > 0xffff;
        rest.bytes += taken;
        rest.size -= taken;
    }
    return column + wide;
}

static void add_artifact_location(struct json *json, const char *path)
{
    struct buffer uri = BUFFER_EMPTY;
    escape_uri(&uri, path ? path : ".bylaw.yml");
    json_begin_object(json, "artifactLocation");
    json_string(json, "uri", buffer_string(&uri));
    json_string(json, "uriBaseId", "SRCROOT");
    json_end_object(json);
    buffer_release(&uri);
}

static void add_finding_location(struct json *json, const struct finding *finding)
{
    json_begin_list(json, "locations");
    json_begin_object(json, NULL);
    json_begin_object(json, "physicalLocation");
    add_artifact_location(json, finding->place.path);
    json_begin_object(json, "region");
    bool exact = finding->place.path && !finding->stand_in && finding->place.line > 0;
    json_integer(json, "startLine", exact ? finding->place.line : 1);
    if (exact && finding->place.column > 0)
        json_integer(json, "startColumn", utf16_column(finding));
    if (exact && finding->excerpt && strlen(finding->excerpt) < 1000) {
        json_begin_object(json, "snippet");
        json_string(json, "text", finding->excerpt);
        json_end_object(json);
    }
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
    json_end_list(json);
}

static void add_related(struct json *json, const struct finding *finding)
{
    if (finding->related_count == 0)
        return;
    json_begin_list(json, "relatedLocations");
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct related_place *related = &finding->related[i];
        if (!related->place.path)
            continue;
        json_begin_object(json, NULL);
        json_integer(json, "id", (int64_t)i + 1);
        json_begin_object(json, "physicalLocation");
        add_artifact_location(json, related->place.path);
        if (related->place.line > 0) {
            json_begin_object(json, "region");
            json_integer(json, "startLine", related->place.line);
            json_end_object(json);
        }
        json_end_object(json);
        if (related->message) {
            json_begin_object(json, "message");
            json_string(json, "text", related->message);
            json_end_object(json);
        }
        json_end_object(json);
    }
    json_end_list(json);
}

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
    add_artifact_location(json, exception->place.path);
    json_begin_object(json, "region");
    json_integer(json, "startLine", exception->place.line ? exception->place.line : 1);
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

static void add_suppression(const struct run *run, const struct finding *finding,
                            const char *status)
{
    struct json *json = run->json;
    const struct exception *exception = finding->exception;
    char guid[37];
    char day[DATE_TEXT_SIZE] = "";
    char next[DATE_TEXT_SIZE];
    sarif_guid(exception->id, guid);
    bool is_inline = exception->layout == EXCEPTION_INLINE; /* it says no first day */
    bool has_day =
        exception->expires != INT32_MIN && (exception->valid_from != INT32_MIN || is_inline);
    int32_t last = has_day ? exception_last_day(exception, finding->setting->severity,
                                                &run->evaluation->ruleset->exceptions)
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

/* A list on every result, or no reader could tell "looked at, not suppressed". */
static void add_suppressions(const struct run *run, const struct finding *finding)
{
    json_begin_list(run->json, "suppressions");
    const char *status = finding->exception ? suppression_status(finding) : NULL;
    if (status)
        add_suppression(run, finding, status);
    json_end_list(run->json);
}

static void add_partial_fingerprints(struct json *json, const struct finding *finding)
{
    json_begin_object(json, "partialFingerprints");
    json_string(json, "bylawFinding/v1", finding->fingerprint);
    if (finding->line_hash)
        json_string(json, "primaryLocationLineHash", finding->line_hash);
    json_end_object(json);
}

/* `[text](target)` is a link in a message (section 3.11.6); a backslash keeps what a
 * repository wrote from being one. */
static void add_without_links(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (text[0] == ']' && text[1] == '(')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *text);
    }
}

static void add_message(struct json *json, const struct finding *finding)
{
    struct buffer text = BUFFER_EMPTY;
    struct buffer visible = BUFFER_EMPTY;
    struct buffer message = BUFFER_EMPTY;
    finding_add_sentence(&text, finding);
    escape_visible(&visible, buffer_string(&text));
    add_without_links(&message, buffer_string(&visible));
    json_begin_object(json, "message");
    json_string(json, "text", buffer_string(&message));
    json_end_object(json);
    buffer_release(&text);
    buffer_release(&visible);
    buffer_release(&message);
}

static size_t rule_index(const struct evaluation *evaluation, const struct finding *finding)
{
    size_t index = 0;
    while (index < evaluation->rule_count && evaluation->rules[index].setting != finding->setting)
        index++;
    return index;
}

static const char *kind_of(const struct finding *finding)
{
    return finding->verdict == VERDICT_FAIL     ? "fail"
           : finding->verdict == VERDICT_REVIEW ? "review"
                                                : "open";
}

/* SARIF 2.1.0, 3.48.3: when the baseline file first had it. */
static void add_provenance_of_result(struct json *json, const struct finding *finding)
{
    if (!finding->recorded)
        return;
    char first[TIME_TEXT_SIZE];
    time_format((int64_t)finding->recorded->first_seen * SECONDS_A_DAY, first);
    json_begin_object(json, "provenance");
    json_string(json, "firstDetectionTimeUtc", first);
    json_end_object(json);
}

static void add_owners(struct json *json, const struct finding *finding)
{
    if (!finding->owners || !*finding->owners)
        return;
    json_begin_list(json, "owners");
    for (size_t i = 0; finding->owners[i]; i++)
        json_string(json, NULL, finding->owners[i]);
    json_end_list(json);
    if (finding->owners_rest > 0)
        json_integer(json, "owners_rest", (int64_t)finding->owners_rest);
}

static void add_result(const struct run *run, const struct finding *finding)
{
    struct json *json = run->json;
    const char *kind = kind_of(finding);
    bool fails = finding->verdict == VERDICT_FAIL;
    json_begin_object(json, NULL);
    json_string(json, "ruleId", finding->setting->rule->id);
    json_integer(json, "ruleIndex", (int64_t)rule_index(run->evaluation, finding));
    json_string(json, "kind", kind);
    json_string(json, "level",
                fails ? sarif_level(finding->severity, finding->enforcement) : "none");
    add_message(json, finding);
    add_finding_location(json, finding);
    add_related(json, finding);
    add_partial_fingerprints(json, finding);
    if (run->evaluation->is_compared)
        json_optional(json, "baselineState", finding_baseline(finding));
    add_provenance_of_result(json, finding);
    if (run->profile == SARIF_FULL || run->profile == SARIF_GITLAB)
        add_suppressions(run, finding);
    json_begin_object(json, "properties");
    json_string(json, "severity", severity_words[finding->severity]);
    json_string(json, "enforcement", enforcement_words[finding->enforcement]);
    json_boolean(json, "blocks", finding->blocks);
    if (*finding->check->name)
        json_string(json, "check", finding->check->name);
    json_optional(json, "subject", finding->subject);
    add_owners(json, finding);
    json_end_object(json);
    json_end_object(json);
}

static int level_rank(const struct finding *finding)
{
    if (finding->verdict != VERDICT_FAIL)
        return 3;
    const char *level = sarif_level(finding->severity, finding->enforcement);
    return *level == 'e' ? 0 : *level == 'w' ? 1 : 2;
}

static int by_level(const void *a, const void *b)
{
    const struct finding *one = *(const struct finding *const *)a;
    const struct finding *two = *(const struct finding *const *)b;
    int order = level_rank(one) - level_rank(two);
    if (order == 0)
        order = strcmp(one->setting->rule->id, two->setting->rule->id);
    if (order == 0)
        order = (one > two) - (one < two); /* of one array, in order of place */
    return order;
}

static bool is_wanted(const struct run *run, const struct finding *finding)
{
    if (run->profile == SARIF_FULL)
        return true;
    /* the others take any kind for a failure; GitLab alone heeds suppressions */
    return finding->verdict == VERDICT_FAIL && (run->profile == SARIF_GITLAB || !finding->excused);
}

static size_t results_most(const struct run *run)
{
    bool few = run->profile == SARIF_GITHUB || run->profile == SARIF_AZURE;
    return few ? GITHUB_RESULTS : SIZE_MAX;
}

static void add_results(const struct run *run)
{
    const struct evaluation *evaluation = run->evaluation;
    const struct finding **sorted = calloc(evaluation->finding_count + 1, sizeof(*sorted));
    if (!sorted)
        abort();
    size_t count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (is_wanted(run, &evaluation->findings[i]))
            sorted[count++] = &evaluation->findings[i];
    qsort(sorted, count, sizeof(*sorted), by_level);
    if (count > results_most(run))
        count = results_most(run);
    json_begin_list(run->json, "results");
    for (size_t i = 0; i < count; i++)
        add_result(run, sorted[i]);
    json_end_list(run->json);
    free(sorted);
}

static void add_notification(struct json *json, const char *level, const char *path, uint32_t line,
                             const char *text)
{
    json_begin_object(json, NULL);
    json_string(json, "level", level);
    json_begin_object(json, "message");
    json_string(json, "text", text);
    json_end_object(json);
    if (path) {
        json_begin_list(json, "locations");
        json_begin_object(json, NULL);
        json_begin_object(json, "physicalLocation");
        add_artifact_location(json, path);
        if (line > 0) {
            json_begin_object(json, "region");
            json_integer(json, "startLine", line);
            json_end_object(json);
        }
        json_end_object(json);
        json_end_object(json);
        json_end_list(json);
    }
    json_end_object(json);
}

/* The gravest stand first; of the rest it is said how many are not there. */
static void add_left_out(const struct run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->evaluation->finding_count; i++)
        count += is_wanted(run, &run->evaluation->findings[i]);
    if (count <= results_most(run))
        return;
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "%zu of %zu findings are left out: the reader takes no more.",
                  count - results_most(run), count);
    add_notification(run->json, "warning", NULL, 0, buffer_string(&text));
    buffer_release(&text);
}

static void add_execution_notifications(const struct run *run)
{
    struct json *json = run->json;
    const struct evaluation *evaluation = run->evaluation;
    json_begin_list(json, "toolExecutionNotifications");
    add_left_out(run);
    if (evaluation->shallow)
        add_notification(json, "warning", NULL, 0,
                         "The clone is shallow: what depends on history is unknown. Fetch with "
                         "fetch-depth: 0.");
    for (size_t i = 0; i < evaluation->skipped_count; i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "'%s' was not read: %s.", evaluation->skipped[i].path,
                      evaluation->skipped[i].why);
        add_notification(json, "warning", evaluation->skipped[i].path, 0, buffer_string(&text));
        buffer_release(&text);
    }
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->verdict != VERDICT_UNKNOWN || !finding->blocks)
            continue;
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "Rule '%s' blocks because it could not be decided: %s.",
                      finding->setting->rule->id, finding->reason ? finding->reason : "unknown");
        add_notification(json, "error", finding->place.path, finding->place.line,
                         buffer_string(&text));
        buffer_release(&text);
    }
    json_end_list(json);
}

static void add_configuration_notifications(struct json *json, const struct evaluation *evaluation)
{
    json_begin_list(json, "toolConfigurationNotifications");
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception *exception = evaluation->exceptions[i].exception;
        for (size_t j = 0; j < exception->mistake_count; j++) {
            struct buffer text = BUFFER_EMPTY;
            buffer_printf(&text, "Exception '%s' excuses nothing: %s.", exception->id,
                          exception->mistakes[j].message);
            add_notification(json, "warning", exception->mistakes[j].place.path,
                             exception->mistakes[j].place.line, buffer_string(&text));
            buffer_release(&text);
        }
    }
    const char *bootstrap = trust_bootstrap_sentence(evaluation->trust);
    if (bootstrap)
        add_notification(json, "warning", NULL, 0, bootstrap);
    const char *exceptions = trust_exceptions_sentence(evaluation->trust);
    if (exceptions)
        add_notification(json, "warning", NULL, 0, exceptions);
    const char *evidence = trust_evidence_sentence(evaluation->trust);
    if (evidence)
        add_notification(json, "warning", NULL, 0, evidence);
    for (size_t i = 0; i < evaluation->governance_change_count; i++)
        add_notification(json, "warning", evaluation->governance_changes[i], 0,
                         "This change edits what judges it; the base's version was used.");
    if (evaluation->trust && evaluation->trust->policy_problem) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "What this change loosens of the policies cannot be told: %s.",
                      evaluation->trust->policy_problem);
        add_notification(json, "warning", NULL, 0, buffer_string(&text));
        buffer_release(&text);
    }
    for (size_t i = 0; evaluation->trust && i < evaluation->trust->loosening_count; i++) {
        const struct loosening *loosening = &evaluation->trust->loosenings[i];
        struct buffer text = BUFFER_EMPTY;
        buffer_add_string(&text, "Once it is merged, this change loosens ");
        trust_add_loosening(&text, loosening);
        buffer_add_byte(&text, '.');
        bool is_ours =
            loosening->place.path && string_starts_with(loosening->place.path, "builtin:");
        add_notification(json, "warning", is_ours ? NULL : loosening->place.path,
                         loosening->place.line, buffer_string(&text));
        buffer_release(&text);
    }
    const struct diagnostics *head = evaluation->head_diagnostics;
    for (size_t i = 0; head && i < head->count; i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "The head's own policy file has a mistake: %s.",
                      head->items[i].message);
        add_notification(json, "warning", head->items[i].place.path, head->items[i].place.line,
                         buffer_string(&text));
        buffer_release(&text);
    }
    json_end_list(json);
}

static void add_invocation(const struct run *run)
{
    static const char *const meanings[] = {"nothing blocks", "a finding blocks", "usage",
                                           "nothing was evaluated", "a blocking rule is unknown"};
    int status = run->evaluation->exit_status;
    json_begin_list(run->json, "invocations");
    json_begin_object(run->json, NULL);
    json_boolean(run->json, "executionSuccessful", status != 4);
    json_integer(run->json, "exitCode", status);
    if (status >= 0 && status <= 4)
        json_string(run->json, "exitCodeDescription", meanings[status]);
    add_configuration_notifications(run->json, run->evaluation);
    add_execution_notifications(run);
    json_end_object(run->json);
    json_end_list(run->json);
}

static void add_provenance(const struct run *run)
{
    const struct evaluation *evaluation = run->evaluation;
    if (!evaluation->remote || !string_starts_with(evaluation->remote, "https://"))
        return;
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    json_begin_list(run->json, "versionControlProvenance");
    json_begin_object(run->json, NULL);
    json_string(run->json, "repositoryUri", evaluation->remote);
    if (!object_id_is_zero(&evaluation->head.commit))
        json_string(run->json, "revisionId", commit);
    json_optional(run->json, "branch", evaluation->branch);
    json_begin_object(run->json, "mappedTo");
    json_string(run->json, "uriBaseId", "SRCROOT");
    json_end_object(run->json);
    json_end_object(run->json);
    json_end_list(run->json);
}

static void add_automation(const struct run *run)
{
    struct buffer id = BUFFER_EMPTY;
    buffer_add_string(&id, "bylaw/");
    for (const char *const *policy = run->evaluation->ruleset->policies; *policy; policy++) {
        size_t length = strcspn(*policy, " ");
        if (policy != run->evaluation->ruleset->policies)
            buffer_add_byte(&id, '+');
        buffer_add(&id, *policy, length);
    }
    buffer_add_byte(&id, '/');
    json_begin_object(run->json, "automationDetails");
    json_string(run->json, "id", buffer_string(&id));
    json_end_object(run->json);
    buffer_release(&id);
}

static void add_run(const struct run *run, const struct report_options *options)
{
    struct json *json = run->json;
    json_begin_object(json, NULL);
    sarif_write_tool(json, run->evaluation, options, run->profile);
    if (run->profile == SARIF_FULL)
        sarif_write_taxonomies(json, run->evaluation);
    add_invocation(run);
    add_provenance(run);
    json_begin_object(json, "originalUriBaseIds");
    json_begin_object(json, "SRCROOT");
    json_begin_object(json, "description");
    json_string(json, "text", "The root of the repository's tree.");
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
    add_automation(run);
    json_string(json, "columnKind", "utf16CodeUnits");
    add_results(run);
    char now[TIME_TEXT_SIZE];
    time_format(run->evaluation->now, now);
    json_begin_object(json, "properties");
    json_string(json, "policyDigest", run->evaluation->ruleset->digest);
    if (run->evaluation->ruleset->bundle)
        json_string(json, "policyBundle", run->evaluation->ruleset->bundle);
    json_string(json, "now", now);
    if (run->evaluation->is_compared) {
        json_integer(json, "unchanged", (int64_t)evaluation_unchanged_count(run->evaluation));
        json_integer(json, "fixed", (int64_t)run->evaluation->fixed_count);
        json_boolean(json, "onlyNew", run->evaluation->only_new);
    }
    json_end_object(json);
    json_end_object(json);
}

static enum sarif_profile profile_of(const struct report_options *options)
{
    enum sarif_profile profile = SARIF_FULL;
    for (size_t i = 0; options->profile && profiles[i]; i++)
        if (strcmp(options->profile, profiles[i]) == 0)
            profile = (enum sarif_profile)i;
    return profile;
}

static struct failure *write_sarif(struct buffer *out, const struct evaluation *const *evaluations,
                                   size_t count, const struct report_options *options)
{
    size_t findings = 0;
    for (size_t i = 0; i < count; i++)
        findings += evaluations[i]->finding_count;
    struct json json = {.out = out, .compact = findings > COMPACT_ABOVE};
    json_begin_object(&json, NULL);
    json_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_string(&json, "version", "2.1.0");
    json_begin_list(&json, "runs");
    for (size_t i = 0; i < count; i++) {
        struct run run = {
            .json = &json, .evaluation = evaluations[i], .profile = profile_of(options)};
        add_run(&run, options);
    }
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    return NULL;
}

REPORT(sarif) = {
    .name = "sarif",
    .summary = "SARIF 2.1.0; profiles github, gitlab and azure are what code scanning there takes",
    .profiles = profiles,
    .excerpts = true,
    .line_hashes = true,
    .extension = "sarif",
    .write = write_sarif,
};
