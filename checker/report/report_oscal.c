#include "report/caveats.h"
#include "report/finding_words.h"
#include "report/framework.h"
#include "report/json_text.h"
#include "report/oscal.h"

#include <stdlib.h>
#include <string.h>

/* assessment-results of OSCAL 1.2.1: a result a repository, a finding a rule that was
 * decided, an observation each of its findings, a risk each exception. */

struct result {
    struct json *json;
    const struct evaluation *evaluation;
    const char *name; /* of the repository */
};

static void add_commit_name(struct buffer *out, const struct result *result)
{
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&result->evaluation->head.commit, commit);
    buffer_printf(out, "%s@%s", result->evaluation->remote ? result->name : "", commit);
}

/* What one rule, one finding or the whole is called in this result. */
static void add_uuid_of(const struct result *result, const char *key, const char *kind,
                        const char *name)
{
    struct buffer whole = BUFFER_EMPTY;
    add_commit_name(&whole, result);
    buffer_printf(&whole, "/%s", name);
    oscal_add_uuid(result->json, key, kind, buffer_string(&whole));
    buffer_release(&whole);
}

static void add_observation_uuid(const struct result *result, const char *key,
                                 const struct finding *finding)
{
    const struct told told = {.evaluation = result->evaluation, .finding = finding};
    char identity[65];
    finding_identity(&told, identity);
    oscal_add_uuid(result->json, key, "observation", identity);
}

static void add_evidence(struct json *json, const struct finding *finding)
{
    struct buffer text = BUFFER_EMPTY;
    escape_uri(&text, finding_path(finding));
    json_begin_list(json, "relevant-evidence");
    json_begin_object(json, NULL);
    json_string(json, "href", buffer_string(&text));
    buffer_clear(&text);
    buffer_printf(&text, "%s, line %u", finding_path(finding), (unsigned)finding_line(finding));
    oscal_add_text(json, "description", buffer_string(&text));
    json_end_object(json);
    json_end_list(json);
    buffer_release(&text);
}

static void add_observation(const struct result *result, const struct finding *finding)
{
    struct json *json = result->json;
    struct buffer text = BUFFER_EMPTY;
    struct finding_words words;
    finding_words_init(&words, finding);
    finding_add_sentence(&text, finding);
    json_begin_object(json, NULL);
    add_observation_uuid(result, "uuid", finding);
    oscal_add_prose(json, "title", finding->setting->rule->title);
    oscal_add_text(json, "description", buffer_string(&text));
    json_begin_list(json, "props");
    for (size_t i = 0; i < words.count; i++)
        oscal_add_property(json, words.items[i].name, words.items[i].value);
    json_end_list(json);
    json_begin_list(json, "methods");
    json_string(json, NULL, "TEST");
    json_end_list(json);
    json_begin_list(json, "types");
    json_string(json, NULL, "finding");
    json_end_list(json);
    add_evidence(json, finding);
    oscal_add_time(json, "collected", result->evaluation->now);
    oscal_add_prose(json, "remarks", finding->setting->rule->fix);
    json_end_object(json);
    buffer_release(&text);
}

static void add_observations(const struct result *result)
{
    const struct evaluation *evaluation = result->evaluation;
    if (evaluation->finding_count == 0)
        return; /* the schema knows no empty list */
    json_begin_list(result->json, "observations");
    for (size_t i = 0; i < evaluation->finding_count; i++)
        add_observation(result, &evaluation->findings[i]);
    json_end_list(result->json);
}

static void add_risks(const struct result *result)
{
    const struct evaluation *evaluation = result->evaluation;
    if (evaluation->exception_count == 0)
        return;
    json_begin_list(result->json, "risks");
    for (size_t i = 0; i < evaluation->exception_count; i++)
        oscal_add_risk(result->json, evaluation, &evaluation->exceptions[i]);
    json_end_list(result->json);
}

