#include "base/date.h"
#include "report/caveats.h"
#include "report/finding_words.h"
#include "report/framework.h"
#include "report/json_text.h"
#include "report/sarif_rules.h"

#include <stdlib.h>
#include <string.h>

/* The report of a SAST scan as GitLab's schema 15.0.7 has it. security: findings of rules
 * with that tag, for they become vulnerabilities; all: every finding. */
static const char *const profiles[] = {"security", "all", NULL};

/* What the schema allows, or less. */
enum { NAME_MOST = 255, SOLUTION_MOST = 7000, DESCRIPTION_MOST = 100000, MESSAGE_MOST = 2000 };

struct scan {
    struct json *json;
    const struct evaluation *const *evaluations;
    size_t count;
    const char *version;
    bool all;
};

static bool is_wanted(const struct scan *scan, const struct rule *rule)
{
    return scan->all || sarif_is_security_rule(rule);
}

static const char *severity_of(const struct finding *finding)
{
    return finding->verdict == VERDICT_UNKNOWN ? "Unknown" : finding_severity_name(finding);
}

static void add_identifier(struct json *json, const char *type, const char *name, const char *value)
{
    json_begin_object(json, NULL);
    json_string(json, "type", type);
    json_line(json, "name", name, NAME_MOST);
    json_line(json, "value", value, NAME_MOST);
    json_end_object(json);
}

static void add_rule_identifier(struct json *json, const struct rule *rule)
{
    struct buffer name = BUFFER_EMPTY;
    buffer_printf(&name, "Bylaw %s", rule->id);
    add_identifier(json, "bylaw_rule", buffer_string(&name), rule->id);
    buffer_release(&name);
}

/* The first one is the primary: by it findings of one scanner are told apart. */
static void add_identifiers(struct json *json, const struct rule *rule)
{
    json_begin_list(json, "identifiers");
    add_rule_identifier(json, rule);
    for (const char *const *control = rule->controls; control && *control; control++) {
        int framework = framework_of(*control);
        struct buffer name = BUFFER_EMPTY;
        if (framework >= 0)
            buffer_printf(&name, "%s %s", frameworks[framework].name, strchr(*control, '/') + 1);
        add_identifier(json, "bylaw_control", framework >= 0 ? buffer_string(&name) : *control,
                       *control);
        buffer_release(&name);
    }
    json_end_list(json);
}

static void add_description(struct json *json, const struct told *told, bool several)
{
    struct buffer text = BUFFER_EMPTY;
    struct buffer markdown = BUFFER_EMPTY;
    if (several) {
        repository_add_name(&text, told->evaluation);
        buffer_add_string(&text, ": ");
    }
    finding_add_sentence(&text, told->finding);
    markdown_add_paragraph(&markdown, buffer_string(&text));
    buffer_clear(&text);
    buffer_add_folded(&text, told->finding->setting->rule->why);
    markdown_add_paragraph(&markdown, buffer_string(&text));
    buffer_shorten(&markdown, DESCRIPTION_MOST);
    json_string(json, "description", buffer_string(&markdown));
    buffer_release(&text);
    buffer_release(&markdown);
}

static void add_links(struct json *json, const struct rule *rule)
{
    bool begun = false;
    for (const char *const *reference = rule->references; reference && *reference; reference++) {
        if (!string_starts_with(*reference, "https://") || !(*reference)[strlen("https://")])
            continue;
        if (!begun)
            json_begin_list(json, "links");
        begun = true;
        json_begin_object(json, NULL);
        json_line(json, "url", *reference, DESCRIPTION_MOST);
        json_end_object(json);
    }
    if (begun)
        json_end_list(json);
}

static void add_details(struct json *json, const struct finding *finding)
{
    struct finding_words words;
    finding_words_init(&words, finding);
    json_begin_object(json, "details");
    for (size_t i = 0; i < words.count; i++) {
        json_begin_object(json, words.items[i].name);
        json_string(json, "name", words.items[i].title);
        json_string(json, "type", "text");
        json_line(json, "value", words.items[i].value, DESCRIPTION_MOST);
        json_end_object(json);
    }
    json_end_object(json);
}

static void add_place(struct json *json, const struct finding *finding)
{
    json_string(json, "file", finding_path(finding));
    json_integer(json, "start_line", finding_line(finding));
    json_integer(json, "end_line", finding_line(finding));
}

/* A finding stays the same one when its line moves. */
static void add_tracking(struct json *json, const struct finding *finding, const char *identity)
{
    json_begin_object(json, "tracking");
    json_string(json, "type", "source");
    json_begin_list(json, "items");
    json_begin_object(json, NULL);
    add_place(json, finding);
    json_begin_list(json, "signatures");
    json_begin_object(json, NULL);
    json_string(json, "algorithm", "hash");
    json_string(json, "value", identity);
    json_end_object(json);
    json_end_list(json);
    json_end_object(json);
    json_end_list(json);
    json_end_object(json);
}

