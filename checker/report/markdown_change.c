#include "report/markdown_change.h"

#include "base/date.h"
#include "report/finding_text.h"
#include "report/json_text.h"
#include "report/worst.h"

#include <stdlib.h>
#include <string.h>

/* A text of a repository may be as long as a file. */
enum { WORST_SHOWN = 10, FIXED_SHOWN = 20, TEXT_MOST = 2000 };

void summary_add_text(struct buffer *out, const char *text)
{
    struct buffer escaped = BUFFER_EMPTY;
    escape_markdown(&escaped, text);
    buffer_shorten(&escaped, TEXT_MOST);
    buffer_add(out, buffer_string(&escaped), escaped.size);
    buffer_release(&escaped);
}

void summary_add_prose(struct buffer *out, const char *text)
{
    struct buffer folded = BUFFER_EMPTY;
    buffer_add_folded(&folded, text);
    summary_add_text(out, buffer_string(&folded));
    buffer_release(&folded);
}

void summary_add_place(struct buffer *out, const struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    summary_add_text(out, path ? path : "(the repository)");
    if (finding->stand_in)
        buffer_add_string(out, finding->wanted ? " (not there)" : "");
    else if (finding->place.line > 0)
        buffer_printf(out, ":%u", finding->place.line);
}

void summary_add_state(struct buffer *out, const struct finding *finding)
{
    char day[DATE_TEXT_SIZE];
    const size_t begin = out->size;
    if (finding->blocks)
        buffer_add_string(out, "**blocks**");
    else if (finding->excused) {
        date_format(finding->returns_on, day);
        buffer_add_string(out, "excused by ");
        summary_add_text(out, finding->exception->id);
        buffer_printf(out, ", returns on %s", day);
    } else if (finding->exception) {
        summary_add_text(out, finding->exception->id);
        buffer_printf(out, " is %s", exception_state_words[finding->exception_state]);
    } else if (finding->verdict != VERDICT_FAIL)
        buffer_add_string(out, verdict_words[finding->verdict]);
    if (finding->baseline != BASELINE_NONE) {
        buffer_add_string(out, out->size > begin ? ", " : "");
        finding_add_known(out, finding);
    }
}

void summary_add_owners(struct buffer *out, const struct finding *finding)
{
    struct buffer names = BUFFER_EMPTY;
    finding_add_owners(&names, finding);
    summary_add_text(out, names.size > 0 ? buffer_string(&names) : "nobody");
    buffer_release(&names);
}

void summary_add_message(struct buffer *out, const struct finding *finding)
{
    summary_add_text(out, finding->message);
    if (finding->reason && !strstr(finding->message, finding->reason)) {
        buffer_add_string(out, " Not decided: ");
        summary_add_text(out, finding->reason);
    }
}

void summary_add_worst(struct buffer *out, const struct evaluation *evaluation)
{
    if (!evaluation->has_base)
        return;
    struct finding_list list = findings_of_change(evaluation);
    size_t shown = list.count < WORST_SHOWN ? list.count : WORST_SHOWN;
    if (shown > 0)
        buffer_add_string(out, "| new in this change | fault | owner | fix |\n"
                               "| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < shown; i++) {
        const struct finding *finding = list.items[i];
        buffer_add_string(out, "| ");
        summary_add_place(out, finding);
        buffer_printf(out, "%s%s | %s (%s): ", finding->blocks ? ", **blocks**" : "",
                      finding->on_changed_line ? "" : ", elsewhere", finding->setting->rule->id,
                      severity_words[finding->severity]);
        summary_add_message(out, finding);
        buffer_add_string(out, " | ");
        summary_add_owners(out, finding);
        buffer_add_string(out, " | ");
        summary_add_prose(out, finding->setting->rule->fix);
        buffer_add_string(out, " |\n");
    }
    if (shown < list.count)
        buffer_printf(out, "\nand %zu more that are new.\n", list.count - shown);
    if (shown == 0)
        buffer_add_string(out, "Nothing that this change brings is a finding.\n");
    buffer_add_byte(out, '\n');
    size_t before = evaluation_blocked_before(evaluation);
    if (before > 0)
        buffer_printf(out,
                      "Nothing new blocks. %zu finding%s that the base has, too, block%s; "
                      "`--only-new` looks at new ones alone.\n\n",
                      before, before == 1 ? "" : "s", before == 1 ? "s" : "");
    free(list.items);
}

