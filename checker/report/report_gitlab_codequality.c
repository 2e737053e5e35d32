#include "report/finding_text.h"
#include "report/json.h"

#include <stdlib.h>

/* By severity; what a person must look at is no defect yet. */
static const char *severity_of(const struct finding *finding)
{
    static const char *const words[] = {"info", "minor", "major", "critical", "blocker"};
    return finding->verdict == VERDICT_REVIEW ? words[0] : words[finding->severity];
}

static void add_description(struct json *json, const struct told *told, bool several)
{
    struct buffer text = BUFFER_EMPTY;
    struct buffer visible = BUFFER_EMPTY;
    if (several) {
        repository_add_name(&text, told->evaluation);
        buffer_add_string(&text, ": ");
    }
    finding_add_sentence(&text, told->finding);
    finding_add_owner_sentence(&text, told->finding);
    escape_visible(&visible, buffer_string(&text));
    json_string(json, "description", buffer_string(&visible));
    buffer_release(&text);
    buffer_release(&visible);
}

static void add_issue(struct json *json, const struct told *told, bool several)
{
    char fingerprint[65];
    finding_identity(told, fingerprint);
    json_begin_object(json, NULL);
    json_string(json, "type", "issue");
    json_string(json, "check_name", told->finding->setting->rule->id);
    add_description(json, told, several);
    json_begin_list(json, "categories");
    json_string(json, NULL, "Style");
    json_end_list(json);
    json_string(json, "severity", severity_of(told->finding));
    json_string(json, "fingerprint", fingerprint);
    json_begin_object(json, "location");
    json_string(json, "path", finding_path(told->finding));
    json_begin_object(json, "lines");
    json_integer(json, "begin", finding_line(told->finding));
    json_integer(json, "end", finding_line(told->finding));
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
}

static struct failure *write_codequality(struct buffer *out,
                                         const struct evaluation *const *evaluations, size_t count,
                                         const struct report_options *options)
{
    (void)options;
    struct told_list list = told_list_new(evaluations, count, false);
    struct json json = {.out = out};
    json_begin_list(&json, NULL);
    for (size_t i = 0; i < list.count; i++)
        add_issue(&json, &list.items[i], count > 1);
    json_end_list(&json);
    buffer_add_byte(out, '\n');
    free(list.items);
    return NULL;
}

REPORT(gitlab_codequality) = {
    .name = "gitlab-codequality",
    .summary = "GitLab Code Quality, the widget of a merge request",
    .extension = "json",
    .write = write_codequality,
};
