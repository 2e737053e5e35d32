#include "report/caveats.h"
#include "report/finding_words.h"
#include "report/json_text.h"
#include "report/sarif_rules.h"

#include <stdlib.h>
#include <string.h>

/* What the Code Insights of Bitbucket are sent: `report` is the body of a PUT, each item
 * of `annotations` that of a POST after it. cloud: of Bitbucket Cloud; server: of
 * Bitbucket Data Center, whose names and limits are others. */
static const char *const profiles[] = {"cloud", "server", NULL};

/* As both document them: of a report, and of a request to the cloud. */
enum { ANNOTATIONS_MOST = 1000, ANNOTATIONS_A_REQUEST = 100 };
enum { SUMMARY_MOST = 450, DETAILS_MOST = 2000, MESSAGE_MOST = 2000 };

struct insight {
    struct json *json;
    const struct evaluation *const *evaluations;
    size_t count;
    struct told_list list; /* what is not excused first */
    bool server;
};

struct counts {
    size_t rules, failing, undecided, blocking, excused;
};

static struct counts counts_of(const struct insight *insight)
{
    struct counts counts = {0};
    for (size_t i = 0; i < insight->count; i++) {
        const struct evaluation *evaluation = insight->evaluations[i];
        counts.rules += evaluation->rule_count;
        counts.failing += evaluation->rules_by_verdict[VERDICT_FAIL];
        counts.undecided += evaluation->rules_by_verdict[VERDICT_UNKNOWN] +
                            evaluation->rules_by_verdict[VERDICT_REVIEW];
        for (size_t j = 0; j < evaluation->finding_count; j++) {
            counts.blocking += evaluation->findings[j].blocks;
            counts.excused += evaluation->findings[j].excused;
        }
    }
    return counts;
}

static void add_number(struct json *json, const char *title, size_t number)
{
    json_begin_object(json, NULL);
    json_string(json, "title", title);
    json_string(json, "type", "NUMBER");
    json_integer(json, "value", (int64_t)number);
    json_end_object(json);
}

/* Data Center shows six at most. */
static void add_data(struct json *json, const struct counts *counts)
{
    json_begin_list(json, "data");
    add_number(json, "Rules", counts->rules);
    add_number(json, "Failing rules", counts->failing);
    add_number(json, "Not decided", counts->undecided);
    add_number(json, "Findings that block", counts->blocking);
    add_number(json, "Excused findings", counts->excused);
    json_end_list(json);
}

static void add_policies(struct buffer *out, const struct insight *insight)
{
    buffer_add_string(out, "Policies: ");
    const char *const *policies = insight->evaluations[0]->ruleset->policies;
    for (const char *const *policy = policies; *policy; policy++) {
        buffer_add_string(out, policy == policies ? "" : ", ");
        escape_visible(out, *policy);
    }
    buffer_add_string(out, ".");
}

static void add_caveat(void *state, const char *sentence)
{
    struct buffer *out = state;
    buffer_add_byte(out, '\n');
    escape_visible(out, sentence);
}

static void add_report(const struct insight *insight)
{
    struct json *json = insight->json;
    const struct counts counts = counts_of(insight);
    struct buffer details = BUFFER_EMPTY;
    bool passes = true;
    for (size_t i = 0; i < insight->count; i++)
        passes = passes && insight->evaluations[i]->exit_status == 0;
    buffer_printf(&details, "%s\n",
                  counts.blocking > 0 ? "Blocked."
                  : passes            ? "Nothing blocks."
                                      : "Not decided.");
    if (insight->list.count > ANNOTATIONS_MOST)
        buffer_printf(&details, "The first %d of %zu findings are shown.\n", ANNOTATIONS_MOST,
                      insight->list.count);
    add_policies(&details, insight);
    for (size_t i = 0; i < insight->count; i++)
        caveats_each(insight->evaluations[i], add_caveat, &details);
    buffer_shorten(&details, DETAILS_MOST);
    json_begin_object(json, "report");
    if (!insight->server) {
        json_string(json, "type", "report");
        json_string(json, "external_id", "bylaw");
        json_string(json, "report_type", "TEST");
    }
    json_string(json, "title", "Governance");
    json_string(json, "reporter", "Bylaw");
    json_string(json, "details", buffer_string(&details));
    json_string(json, "result",
                insight->server ? passes ? "PASS" : "FAIL"
                : passes        ? "PASSED"
                                : "FAILED");
    add_data(json, &counts);
    json_end_object(json);
    buffer_release(&details);
}

static void add_sentence(struct buffer *out, const struct told *told, bool several)
{
    buffer_printf(out, "%s: ", told->finding->setting->rule->id);
    if (several) {
        repository_add_name(out, told->evaluation);
        buffer_add_string(out, ": ");
    }
    finding_add_sentence(out, told->finding);
}

/* What to do, then what is known, a line each. */
static void add_details_text(struct buffer *out, const struct finding *finding)
{
    struct finding_words words;
    struct buffer text = BUFFER_EMPTY;
    buffer_add_folded(&text, finding->setting->rule->fix);
    buffer_add_string(out, "Fix: ");
    escape_visible(out, buffer_string(&text));
    finding_words_init(&words, finding);
    for (size_t i = 0; i < words.count; i++) {
        buffer_printf(out, "\n%s: ", words.items[i].title);
        escape_visible(out, words.items[i].value);
    }
    buffer_release(&text);
}