static void add_related_observations(const struct result *result, const struct setting *setting)
{
    const struct evaluation *evaluation = result->evaluation;
    bool begun = false;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        if (evaluation->findings[i].setting != setting)
            continue;
        if (!begun)
            json_begin_list(result->json, "related-observations");
        begun = true;
        json_begin_object(result->json, NULL);
        add_observation_uuid(result, "observation-uuid", &evaluation->findings[i]);
        json_end_object(result->json);
    }
    if (begun)
        json_end_list(result->json);
}

/* Which exceptions the findings of a rule name; one a finding, many findings an exception. */
static void mark_exceptions(const struct evaluation *evaluation, const struct setting *setting,
                            bool *named)
{
    memset(named, 0, evaluation->exception_count * sizeof(*named));
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting != setting || !finding->exception)
            continue;
        for (size_t j = 0; j < evaluation->exception_count; j++)
            named[j] = named[j] || evaluation->exceptions[j].exception == finding->exception;
    }
}

static void add_related_risks(const struct result *result, const struct setting *setting)
{
    const struct evaluation *evaluation = result->evaluation;
    bool begun = false;
    bool *named = calloc(evaluation->exception_count + 1, sizeof(*named));
    if (!named)
        abort();
    mark_exceptions(evaluation, setting, named);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        char name[65];
        if (!named[i])
            continue;
        if (!begun)
            json_begin_list(result->json, "related-risks");
        begun = true;
        oscal_exception_name(evaluation, evaluation->exceptions[i].exception, name);
        json_begin_object(result->json, NULL);
        oscal_add_uuid(result->json, "risk-uuid", "exception", name);
        json_end_object(result->json);
    }
    if (begun)
        json_end_list(result->json);
    free(named);
}

static void add_target(struct json *json, const struct rule_result *rule)
{
    bool passes = rule->verdict == VERDICT_PASS;
    json_begin_object(json, "target");
    json_string(json, "type", "objective-id");
    oscal_add_token(json, "target-id", rule->setting->rule->id);
    json_begin_object(json, "status");
    json_string(json, "state", passes ? "satisfied" : "not-satisfied");
    json_string(json, "reason", passes ? "pass" : rule->verdict == VERDICT_FAIL ? "fail" : "other");
    if (rule->reason)
        oscal_add_text(json, "remarks", rule->reason);
    json_end_object(json);
    json_end_object(json);
}

static void add_finding(const struct result *result, const struct rule_result *rule)
{
    struct json *json = result->json;
    json_begin_object(json, NULL);
    add_uuid_of(result, "uuid", "finding", rule->setting->rule->id);
    oscal_add_prose(json, "title", rule->setting->rule->title);
    oscal_add_prose(json, "description", rule->setting->rule->why);
    json_begin_list(json, "props");
    oscal_add_property(json, "rule", rule->setting->rule->id);
    oscal_add_property(json, "verdict", verdict_words[rule->verdict]);
    oscal_add_property(json, "severity", severity_words[rule->setting->severity]);
    oscal_add_property(json, "enforcement", enforcement_words[rule->enforcement]);
    oscal_add_property(json, "excused", rule->excused ? "yes" : NULL);
    for (const char *const *control = rule->setting->rule->controls; control && *control; control++)
        oscal_add_property(json, "control", *control);
    json_end_list(json);
    add_target(json, rule);
    add_related_observations(result, rule->setting);
    add_related_risks(result, rule->setting);
    oscal_add_prose(json, "remarks", rule->setting->rule->fix);
    json_end_object(json);
}

/* A rule that does not apply has no finding: a status is satisfied or it is not. */
static void add_findings(const struct result *result)
{
    const struct evaluation *evaluation = result->evaluation;
    if (evaluation->rules_by_verdict[VERDICT_NOT_APPLICABLE] == evaluation->rule_count)
        return;
    json_begin_list(result->json, "findings");
    for (size_t i = 0; i < evaluation->rule_count; i++)
        if (evaluation->rules[i].verdict != VERDICT_NOT_APPLICABLE)
            add_finding(result, &evaluation->rules[i]);
    json_end_list(result->json);
}