static void add_vulnerability(const struct scan *scan, const struct told *told)
{
    struct json *json = scan->json;
    const struct rule *rule = told->finding->setting->rule;
    char identity[65];
    char id[37];
    finding_identity(told, identity);
    sarif_guid(identity, id);
    json_begin_object(json, NULL);
    json_string(json, "id", id);
    json_line_folded(json, "name", rule->title, NAME_MOST);
    add_description(json, told, scan->count > 1);
    json_string(json, "severity", severity_of(told->finding));
    json_markdown_folded(json, "solution", rule->fix, SOLUTION_MOST);
    add_identifiers(json, rule);
    add_links(json, rule);
    add_details(json, told->finding);
    add_tracking(json, told->finding, identity);
    json_begin_object(json, "location");
    add_place(json, told->finding);
    json_end_object(json);
    json_end_object(json);
}

static void add_vulnerabilities(const struct scan *scan, const struct told_list *list)
{
    json_begin_list(scan->json, "vulnerabilities");
    for (size_t i = 0; i < list->count; i++)
        if (is_wanted(scan, list->items[i].finding->setting->rule))
            add_vulnerability(scan, &list->items[i]);
    json_end_list(scan->json);
}

static void add_program(struct json *json, const char *key, const char *version)
{
    json_begin_object(json, key);
    json_string(json, "id", "bylaw");
    json_string(json, "name", "Bylaw");
    json_string(json, "version", version);
    json_begin_object(json, "vendor");
    json_string(json, "name", "Bylaw");
    json_end_object(json);
    json_end_object(json);
}

static void add_message(void *state, const char *sentence)
{
    struct json *json = state;
    json_begin_object(json, NULL);
    json_string(json, "level", "warn");
    json_line(json, "value", sentence, MESSAGE_MOST);
    json_end_object(json);
}

static void add_messages(const struct scan *scan)
{
    json_begin_list(scan->json, "messages");
    for (size_t i = 0; i < scan->count; i++)
        caveats_each(scan->evaluations[i], add_message, scan->json);
    json_end_list(scan->json);
}

/* All rules that were judged, so that a finding of a rule that is gone can be resolved. */
static void add_primary_identifiers(const struct scan *scan)
{
    json_begin_list(scan->json, "primary_identifiers");
    for (size_t i = 0; i < scan->count; i++)
        for (size_t j = 0; j < scan->evaluations[i]->rule_count; j++) {
            const struct rule *rule = scan->evaluations[i]->rules[j].setting->rule;
            if (is_wanted(scan, rule))
                add_rule_identifier(scan->json, rule);
        }
    json_end_list(scan->json);
}

static void add_scan(const struct scan *scan)
{
    struct json *json = scan->json;
    char now[TIME_TEXT_SIZE];
    bool complete = true;
    for (size_t i = 0; i < scan->count; i++)
        complete = complete && scan->evaluations[i]->exit_status <= 1;
    time_format(scan->evaluations[0]->now, now);
    now[strlen(now) - 1] = '\0'; /* its pattern knows no zone */
    json_begin_object(json, "scan");
    add_program(json, "analyzer", scan->version);
    add_program(json, "scanner", scan->version);
    json_string(json, "type", "sast");
    json_string(json, "status", complete ? "success" : "failure");
    json_string(json, "start_time", now);
    json_string(json, "end_time", now);
    add_messages(scan);
    add_primary_identifiers(scan);
    json_end_object(json);
}

static struct failure *write_sast(struct buffer *out, const struct evaluation *const *evaluations,
                                  size_t count, const struct report_options *options)
{
    struct told_list list = told_list_new(evaluations, count, false);
    struct json json = {.out = out, .compact = list.count > COMPACT_ABOVE};
    const struct scan scan = {.json = &json,
                              .evaluations = evaluations,
                              .count = count,
                              .version = options->version,
                              .all = options->profile && strcmp(options->profile, "all") == 0};
    json_begin_object(&json, NULL);
    json_string(&json, "version", "15.0.7");
    add_scan(&scan);
    add_vulnerabilities(&scan, &list);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    free(list.items);
    return NULL;
}

REPORT(gitlab_sast) = {
    .name = "gitlab-sast",
    .summary = "GitLab SAST: findings of security rules as vulnerabilities; all: of all rules",
    .profiles = profiles,
    .extension = "json",
    .write = write_sast,
};