static const char *type_of(const struct finding *finding)
{
    return sarif_is_security_rule(finding->setting->rule) ? "VULNERABILITY" : "CODE_SMELL";
}

static void add_place(struct json *json, const struct finding *finding, bool several)
{
    if (several)
        return; /* a path of another repository */
    json_string(json, "path", finding_path(finding));
    json_integer(json, "line", finding_line(finding));
}

static void add_annotation(struct json *json, const struct told *told, bool several)
{
    static const char *const severities[] = {"LOW", "LOW", "MEDIUM", "HIGH", "CRITICAL"};
    const struct finding *finding = told->finding;
    struct buffer text = BUFFER_EMPTY;
    char identity[65];
    finding_identity(told, identity);
    json_begin_object(json, NULL);
    json_string(json, "type", "report_annotation");
    buffer_printf(&text, "bylaw-%s", identity);
    json_string(json, "external_id", buffer_string(&text));
    json_string(json, "annotation_type", type_of(finding));
    buffer_clear(&text);
    add_sentence(&text, told, several);
    json_line(json, "summary", buffer_string(&text), SUMMARY_MOST);
    buffer_clear(&text);
    add_details_text(&text, finding);
    buffer_shorten(&text, DETAILS_MOST);
    json_string(json, "details", buffer_string(&text));
    json_string(json, "severity", severities[finding->severity]);
    json_string(json, "result",
                finding->excused                   ? "IGNORED"
                : finding->verdict == VERDICT_FAIL ? "FAILED"
                                                   : "SKIPPED");
    add_place(json, finding, several);
    json_end_object(json);
    buffer_release(&text);
}

/* Data Center has one text, and no result: what is excused is said in it. */
static void add_server_annotation(struct json *json, const struct told *told, bool several)
{
    static const char *const severities[] = {"LOW", "LOW", "MEDIUM", "HIGH", "HIGH"};
    const struct finding *finding = told->finding;
    struct buffer sentence = BUFFER_EMPTY;
    struct buffer text = BUFFER_EMPTY;
    char identity[65];
    finding_identity(told, identity);
    json_begin_object(json, NULL);
    json_string(json, "externalId", identity);
    json_string(json, "type", type_of(finding));
    add_sentence(&sentence, told, several);
    escape_visible(&text, buffer_string(&sentence));
    buffer_shorten(&text, MESSAGE_MOST / 2);
    buffer_add_byte(&text, '\n');
    add_details_text(&text, finding);
    buffer_shorten(&text, MESSAGE_MOST);
    json_string(json, "message", buffer_string(&text));
    json_string(json, "severity", finding->excused ? severities[0] : severities[finding->severity]);
    add_place(json, finding, several);
    json_end_object(json);
    buffer_release(&sentence);
    buffer_release(&text);
}

static void add_annotations(const struct insight *insight)
{
    struct json *json = insight->json;
    const size_t a_request = insight->server ? ANNOTATIONS_MOST : ANNOTATIONS_A_REQUEST;
    size_t count = insight->list.count < ANNOTATIONS_MOST ? insight->list.count : ANNOTATIONS_MOST;
    bool several = insight->count > 1;
    json_begin_list(json, "annotations");
    for (size_t i = 0; i < count; i += a_request) {
        if (insight->server) {
            json_begin_object(json, NULL);
            json_begin_list(json, "annotations");
        } else {
            json_begin_list(json, NULL);
        }
        for (size_t j = i; j < count && j < i + a_request; j++) {
            if (insight->server)
                add_server_annotation(json, &insight->list.items[j], several);
            else
                add_annotation(json, &insight->list.items[j], several);
        }
        json_end_list(json);
        if (insight->server)
            json_end_object(json);
    }
    json_end_list(json);
}

/* What is excused must not push out what is not. */
static void put_excused_last(struct told_list *list)
{
    struct told *excused = calloc(list->count + 1, sizeof(*excused));
    size_t kept = 0;
    size_t count = 0;
    if (!excused)
        abort();
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].finding->excused)
            excused[count++] = list->items[i];
        else
            list->items[kept++] = list->items[i];
    }
    memcpy(list->items + kept, excused, count * sizeof(*excused));
    free(excused);
}

static struct failure *write_bitbucket(struct buffer *out,
                                       const struct evaluation *const *evaluations, size_t count,
                                       const struct report_options *options)
{
    struct json json = {.out = out};
    struct insight insight = {.json = &json,
                              .evaluations = evaluations,
                              .count = count,
                              .list = told_list_new(evaluations, count, true),
                              .server =
                                  options->profile && strcmp(options->profile, "server") == 0};
    put_excused_last(&insight.list);
    json_begin_object(&json, NULL);
    add_report(&insight);
    add_annotations(&insight);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    free(insight.list.items);
    return NULL;
}

REPORT(bitbucket) = {
    .name = "bitbucket",
    .summary = "Bitbucket Code Insights: a report and requests of annotations; cloud or server",
    .profiles = profiles,
    .extension = "json",
    .write = write_bitbucket,
};
