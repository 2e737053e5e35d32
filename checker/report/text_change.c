#include "report/text_change.h"

#include "report/worst.h"

#include <stdlib.h>

enum { WORST_SHOWN = 10, FIXED_SHOWN = 10 };

static void add_plural(const struct text_writer *writer, size_t count, const char *word)
{
    buffer_printf(writer->out, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

static void show_one(const struct text_writer *writer, const struct finding *finding, bool with_fix)
{
    struct buffer line = BUFFER_EMPTY;
    text_add_place(&line, finding);
    buffer_add_string(writer->out, "  ");
    text_toned(writer, TONE_STRONG, buffer_string(&line));
    size_t used = 4 + text_columns(buffer_string(&line));
    buffer_clear(&line);
    buffer_printf(&line, "%s, %s", finding->setting->rule->id, severity_words[finding->severity]);
    buffer_printf(writer->out, "  %s", buffer_string(&line));
    if (finding->blocks)
        text_toned(writer, TONE_BAD, ", blocks");
    text_add_owners(writer, finding, used + line.size + (finding->blocks ? 8 : 0));
    buffer_add_byte(writer->out, '\n');
    text_paragraph(writer, 4, finding->message);
    if (with_fix) {
        buffer_clear(&line);
        buffer_printf(&line, "fix: %s", finding->setting->rule->fix);
        text_paragraph(writer, 4, buffer_string(&line));
    }
    buffer_release(&line);
}

/* What mends a rule's findings is said once, below the first of them. */
static bool is_first_of_rule(const struct finding_list *list, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (list->items[i]->setting->rule == list->items[at]->setting->rule)
            return false;
    return true;
}

void text_show_worst(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    struct finding_list list = findings_of_change(evaluation);
    bool is_all = list.count == evaluation->finding_count && list.count <= WORST_SHOWN;
    size_t on_lines = findings_on_changed_lines(&list);
    size_t shown = list.count < WORST_SHOWN ? list.count : WORST_SHOWN;
    if (list.count > 0 && !is_all) {
        buffer_add_string(writer->out, "\nnew in this change: ");
        add_plural(writer, list.count, "finding");
        buffer_printf(writer->out, ", %zu on changed lines", on_lines);
        buffer_add_string(writer->out, shown < list.count ? "; the ten worst:\n" : "\n");
        for (size_t i = 0; i < shown; i++)
            show_one(writer, list.items[i], is_first_of_rule(&list, i));
    }
    free(list.items);
}

static void show_fixed(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    size_t shown = writer->options->verbose || evaluation->fixed_count < FIXED_SHOWN
                       ? evaluation->fixed_count
                       : FIXED_SHOWN;
    struct buffer line = BUFFER_EMPTY;
    if (shown > 0) {
        text_toned(writer, TONE_GOOD, "fixed by this change:");
        buffer_add_byte(writer->out, '\n');
    }
    for (size_t i = 0; i < shown; i++) {
        const struct finding *finding = &evaluation->fixed[i];
        buffer_clear(&line);
        text_add_place(&line, finding);
        buffer_printf(writer->out, "  %s  ", finding->setting->rule->id);
        escape_visible(writer->out, buffer_string(&line));
        buffer_add_byte(writer->out, '\n');
    }
    if (shown < evaluation->fixed_count)
        buffer_printf(writer->out, "  and %zu more (-v shows all)\n",
                      evaluation->fixed_count - shown);
    buffer_release(&line);
}

void text_show_change(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    show_fixed(writer);
    if (evaluation->is_compared) {
        buffer_printf(writer->out, "%zu new, %zu unchanged", evaluation_new_count(evaluation),
                      evaluation_unchanged_count(evaluation));
        if (evaluation->has_base)
            buffer_printf(writer->out, ", %zu fixed", evaluation->fixed_count);
        buffer_add_string(writer->out, evaluation->only_new
                                           ? "; unchanged ones are not shown and decide nothing\n"
                                           : "\n");
    }
    size_t before = evaluation->has_base ? evaluation_blocked_before(evaluation) : 0;
    if (before > 0) {
        buffer_add_string(writer->out, "nothing new blocks; ");
        add_plural(writer, before, "finding");
        buffer_printf(writer->out, " that the base has, too, block%s (--only-new)\n",
                      before == 1 ? "s" : "");
    }
    struct buffer line = BUFFER_EMPTY;
    baseline_add_state(&line, evaluation);
    if (line.size > 0)
        text_paragraph(writer, 0, buffer_string(&line));
    buffer_release(&line);
}

static void show_group(const struct text_writer *writer, const struct finding *const *findings,
                       size_t count)
{
    struct buffer name = BUFFER_EMPTY;
    size_t blocking = 0;
    for (size_t i = 0; i < count; i++)
        blocking += findings[i]->blocks;
    finding_add_group(&name, findings[0], writer->options->group_by);
    buffer_add_byte(writer->out, '\n');
    text_toned(writer, TONE_STRONG, buffer_string(&name));
    buffer_add_string(writer->out, "  ");
    add_plural(writer, count, "finding");
    if (blocking > 0)
        buffer_printf(writer->out, ", %zu block%s", blocking, blocking == 1 ? "s" : "");
    buffer_add_byte(writer->out, '\n');
    buffer_release(&name);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = findings[i]->setting->rule;
        bool is_last = i + 1 == count || findings[i + 1]->setting->rule != rule;
        text_finding(writer, findings[i], NULL);
        if (!is_last)
            continue;
        struct buffer fix = BUFFER_EMPTY;
        buffer_printf(&fix, "fix: %s", rule->fix);
        text_paragraph(writer, 4, buffer_string(&fix));
        buffer_release(&fix);
    }
}

void text_show_groups(const struct text_writer *writer,
                      bool (*is_shown)(const struct text_writer *, const struct finding *))
{
    struct finding_list list = findings_by_group(writer->evaluation, writer->options->group_by);
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (is_shown(writer, list.items[i]))
            list.items[kept++] = list.items[i];
    list.count = kept;
    for (size_t i = 0; i < list.count;) {
        size_t size = finding_group_size(&list, i, writer->options->group_by);
        show_group(writer, &list.items[i], size);
        i += size;
    }
    free(list.items);
}
