#include "base/date.h"
#include "engine/excuse.h"
#include "report/caveats.h"
#include "report/control_page.h"
#include "report/finding_text.h"
#include "report/json_text.h"
#include "report/markdown_change.h"
#include "report/maturity_lines.h"
#include "report/trust_lines.h"
#include "report/worst.h"

#include <string.h>

enum { BYTES_MOST = MARKDOWN_BYTES_MOST, ROWS_A_RULE = MARKDOWN_ROWS_MOST };

static void add_rule(struct buffer *out, const struct evaluation *evaluation,
                     const struct rule_result *result)
{
    bool owned = evaluation_has_owners(evaluation);
    size_t rows = 0;
    size_t rest = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting != result->setting || finding->severity == SEVERITY_INFO)
            continue;
        if (rows == ROWS_A_RULE || out->size > BYTES_MOST) {
            rest++;
            continue;
        }
        if (rows == 0) {
            buffer_printf(out, "### %s (%s): ", result->setting->rule->id,
                          severity_words[result->setting->severity]);
            summary_add_prose(out, result->setting->rule->title);
            buffer_add_string(out, owned ? "\n\n| place | finding | severity | owner | |\n"
                                           "| --- | --- | --- | --- | --- |\n"
                                         : "\n\n| place | finding | severity | |\n"
                                           "| --- | --- | --- | --- |\n");
        }
        rows++;
        buffer_add_string(out, "| ");
        summary_add_place(out, finding);
        buffer_add_string(out, " | ");
        summary_add_message(out, finding);
        buffer_printf(out, " | %s | ", severity_words[finding->severity]);
        if (owned) {
            summary_add_owners(out, finding);
            buffer_add_string(out, " | ");
        }
        summary_add_state(out, finding);
        buffer_add_string(out, " |\n");
    }
    if (rest > 0)
        buffer_printf(out, "\nand %zu more.\n", rest);
    if (rows > 0) {
        buffer_add_string(out, "\nFix: ");
        summary_add_prose(out, result->setting->rule->fix);
        buffer_add_string(out, "\n\n");
    }
}

static void add_exceptions(struct buffer *out, const struct evaluation *evaluation)
{
    if (evaluation->exception_count == 0)
        return;
    buffer_add_string(out, "### Exceptions\n\n| id | state | last valid day | owner | findings |\n"
                           "| --- | --- | --- | --- | ---: |\n");
    size_t rest = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        char day[DATE_TEXT_SIZE] = "none";
        if (out->size > BYTES_MOST) {
            rest++;
            continue;
        }
        if (exception_lapses_on(use) != INT32_MIN)
            date_format(exception_lapses_on(use), day);
        buffer_add_string(out, "| ");
        summary_add_text(out, use->exception->id);
        buffer_printf(out, " | %s | %s | ", exception_state_words[use->state], day);
        summary_add_text(out, use->exception->owner ? use->exception->owner : "none");
        buffer_printf(out, " | %zu |\n", use->matches);
    }
    if (rest > 0)
        buffer_printf(out, "\nand %zu more.\n", rest);
    buffer_add_byte(out, '\n');
    for (size_t i = 0; i < evaluation->exception_count; i++)
        for (size_t j = 0; j < evaluation->exceptions[i].exception->mistake_count; j++) {
            const struct diagnostic *mistake = &evaluation->exceptions[i].exception->mistakes[j];
            if (out->size > BYTES_MOST)
                return;
            buffer_add_string(out, "- ");
            summary_add_text(out, mistake->place.path);
            buffer_printf(out, ":%u: ", mistake->place.line);
            summary_add_text(out, mistake->message);
            buffer_add_string(out, "; the record excuses nothing\n");
        }
}

/* What was judged: a commit, unless it was what no commit holds. */
static void add_snapshot(struct buffer *out, const struct evaluation *evaluation)
{
    static const char *const others[] = {NULL, "index", "work tree"}; /* enum snapshot_kind */
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    const char *other = others[evaluation->snapshot_kind];
    buffer_printf(out, "%.12s", other ? other : commit);
}

static void add_head(struct buffer *out, const struct evaluation *evaluation)
{
    char day[DATE_TEXT_SIZE];
    date_format(time_to_date(evaluation->now), day);
    size_t blocking = 0;
    size_t excused = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        blocking += evaluation->findings[i].blocks;
        excused += evaluation->findings[i].excused;
    }
    const size_t *by = evaluation->rules_by_verdict;
    buffer_printf(out, "## Governance: %s\n\n",
                  blocking > 0                   ? "blocked"
                  : evaluation->exit_status == 0 ? "nothing blocks"
                                                 : "not decided");
    summary_add_worst(out, evaluation);
    add_snapshot(out, evaluation);
    buffer_printf(out, " on %s, policy ", day);
    for (size_t i = 0; evaluation->ruleset->policies[i]; i++) {
        buffer_add_string(out, i ? ", " : "");
        summary_add_text(out, evaluation->ruleset->policies[i]);
    }
    buffer_printf(out,
                  ".\n\n| rules | pass | fail | unknown | review | not applicable | findings | "
                  "block | excused |\n"
                  "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                  "| %zu | %zu | %zu | %zu | %zu | %zu | %zu | %zu | %zu |\n\n",
                  evaluation->rule_count, by[VERDICT_PASS], by[VERDICT_FAIL], by[VERDICT_UNKNOWN],
                  by[VERDICT_REVIEW], by[VERDICT_NOT_APPLICABLE], evaluation->finding_count,
                  blocking, excused);
}