static bool is_told_before(const struct evaluation *evaluation, size_t rule,
                           const char *const *control)
{
    for (size_t i = 0; i <= rule; i++)
        for (const char *const *other = evaluation->rules[i].setting->rule->controls;
             other && *other; other++) {
            if (other == control)
                return false;
            if (strcmp(*other, *control) == 0)
                return true;
        }
    return false;
}

static void add_controls_of(const struct result *result, int framework)
{
    const struct evaluation *evaluation = result->evaluation;
    struct json *json = result->json;
    bool begun = false;
    for (size_t i = 0; i < evaluation->rule_count; i++)
        for (const char *const *control = evaluation->rules[i].setting->rule->controls;
             control && *control; control++) {
            if (framework_of(*control) != framework || is_told_before(evaluation, i, control))
                continue;
            if (!begun) {
                struct buffer text = BUFFER_EMPTY;
                buffer_printf(&text, "%s %s", frameworks[framework].name,
                              frameworks[framework].version);
                json_begin_object(json, NULL);
                oscal_add_text(json, "description", buffer_string(&text));
                json_begin_list(json, "include-controls");
                buffer_release(&text);
            }
            begun = true;
            json_begin_object(json, NULL);
            oscal_add_token(json, "control-id", strchr(*control, '/') + 1);
            json_end_object(json);
        }
    if (begun) {
        json_end_list(json);
        json_end_object(json);
    }
}

static void add_reviewed_controls(const struct result *result)
{
    const struct evaluation *evaluation = result->evaluation;
    bool any = false;
    for (size_t i = 0; i < evaluation->rule_count && !any; i++)
        for (const char *const *control = evaluation->rules[i].setting->rule->controls;
             control && *control; control++)
            any = any || framework_of(*control) >= 0;
    json_begin_object(result->json, "reviewed-controls");
    json_begin_list(result->json, "control-selections");
    for (int i = 0; i < FRAMEWORKS; i++)
        add_controls_of(result, i);
    if (!any) {
        json_begin_object(result->json, NULL);
        oscal_add_text(result->json, "description", "The rules name no control.");
        json_begin_object(result->json, "include-all");
        json_end_object(result->json);
        json_end_object(result->json);
    }
    json_end_list(result->json);
    json_end_object(result->json);
}

static void add_result_properties(const struct result *result)
{
    static const char *const meanings[] = {"nothing blocks", "a finding blocks", "usage",
                                           "nothing was evaluated", "a blocking rule is unknown"};
    const struct evaluation *evaluation = result->evaluation;
    struct json *json = result->json;
    char text[OBJECT_ID_HEX_SIZE];
    json_begin_list(json, "props");
    oscal_add_property(json, "repository", result->name);
    if (!object_id_is_zero(&evaluation->head.commit)) {
        object_id_format(&evaluation->head.commit, text);
        oscal_add_property(json, "commit", text);
    }
    if (evaluation->has_base) {
        object_id_format(&evaluation->base.commit, text);
        oscal_add_property(json, "base", text);
    }
    oscal_add_property(json, "branch", evaluation->branch);
    if (evaluation->exit_status >= 0 && evaluation->exit_status <= 4)
        oscal_add_property(json, "outcome", meanings[evaluation->exit_status]);
    for (const char *const *policy = evaluation->ruleset->policies; *policy; policy++)
        oscal_add_property(json, "policy", *policy);
    oscal_add_property(json, "policy-digest", evaluation->ruleset->digest);
    oscal_add_property(json, "policy-bundle", evaluation->ruleset->bundle);
    for (enum verdict verdict = 0; verdict < 5; verdict++) {
        struct buffer name = BUFFER_EMPTY;
        buffer_printf(&name, "rules-%s", verdict_words[verdict]);
        for (size_t i = 0; i < name.size; i++)
            if (name.bytes[i] == ' ' || name.bytes[i] == '_')
                name.bytes[i] = '-';
        snprintf(text, sizeof(text), "%zu", evaluation->rules_by_verdict[verdict]);
        oscal_add_property(json, buffer_string(&name), text);
        buffer_release(&name);
    }
    json_end_list(json);
}

