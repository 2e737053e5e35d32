#include "base/date.h"
#include "report/finding_text.h"

#include <string.h>

/* guarded: no field is a formula for a spreadsheet; excel: the same, and a mark by
 * which it sees UTF-8; raw: fields as they are. */
static const char *const profiles[] = {"guarded", "excel", "raw", NULL};

struct row {
    struct buffer *out;
    bool guard;
    bool begun;
};

/* What a spreadsheet takes for the beginning of a formula; full width too. */
static bool begins_formula(const char *field)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"};
    if (*field && strchr("=+-@", *field))
        return true;
    for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
        if (string_starts_with(field, wide[i]))
            return true;
    /* a tab or a CR, which are written out */
    return string_starts_with(field, "\\t") || string_starts_with(field, "\\r");
}

/* RFC 4180, section 2: every field in quotes, a quote doubled. */
static void add_field(struct row *row, const char *field)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, field);
    if (row->begun)
        buffer_add_byte(row->out, ',');
    row->begun = true;
    buffer_add_byte(row->out, '"');
    if (row->guard && begins_formula(buffer_string(&visible)))
        buffer_add_byte(row->out, '\'');
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '"')
            buffer_add_byte(row->out, '"');
        buffer_add_byte(row->out, *at);
    }
    buffer_add_byte(row->out, '"');
    buffer_release(&visible);
}

static void add_number(struct row *row, uint32_t number)
{
    char text[16];
    snprintf(text, sizeof(text), "%u", (unsigned)number);
    add_field(row, text);
}

static void end_row(struct row *row)
{
    buffer_add_string(row->out, "\r\n");
    row->begun = false;
}

static void add_head(struct row *row)
{
    static const char *const columns[] = {
        "repository", "commit",   "rule",        "title",     "severity",        "enforcement",
        "state",      "blocks",   "path",        "line",      "column",          "message",
        "subject",    "baseline", "fingerprint", "exception", "exception_state", "excused_until"};
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
        add_field(row, columns[i]);
    end_row(row);
}

static void add_exception(struct row *row, const struct finding *finding)
{
    char day[DATE_TEXT_SIZE] = "";
    if (finding->excused && finding->returns_on != INT32_MIN)
        date_format(finding->returns_on - 1, day);
    add_field(row, finding->exception ? finding->exception->id : "");
    add_field(row, finding->exception ? exception_state_words[finding->exception_state] : "");
    add_field(row, day);
}

static void add_finding(struct row *row, const struct evaluation *evaluation,
                        const struct finding *finding)
{
    static const char *const baselines[] = {"", "new", "unchanged"};
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    struct buffer text = BUFFER_EMPTY;
    repository_add_name(&text, evaluation);
    add_field(row, buffer_string(&text));
    add_field(row, object_id_is_zero(&evaluation->head.commit) ? "" : commit);
    add_field(row, finding->setting->rule->id);
    add_field(row, finding->setting->rule->title);
    add_field(row, severity_words[finding->severity]);
    add_field(row, enforcement_words[finding->enforcement]);
    add_field(row, finding_state(finding));
    add_field(row, finding->blocks ? "true" : "false");
    add_field(row, finding_path(finding));
    add_number(row, finding_line(finding));
    add_number(row, finding->stand_in ? 0 : finding->place.column);
    buffer_clear(&text);
    finding_add_sentence(&text, finding);
    add_field(row, buffer_string(&text));
    add_field(row, finding->subject ? finding->subject : "");
    add_field(row, baselines[finding->baseline]);
    add_field(row, finding->fingerprint);
    add_exception(row, finding);
    end_row(row);
    buffer_release(&text);
}

static struct failure *write_csv(struct buffer *out, const struct evaluation *const *evaluations,
                                 size_t count, const struct report_options *options)
{
    const char *profile = options->profile ? options->profile : profiles[0];
    struct row row = {.out = out, .guard = strcmp(profile, "raw") != 0};
    if (strcmp(profile, "excel") == 0)
        buffer_add_string(out, "\xef\xbb\xbf");
    add_head(&row);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < evaluations[i]->finding_count; j++)
            add_finding(&row, evaluations[i], &evaluations[i]->findings[j]);
    return NULL;
}

REPORT(csv) = {
    .name = "csv",
    .summary = "a row a finding, excused ones too; profile excel marks it as UTF-8",
    .profiles = profiles,
    .extension = "csv",
    .write = write_csv,
};