static void add_governance(struct buffer *out, const struct evaluation *evaluation)
{
    if (evaluation->governance_change_count == 0)
        return;
    buffer_add_string(out,
                      "### This change edits what judges it\n\nThe base's version was used.\n\n");
    for (size_t i = 0; i < evaluation->governance_change_count && i < ROWS_A_RULE; i++) {
        buffer_add_string(out, "- ");
        summary_add_text(out, evaluation->governance_changes[i]);
        buffer_add_byte(out, '\n');
    }
    if (evaluation->governance_change_count > ROWS_A_RULE)
        buffer_printf(out, "\nand %zu more.\n", evaluation->governance_change_count - ROWS_A_RULE);
    buffer_add_byte(out, '\n');
}

static void add_head_mistakes(struct buffer *out, const struct evaluation *evaluation)
{
    const struct diagnostics *head = evaluation->head_diagnostics;
    if (!head || head->count == 0)
        return;
    buffer_add_string(out, "### The head's own policy files have mistakes\n\n");
    for (size_t i = 0; i < head->count && i < ROWS_A_RULE; i++) {
        buffer_add_string(out, "- ");
        summary_add_text(out, head->items[i].place.path ? head->items[i].place.path : "");
        buffer_printf(out, ":%u: ", head->items[i].place.line);
        summary_add_text(out, head->items[i].message);
        buffer_add_byte(out, '\n');
    }
    if (head->count > ROWS_A_RULE)
        buffer_printf(out, "\nand %zu more.\n", head->count - ROWS_A_RULE);
    buffer_add_byte(out, '\n');
}

static void add_levels(struct buffer *out, const struct evaluation *evaluation)
{
    struct ladder ladder;
    if (evaluation->level_count > 0)
        buffer_add_string(out, "### Levels\n\n");
    for (size_t at = 0; ladder_next(evaluation, &at, &ladder);) {
        struct buffer line = BUFFER_EMPTY;
        ladder_write_state(&line, &ladder);
        if (ladder.next)
            buffer_add_string(&line, "; ");
        ladder_write_needs(&line, &ladder);
        buffer_add_string(out, "- ");
        summary_add_text(out, buffer_string(&line));
        buffer_add_byte(out, '\n');
        buffer_release(&line);
    }
    if (evaluation->level_count > 0)
        buffer_add_byte(out, '\n');
}

/* What holds of the judgement as a whole. */
static void add_sentences(struct buffer *out, const struct evaluation *evaluation)
{
    const char *sentences[TRUST_SENTENCES + 1];
    trust_sentences(sentences, evaluation->trust);
    if (evaluation->only_some_paths)
        buffer_add_string(out,
                          "Only some paths were asked for: what fails elsewhere is not shown.\n\n");
    for (size_t i = 0; sentences[i]; i++)
        buffer_printf(out, "%s\n\n", sentences[i]);
    if (renames_cut_sentence(evaluation))
        buffer_printf(out, "%s\n\n", renames_cut_sentence(evaluation));
}

static struct failure *write_markdown(struct buffer *out,
                                      const struct evaluation *const *evaluations, size_t count,
                                      const struct report_options *options)
{
    for (size_t i = 0; i < count; i++) {
        if (options->profile && strcmp(options->profile, "controls") == 0) {
            control_page_markdown(out, evaluations[i]);
            continue;
        }
        add_head(out, evaluations[i]);
        summary_add_change(out, evaluations[i]);
        add_levels(out, evaluations[i]);
        add_sentences(out, evaluations[i]);
        add_governance(out, evaluations[i]);
        trust_write_markdown(out, evaluations[i]);
        add_head_mistakes(out, evaluations[i]);
        if (options->group_by != GROUP_BY_RULE)
            summary_add_groups(out, evaluations[i], options->group_by);
        for (size_t r = 0; options->group_by == GROUP_BY_RULE && r < evaluations[i]->rule_count;
             r++)
            add_rule(out, evaluations[i], &evaluations[i]->rules[r]);
        add_exceptions(out, evaluations[i]);
    }
    return NULL;
}

static const char *const profiles[] = {"full", "controls", NULL};

REPORT(markdown) = {
    .profiles = profiles,
    .name = "markdown",
    .summary = "a job summary or a comment on a pull request",
    .extension = "md",
    .write = write_markdown,
};
