#include "base/date.h"
#include "report/csv.h"
#include "report/finding_text.h"
#include "report/worst.h"

#include <string.h>

/* guarded: no field is a formula for a spreadsheet; excel: the same, and a mark by
 * which it sees UTF-8; raw: fields as they are. */
static const char *const profiles[] = {"guarded", "excel", "raw", NULL};

static void add_head(struct csv *csv)
{
    static const char *const columns[] = {
        "repository",     "commit",          "rule",          "title",    "severity",
        "enforcement",    "state",           "blocks",        "path",     "line",
        "column",         "message",         "subject",       "baseline", "fingerprint",
        "exception",      "exception_state", "excused_until", "owners",   "first_seen",
        "on_changed_line"};
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
        csv_text(csv, columns[i]);
    csv_end_row(csv);
}

static void add_exception(struct csv *csv, const struct finding *finding)
{
    char day[DATE_TEXT_SIZE];
    finding_excused_until(finding, day);
    csv_text(csv, finding->exception ? finding->exception->id : "");
    csv_text(csv, finding->exception ? exception_state_words[finding->exception_state] : "");
    csv_text(csv, day);
}

static void add_finding(struct csv *csv, const struct evaluation *evaluation,
                        const struct finding *finding)
{
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    struct buffer text = BUFFER_EMPTY;
    repository_add_name(&text, evaluation);
    csv_text(csv, buffer_string(&text));
    csv_text(csv, object_id_is_zero(&evaluation->head.commit) ? "" : commit);
    csv_text(csv, finding->setting->rule->id);
    csv_text(csv, finding->setting->rule->title);
    csv_text(csv, severity_words[finding->severity]);
    csv_text(csv, enforcement_words[finding->enforcement]);
    csv_text(csv, finding_state(finding));
    csv_text(csv, finding->blocks ? "true" : "false");
    csv_text(csv, finding_path(finding));
    csv_number(csv, finding_line(finding));
    csv_number(csv, finding->stand_in ? 0 : finding->place.column);
    buffer_clear(&text);
    finding_add_sentence(&text, finding);
    csv_text(csv, buffer_string(&text));
    csv_text(csv, finding->subject ? finding->subject : "");
    csv_text(csv, finding_baseline(finding));
    csv_text(csv, finding->fingerprint);
    add_exception(csv, finding);
    buffer_clear(&text);
    finding_add_owners(&text, finding);
    csv_text(csv, buffer_string(&text));
    char day[DATE_TEXT_SIZE] = "";
    if (finding->recorded)
        date_format(finding->recorded->first_seen, day);
    csv_text(csv, day);
    csv_text(csv, finding->on_changed_line ? "true" : "false");
    csv_end_row(csv);
    buffer_release(&text);
}

static struct failure *write_csv(struct buffer *out, const struct evaluation *const *evaluations,
                                 size_t count, const struct report_options *options)
{
    const char *profile = options->profile ? options->profile : profiles[0];
    struct csv csv = {.out = out, .guard = strcmp(profile, "raw") != 0};
    if (strcmp(profile, "excel") == 0)
        buffer_add_string(out, "\xef\xbb\xbf");
    add_head(&csv);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < evaluations[i]->finding_count; j++)
            add_finding(&csv, evaluations[i], &evaluations[i]->findings[j]);
    return NULL;
}

REPORT(csv) = {
    .name = "csv",
    .summary = "a row a finding, excused ones too; profile excel marks it as UTF-8",
    .profiles = profiles,
    .extension = "csv",
    .write = write_csv,
};
