#include "report/control_page.h"

#include "base/date.h"
#include "report/control_view.h"
#include "report/framework.h"

#include <string.h>

static const char meaning[] =
    "A control is supported where the rules that speak for it pass: that is evidence\n"
    "for it, and whether it is met is for an auditor to say.";

enum { CONTROL_COLUMN = 22, STATE_COLUMN = 16, BYTES_MOST = 900000 };

static const char *id_of(const char *control)
{
    return strchr(control, '/') + 1;
}

/* Where it is kept or broken: of a rule that fails its first finding, of another the
 * first subject that passed. */
static const struct place *evidence_of(const struct evaluation *evaluation,
                                       const struct rule_result *result)
{
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting == result->setting && finding->verdict == result->verdict &&
            finding->place.path && !finding->stand_in)
            return &finding->place;
    }
    for (size_t i = 0; i < result->check_count; i++)
        for (size_t k = 0; k < result->checks[i].evidence_count; k++)
            if (result->checks[i].evidence[k].place.path)
                return &result->checks[i].evidence[k].place;
    return NULL;
}

static const char *verdict_of(const struct rule_result *result)
{
    if (result->excused)
        return "excused";
    return result->verdict == VERDICT_NOT_APPLICABLE ? "not applicable"
                                                     : verdict_words[result->verdict];
}

static void write_rules(struct buffer *out, const struct control_row *row, size_t width)
{
    size_t column = CONTROL_COLUMN + STATE_COLUMN;
    for (size_t i = 0; row->rules[i]; i++) {
        const char *id = row->rules[i]->setting->rule->id;
        const char *verdict = verdict_of(row->rules[i]);
        bool ends = !row->rules[i + 1];
        size_t wide = strlen(id) + strlen(verdict) + (ends ? 1 : 2);
        if (i > 0 && column + 1 + wide > width) {
            buffer_printf(out, "\n%*s", CONTROL_COLUMN + STATE_COLUMN, "");
            column = CONTROL_COLUMN + STATE_COLUMN;
        } else if (i > 0) {
            buffer_add_byte(out, ' ');
            column++;
        }
        buffer_printf(out, "%s %s%s", id, verdict, ends ? "" : ",");
        column += wide;
    }
}

static void write_counts(struct buffer *out, const struct control_view *view)
{
    buffer_printf(out, "%zu control%s", view->count, view->count == 1 ? "" : "s");
    const char *separator = ":\n";
    for (int state = CONTROL_NOT_SUPPORTED; state >= 0; state--) {
        if (view->by_state[state] == 0)
            continue;
        buffer_printf(out, "%s%zu %s", separator, view->by_state[state],
                      control_state_words[state]);
        separator = ", ";
    }
    buffer_add_string(out, ".\n");
}

void control_page_text(struct buffer *out, const struct evaluation *evaluation,
                       const struct report_options *options)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct control_view view;
    control_view_fill(&view, evaluation, true, &arena);
    int last = -1;
    for (size_t i = 0; i < view.count; i++) {
        const struct control_row *row = &view.rows[i];
        int framework = framework_of(row->control);
        if (framework != last)
            buffer_printf(out, "\n%s\n", framework_title(&arena, framework));
        last = framework;
        buffer_printf(out, "  %-*s%-*s", CONTROL_COLUMN - 2, id_of(row->control), STATE_COLUMN,
                      control_state_words[row->state]);
        if (row->reason)
            buffer_add_string(out, row->reason);
        write_rules(out, row, options->width);
        while (out->size > 0 && out->bytes[out->size - 1] == ' ')
            out->bytes[--out->size] = '\0';
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\n');
    write_counts(out, &view);
    buffer_printf(out, "%s\n", meaning);
    arena_release(&arena);
}

static void write_evidence(struct buffer *out, const struct evaluation *evaluation,
                           const struct rule_result *result)
{
    const struct place *place = evidence_of(evaluation, result);
    if (!place)
        return;
    escape_markdown(out, place->path);
    if (place->line > 0)
        buffer_printf(out, ":%u", place->line);
}

static void write_row(struct buffer *out, const struct evaluation *evaluation,
                      const struct control_row *row)
{
    for (size_t i = 0; i == 0 || row->rules[i]; i++) {
        const struct rule_result *result = row->rules[i];
        buffer_printf(out, "| %s | %s | ", i == 0 ? id_of(row->control) : "",
                      i == 0 ? control_state_words[row->state] : "");
        if (result) {
            buffer_printf(out, "%s ", result->setting->rule->id);
            escape_markdown(out, result->setting->rule->title);
            buffer_printf(out, " | %s | ", verdict_of(result));
            write_evidence(out, evaluation, result);
        } else {
            buffer_printf(out, "%s | |", row->reason ? row->reason : "");
        }
        buffer_add_string(out, " |\n");
        if (!result)
            break;
    }
}

void control_page_markdown(struct buffer *out, const struct evaluation *evaluation)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct control_view view;
    control_view_fill(&view, evaluation, true, &arena);
    char commit[OBJECT_ID_HEX_SIZE];
    char day[DATE_TEXT_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    date_format(time_to_date(evaluation->now), day);
    buffer_add_string(out, "# Controls of ");
    escape_markdown(out, evaluation->repository);
    buffer_printf(out, "\n\n%.12s on %s. ", commit, day);
    write_counts(out, &view);
    buffer_printf(out, "\n%s\n", meaning);
    int last = -1;
    size_t rest = 0;
    for (size_t i = 0; i < view.count; i++) {
        int framework = framework_of(view.rows[i].control);
        if (out->size > BYTES_MOST) {
            rest++;
            continue;
        }
        if (framework != last)
            buffer_printf(out,
                          "\n## %s\n\n| control | state | rule | verdict | evidence |\n"
                          "| --- | --- | --- | --- | --- |\n",
                          framework_title(&arena, framework));
        last = framework;
        write_row(out, evaluation, &view.rows[i]);
    }
    if (rest > 0)
        buffer_printf(out, "\nand %zu more controls.\n", rest);
    arena_release(&arena);
}
