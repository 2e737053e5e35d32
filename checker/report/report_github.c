#include "report/runner_command.h"
#include "report/trust_lines.h"

#include <stdlib.h>

/* A step shows ten annotations of each type and drops the rest without a word. */
enum { SHOWN_A_TYPE = 10 };

static const char *const commands[] = {"error", "warning", "notice"};

static void add_title(struct buffer *out, const struct rule *rule)
{
    struct buffer title = BUFFER_EMPTY;
    buffer_printf(&title, "%s: ", rule->id);
    buffer_add_folded(&title, rule->title);
    command_add_property(out, RUNNER_GITHUB, buffer_string(&title));
    buffer_release(&title);
}

static void add_annotation(struct buffer *out, const struct told *told, bool several)
{
    const struct finding *finding = told->finding;
    buffer_printf(out, "::%s title=", commands[finding_level(finding)]);
    add_title(out, finding->setting->rule);
    if (!several) {
        buffer_add_string(out, ",file=");
        command_add_path(out, RUNNER_GITHUB, finding_path(finding));
        buffer_printf(out, ",line=%u", finding_line(finding));
        if (finding->place.column > 0 && !finding->stand_in)
            buffer_printf(out, ",col=%u", finding->place.column);
    }
    buffer_add_string(out, "::");
    command_add_finding(out, RUNNER_GITHUB, told, several);
    buffer_add_byte(out, '\n');
}

/* How many there were: they count among the notices that are shown. */
static size_t add_notices(struct buffer *out, const struct trust *trust)
{
    const char *sentences[TRUST_SENTENCES + 1];
    size_t count = 0;
    trust_sentences(sentences, trust);
    for (; sentences[count]; count++)
        buffer_printf(out, "::notice title=bylaw::%s\n", sentences[count]);
    return count;
}

static struct failure *write_github(struct buffer *out, const struct evaluation *const *evaluations,
                                    size_t count, const struct report_options *options)
{
    (void)options;
    struct told_list list = told_list_new(evaluations, count, false);
    size_t of_level[3] = {0};
    size_t written[3] = {0};
    for (size_t i = 0; i < count; i++)
        written[FINDING_NOTE] += add_notices(out, evaluations[i]->trust);
    of_level[FINDING_NOTE] = written[FINDING_NOTE];
    for (size_t i = 0; i < list.count; i++)
        of_level[finding_level(list.items[i].finding)]++;
    for (size_t i = 0; i < list.count; i++) {
        enum finding_level level = finding_level(list.items[i].finding);
        size_t rest = of_level[level] - written[level];
        if (written[level] >= SHOWN_A_TYPE)
            continue;
        written[level]++;
        if (written[level] == SHOWN_A_TYPE && rest > 1)
            buffer_printf(
                out, "::%s title=bylaw::and %zu more, see the summary; the JSON report has all\n",
                commands[level], rest);
        else
            add_annotation(out, &list.items[i], count > 1);
    }
    free(list.items);
    return NULL;
}

REPORT(github) = {
    .name = "github",
    .summary = "annotations of a GitHub workflow, ten of each type",
    .write = write_github,
};
