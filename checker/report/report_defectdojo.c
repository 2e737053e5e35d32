#include "base/date.h"
#include "report/caveats.h"
#include "report/finding_words.h"
#include "report/json_text.h"

#include <stdlib.h>

/* "Generic Findings Import" of DefectDojo. It refuses a key that it does not know; the
 * lengths are those of its tables. Texts but the title are Markdown there. */
enum { TITLE_MOST = 511, SERVICE_MOST = 200, PATH_MOST = 4000, TAG_MOST = 255, TEXT_MOST = 100000 };

static void add_title(struct json *json, const struct rule *rule)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "%s: ", rule->id);
    buffer_add_folded(&text, rule->title);
    json_line(json, "title", buffer_string(&text), TITLE_MOST);
    buffer_release(&text);
}

static void add_description(struct json *json, const struct finding *finding)
{
    struct buffer text = BUFFER_EMPTY;
    struct buffer markdown = BUFFER_EMPTY;
    struct finding_words words;
    finding_add_sentence(&text, finding);
    markdown_add_paragraph(&markdown, buffer_string(&text));
    buffer_add_string(&markdown, "\n");
    finding_words_init(&words, finding);
    for (size_t i = 0; i < words.count; i++) {
        buffer_printf(&markdown, "\n* %s: ", words.items[i].title);
        escape_markdown(&markdown, words.items[i].value);
    }
    buffer_shorten(&markdown, TEXT_MOST);
    json_string(json, "description", buffer_string(&markdown));
    buffer_release(&text);
    buffer_release(&markdown);
}

static void add_references(struct json *json, const struct rule *rule)
{
    struct buffer markdown = BUFFER_EMPTY;
    for (const char *const *reference = rule->references; reference && *reference; reference++)
        markdown_add_paragraph(&markdown, *reference);
    if (markdown.size > 0)
        json_string(json, "references", buffer_string(&markdown));
    buffer_release(&markdown);
}

static void add_states(struct json *json, const struct finding *finding)
{
    json_boolean(json, "active", !finding->excused);
    json_boolean(json, "verified", finding->verdict == VERDICT_FAIL);
    json_boolean(json, "under_review", finding->verdict == VERDICT_REVIEW);
    json_boolean(json, "risk_accepted", finding->excused);
    json_boolean(json, "false_p", false);
    char day[DATE_TEXT_SIZE];
    if (finding_excused_until(finding, day))
        json_string(json, "planned_remediation_date", day);
}

static void add_tags(struct json *json, const struct rule *rule)
{
    json_begin_list(json, "tags");
    json_string(json, NULL, "bylaw");
    for (const char *const *tag = rule->tags; tag && *tag; tag++)
        json_line(json, NULL, *tag, TAG_MOST);
    json_end_list(json);
}

static void add_finding(struct json *json, const struct told *told)
{
    const struct finding *finding = told->finding;
    const struct rule *rule = finding->setting->rule;
    char identity[65];
    char day[DATE_TEXT_SIZE];
    struct buffer service = BUFFER_EMPTY;
    finding_identity(told, identity);
    date_format(time_to_date(told->evaluation->now), day);
    repository_add_name(&service, told->evaluation);
    json_begin_object(json, NULL);
    add_title(json, rule);
    json_string(json, "severity", finding_severity_name(finding));
    add_description(json, finding);
    json_markdown_folded(json, "mitigation", rule->fix, TEXT_MOST);
    json_markdown_folded(json, "impact", rule->why, TEXT_MOST);
    add_references(json, rule);
    json_string(json, "date", day);
    add_states(json, finding);
    json_boolean(json, "static_finding", true);
    json_boolean(json, "dynamic_finding", false);
    json_line(json, "file_path", finding_path(finding), PATH_MOST);
    json_integer(json, "line", finding_line(finding));
    json_string(json, "vuln_id_from_tool", rule->id);
    json_string(json, "unique_id_from_tool", identity);
    json_line(json, "service", buffer_string(&service), SERVICE_MOST);
    add_tags(json, rule);
    json_end_object(json);
    buffer_release(&service);
}

static void add_name(struct json *json, const struct evaluation *const *evaluations, size_t count)
{
    struct buffer name = BUFFER_EMPTY;
    if (count == 1)
        repository_add_name(&name, evaluations[0]);
    else
        buffer_printf(&name, "%zu repositories", count);
    json_line(json, "name", buffer_string(&name), TAG_MOST);
    buffer_release(&name);
}

static void add_summary(struct json *json, const struct evaluation *const *evaluations,
                        size_t count)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "Policies:");
    for (const char *const *policy = evaluations[0]->ruleset->policies; *policy; policy++)
        buffer_printf(&text, " %s", *policy);
    buffer_add_byte(&text, '.');
    for (size_t i = 0; i < count; i++)
        caveats_add(&text, evaluations[i], " ");
    json_markdown(json, "description", buffer_string(&text), TEXT_MOST);
    buffer_release(&text);
}

static struct failure *write_defectdojo(struct buffer *out,
                                        const struct evaluation *const *evaluations, size_t count,
                                        const struct report_options *options)
{
    struct told_list list = told_list_new(evaluations, count, true);
    struct json json = {.out = out, .compact = list.count > COMPACT_ABOVE};
    json_begin_object(&json, NULL);
    add_name(&json, evaluations, count);
    json_string(&json, "type", "Bylaw");
    json_string(&json, "version", options->version);
    add_summary(&json, evaluations, count);
    json_boolean(&json, "static_tool", true);
    json_boolean(&json, "dynamic_tool", false);
    json_begin_list(&json, "findings");
    for (size_t i = 0; i < list.count; i++)
        add_finding(&json, &list.items[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    free(list.items);
    return NULL;
}

REPORT(defectdojo) = {
    .name = "defectdojo",
    .summary = "DefectDojo, Generic Findings Import; excused findings as accepted risks",
    .extension = "json",
    .write = write_defectdojo,
};