static void add_result(struct json *json, const struct evaluation *evaluation)
{
    struct buffer name = BUFFER_EMPTY;
    struct buffer text = BUFFER_EMPTY;
    repository_add_name(&name, evaluation);
    const struct result result = {
        .json = json, .evaluation = evaluation, .name = buffer_string(&name)};
    json_begin_object(json, NULL);
    add_uuid_of(&result, "uuid", "result", evaluation->ruleset->digest);
    buffer_printf(&text, "Governance of %s", result.name);
    oscal_add_text(json, "title", buffer_string(&text));
    buffer_clear(&text);
    buffer_printf(&text, "%zu rules were judged; %zu findings.", evaluation->rule_count,
                  evaluation->finding_count);
    caveats_add(&text, evaluation, " ");
    oscal_add_text(json, "description", buffer_string(&text));
    oscal_add_time(json, "start", evaluation->now);
    oscal_add_time(json, "end", evaluation->now);
    add_result_properties(&result);
    add_reviewed_controls(&result);
    add_observations(&result);
    add_risks(&result);
    add_findings(&result);
    json_end_object(json);
    buffer_release(&name);
    buffer_release(&text);
}

/* The policies stand for the plan that an assessment imports. */
static void add_back_matter(struct json *json, const struct evaluation *evaluation)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "The rules in force, with every final value, have the SHA-256 ");
    buffer_add_string(&text, evaluation->ruleset->digest);
    json_begin_object(json, "back-matter");
    json_begin_list(json, "resources");
    json_begin_object(json, NULL);
    oscal_add_uuid(json, "uuid", "policy", evaluation->ruleset->digest);
    oscal_add_text(json, "title", "Policies in force");
    oscal_add_text(json, "description", buffer_string(&text));
    json_end_object(json);
    json_end_list(json);
    json_end_object(json);
    buffer_release(&text);
}

static void add_import(struct json *json, const struct evaluation *evaluation)
{
    char href[1 + 37] = "#";
    oscal_uuid("policy", evaluation->ruleset->digest, href + 1);
    json_begin_object(json, "import-ap");
    json_string(json, "href", href);
    json_end_object(json);
}

static struct failure *write_oscal(struct buffer *out, const struct evaluation *const *evaluations,
                                   size_t count, const struct report_options *options)
{
    size_t findings = 0;
    struct buffer names = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        struct result result = {.evaluation = evaluations[i]};
        struct buffer name = BUFFER_EMPTY;
        repository_add_name(&name, evaluations[i]);
        result.name = buffer_string(&name);
        add_commit_name(&names, &result);
        buffer_printf(&names, "/%s/", evaluations[i]->ruleset->digest);
        buffer_release(&name);
        findings += evaluations[i]->finding_count;
    }
    struct json json = {.out = out, .compact = findings > COMPACT_ABOVE};
    json_begin_object(&json, NULL);
    json_begin_object(&json, "assessment-results");
    oscal_add_uuid(&json, "uuid", "assessment-results", buffer_string(&names));
    oscal_add_metadata(&json, "Governance of repositories, by Bylaw", evaluations[0]->now,
                       options->version);
    add_import(&json, evaluations[0]);
    json_begin_list(&json, "results");
    for (size_t i = 0; i < count; i++)
        add_result(&json, evaluations[i]);
    json_end_list(&json);
    add_back_matter(&json, evaluations[0]);
    json_end_object(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    buffer_release(&names);
    return NULL;
}

REPORT(oscal) = {
    .name = "oscal",
    .summary = "OSCAL 1.2.1 assessment results: rules, findings, exceptions as risks",
    .extension = "json",
    .write = write_oscal,
};