void summary_add_change(struct buffer *out, const struct evaluation *evaluation)
{
    struct buffer line = BUFFER_EMPTY;
    if (evaluation->is_compared) {
        buffer_printf(out, "%zu new, %zu unchanged", evaluation_new_count(evaluation),
                      evaluation_unchanged_count(evaluation));
        if (evaluation->has_base)
            buffer_printf(out, ", %zu fixed", evaluation->fixed_count);
        buffer_add_string(out, evaluation->only_new
                                   ? "; unchanged ones are not shown and decide nothing.\n\n"
                                   : ".\n\n");
    }
    baseline_add_state(&line, evaluation);
    if (line.size > 0) {
        summary_add_text(out, buffer_string(&line));
        buffer_add_string(out, ".\n\n");
    }
    buffer_release(&line);
    if (evaluation->fixed_count > 0)
        buffer_add_string(out, "### Fixed\n\n");
    for (size_t i = 0; i < evaluation->fixed_count && i < FIXED_SHOWN; i++) {
        buffer_printf(out, "- %s: ", evaluation->fixed[i].setting->rule->id);
        summary_add_place(out, &evaluation->fixed[i]);
        buffer_add_byte(out, '\n');
    }
    if (evaluation->fixed_count > FIXED_SHOWN)
        buffer_printf(out, "\nand %zu more.\n", evaluation->fixed_count - FIXED_SHOWN);
    if (evaluation->fixed_count > 0)
        buffer_add_byte(out, '\n');
}

static void add_fixes(struct buffer *out, const struct finding *const *findings, size_t count)
{
    const struct rule *last = NULL;
    buffer_add_byte(out, '\n');
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = findings[i]->setting->rule;
        if (rule == last || findings[i]->severity == SEVERITY_INFO)
            continue;
        last = rule;
        buffer_printf(out, "- Fix of %s: ", rule->id);
        summary_add_prose(out, rule->fix);
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\n');
}

static void add_group(struct buffer *out, const struct finding *const *findings, size_t count,
                      enum group_by by)
{
    struct buffer name = BUFFER_EMPTY;
    finding_add_group(&name, findings[0], by);
    buffer_add_string(out, "### ");
    summary_add_text(out, buffer_string(&name));
    buffer_release(&name);
    buffer_printf(out,
                  ": %zu finding%s\n\n| place | rule | finding | severity | owner | |\n"
                  "| --- | --- | --- | --- | --- | --- |\n",
                  count, count == 1 ? "" : "s");
    size_t rows = 0;
    for (; rows < count && rows < MARKDOWN_ROWS_MOST && out->size < MARKDOWN_BYTES_MOST; rows++) {
        const struct finding *finding = findings[rows];
        buffer_add_string(out, "| ");
        summary_add_place(out, finding);
        buffer_printf(out, " | %s | ", finding->setting->rule->id);
        summary_add_message(out, finding);
        buffer_printf(out, " | %s | ", severity_words[finding->severity]);
        summary_add_owners(out, finding);
        buffer_add_string(out, " | ");
        summary_add_state(out, finding);
        buffer_add_string(out, " |\n");
    }
    if (rows < count)
        buffer_printf(out, "\nand %zu more.\n", count - rows);
    add_fixes(out, findings, rows);
}

void summary_add_groups(struct buffer *out, const struct evaluation *evaluation, enum group_by by)
{
    struct finding_list list = findings_by_group(evaluation, by);
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i]->severity > SEVERITY_INFO)
            list.items[kept++] = list.items[i];
    list.count = kept;
    size_t rest = 0;
    for (size_t i = 0; i < list.count;) {
        size_t size = finding_group_size(&list, i, by);
        if (out->size > MARKDOWN_BYTES_MOST)
            rest += size;
        else
            add_group(out, &list.items[i], size, by);
        i += size;
    }
    if (rest > 0)
        buffer_printf(out, "and %zu more.\n\n", rest);
    free(list.items);
}
