#include "report/runner_command.h"
#include "report/trust_lines.h"

#include <stdlib.h>

/* Azure Pipelines knows errors and warnings; notes would be warnings there, so they are
 * left to the other formats. */
static const char *const types[] = {"error", "warning"};

static void add_issue(struct buffer *out, const struct told *told, bool several)
{
    const struct finding *finding = told->finding;
    buffer_printf(out, "##vso[task.logissue type=%s;", types[finding_level(finding)]);
    if (!several) {
        buffer_add_string(out, "sourcepath=");
        command_add_path(out, RUNNER_AZURE, finding_path(finding));
        buffer_printf(out, ";linenumber=%u;", finding_line(finding));
        if (finding->place.column > 0 && !finding->stand_in)
            buffer_printf(out, "columnnumber=%u;", finding->place.column);
    }
    buffer_add_string(out, "code=");
    command_add_property(out, RUNNER_AZURE, finding->setting->rule->id);
    buffer_add_string(out, ";]");
    command_add_finding(out, RUNNER_AZURE, told, several);
    buffer_add_byte(out, '\n');
}

static void add_warnings(struct buffer *out, const struct trust *trust)
{
    const char *sentences[TRUST_SENTENCES + 1];
    trust_sentences(sentences, trust);
    for (size_t i = 0; sentences[i]; i++)
        buffer_printf(out, "##vso[task.logissue type=warning;]%s\n", sentences[i]);
}

static struct failure *write_azure(struct buffer *out, const struct evaluation *const *evaluations,
                                   size_t count, const struct report_options *options)
{
    (void)options;
    for (size_t i = 0; i < count; i++)
        add_warnings(out, evaluations[i]->trust);
    struct told_list list = told_list_new(evaluations, count, false);
    for (size_t i = 0; i < list.count; i++)
        if (finding_level(list.items[i].finding) != FINDING_NOTE)
            add_issue(out, &list.items[i], count > 1);
    free(list.items);
    return NULL;
}

REPORT(azure) = {
    .name = "azure",
    .summary = "issues in the log of Azure Pipelines: errors and warnings",
    .write = write_azure,
};
