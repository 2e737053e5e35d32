#include "report/finding_text.h"
#include "report/json_text.h"
#include "report/report.h"
#include "report/sarif_invocation.h"
#include "report/sarif_place.h"
#include "report/sarif_rules.h"
#include "report/sarif_suppression.h"
#include "report/worst.h"

#include "base/date.h"

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
    sarif_add_finding_location(json, finding);
    sarif_add_related(json, finding);
    add_partial_fingerprints(json, finding);
    if (run->evaluation->is_compared)
        json_optional(json, "baselineState", finding_baseline(finding));
    add_provenance_of_result(json, finding);
    if (run->profile == SARIF_FULL || run->profile == SARIF_GITLAB)
        sarif_add_suppressions(json, run->evaluation, finding);
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

static struct sarif_results count_results(const struct run *run)
{
    struct sarif_results results = {0};
    for (size_t i = 0; i < run->evaluation->finding_count; i++)
        results.wanted += is_wanted(run, &run->evaluation->findings[i]);
    results.written = results.wanted < results_most(run) ? results.wanted : results_most(run);
    return results;
}

static void add_results(const struct run *run, size_t written)
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
    json_begin_list(run->json, "results");
    for (size_t i = 0; i < written; i++)
        add_result(run, sorted[i]);
    json_end_list(run->json);
    free(sorted);
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
    sarif_add_uri(run->json, "repositoryUri", evaluation->remote);
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
    const struct sarif_results results = count_results(run);
    sarif_add_invocations(json, run->evaluation, &results);
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
    add_results(run, results.written);
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
