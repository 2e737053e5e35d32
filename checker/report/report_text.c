#include "report/report.h"

#include "base/date.h"
#include "base/excerpt.h"
#include "engine/excuse.h"
#include "report/caveats.h"
#include "report/control_page.h"
#include "report/maturity_lines.h"
#include "report/text_change.h"
#include "report/trust_lines.h"

#include <string.h>

enum { FINDINGS_SHOWN = 10, EXCEPTIONS_SHOWN = 20 };

/* The next part of the heading, below it where it does not fit beside it. */
static void header_part(const struct text_writer *writer, size_t *used, const char *part)
{
    size_t wide = text_columns(part);
    bool fits = *used + 2 + wide <= writer->options->width;
    buffer_printf(writer->out, "%s%s", fits ? "  " : "\n  ", part);
    *used = (fits ? *used : 0) + 2 + wide;
}

static void header_commit(const struct text_writer *writer, size_t *used, const char *before,
                          const struct object_id *id)
{
    char hex[OBJECT_ID_HEX_SIZE];
    char part[OBJECT_ID_HEX_SIZE + 8];
    object_id_format(id, hex);
    snprintf(part, sizeof(part), "%s%.12s", before, hex);
    header_part(writer, used, part);
}

static void heading(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    char day[DATE_TEXT_SIZE];
    struct buffer name = BUFFER_EMPTY;
    date_format(time_to_date(evaluation->now), day);
    text_toned(writer, TONE_STRONG, evaluation->repository);
    escape_visible(&name, evaluation->repository);
    size_t used = text_columns(buffer_string(&name));
    buffer_release(&name);
    if (evaluation->snapshot_kind == SNAPSHOT_INDEX)
        header_part(writer, &used, "index");
    else if (evaluation->snapshot_kind == SNAPSHOT_WORK_TREE)
        header_part(writer, &used, "work tree");
    else
        header_commit(writer, &used, "", &evaluation->head.commit);
    if (evaluation->has_base)
        header_commit(writer, &used, "base ", &evaluation->base.commit);
    header_part(writer, &used, day);
    struct buffer policies = BUFFER_EMPTY;
    for (size_t i = 0; evaluation->ruleset->policies[i]; i++)
        buffer_printf(&policies, "%s%s", i ? ", " : "", evaluation->ruleset->policies[i]);
    if (policies.size == 0) {
        buffer_add_byte(writer->out, '\n');
    } else if (used + 2 + text_columns(buffer_string(&policies)) <= writer->options->width) {
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, buffer_string(&policies));
        buffer_add_byte(writer->out, '\n');
    } else {
        buffer_add_byte(writer->out, '\n');
        text_paragraph(writer, 2, buffer_string(&policies));
    }
    buffer_release(&policies);
}

static bool is_shown(const struct text_writer *writer, const struct finding *finding)
{
    if (writer->options->quiet)
        return finding->blocks;
    return writer->options->verbose || finding->severity > SEVERITY_INFO;
}

static void rule_line(const struct text_writer *writer, const struct rule_result *result,
                      bool blocks)
{
    enum tone tone = result->verdict == VERDICT_PASS ? TONE_GOOD
                     : blocks                        ? TONE_BAD
                     : result->verdict == VERDICT_FAIL || result->verdict == VERDICT_UNKNOWN
                         ? TONE_WARN
                         : TONE_PLAIN;
    buffer_add_byte(writer->out, '\n');
    text_toned(writer, tone, result->setting->rule->id);
    buffer_printf(writer->out, "  %s, %s", severity_words[result->setting->severity],
                  enforcement_words[result->enforcement]);
    size_t used = strlen(result->setting->rule->id) + 6 +
                  strlen(severity_words[result->setting->severity]) +
                  strlen(enforcement_words[result->enforcement]);
    const char *title = result->setting->rule->title;
    if (used + text_columns(title) <= writer->options->width) {
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, title);
    } else {
        buffer_add_byte(writer->out, '\n');
        text_paragraph(writer, 2, title);
        return;
    }
    buffer_add_byte(writer->out, '\n');
}

static void show_evidence(const struct text_writer *writer, const struct rule_result *result)
{
    for (size_t i = 0; i < result->check_count; i++) {
        const struct check_result *check = &result->checks[i];
        buffer_printf(writer->out, "  %s%s%s", check->check->name, *check->check->name ? ": " : "",
                      verdict_words[check->verdict]);
        if (check->passed + check->failed + check->unknown + check->review > 0)
            buffer_printf(writer->out, " (%zu pass, %zu fail, %zu unknown, %zu review)",
                          check->passed, check->failed, check->unknown, check->review);
        if (check->reason) {
            buffer_add_string(writer->out, ": ");
            escape_visible(writer->out, check->reason);
        }
        buffer_add_byte(writer->out, '\n');
        for (size_t j = 0; j < check->evidence_count; j++) {
            const struct evidence *evidence = &check->evidence[j];
            if (!evidence->place.path && (!evidence->text || !*evidence->text))
                continue; /* the repository itself: the line above says it */
            buffer_add_string(writer->out, "    pass ");
            if (evidence->place.path) {
                escape_visible(writer->out, evidence->place.path);
                if (evidence->place.line > 0)
                    buffer_printf(writer->out, ":%u", evidence->place.line);
                buffer_add_string(writer->out, "  ");
            }
            escape_visible(writer->out, evidence->text ? evidence->text : "");
            buffer_add_byte(writer->out, '\n');
        }
    }
}

static void show_rule(const struct text_writer *writer, const struct rule_result *result)
{
    const struct evaluation *evaluation = writer->evaluation;
    const struct finding *before = NULL;
    size_t shown = 0;
    size_t wanted = 0;
    bool blocks = false;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting != result->setting || !is_shown(writer, finding))
            continue;
        wanted++;
        blocks |= finding->blocks;
    }
    if (wanted == 0 && !writer->options->verbose)
        return;
    rule_line(writer, result, blocks);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting != result->setting || !is_shown(writer, finding))
            continue;
        if (shown == FINDINGS_SHOWN && !writer->options->verbose) {
            buffer_printf(writer->out, "  and %zu more (-v shows all)\n", wanted - shown);
            break;
        }
        text_finding(writer, finding, before);
        before = finding;
        shown++;
    }
    if (wanted > 0) {
        buffer_add_string(writer->out, "  ");
        text_toned(writer, TONE_FAINT, "fix:");
        buffer_add_byte(writer->out, '\n');
        text_paragraph(writer, 4, result->setting->rule->fix);
    }
    if (writer->options->verbose)
        show_evidence(writer, result);
}

/* Has a rule on exceptions found the mistake? Then it stands above. */
static bool is_found(const struct evaluation *evaluation, const struct diagnostic *mistake)
{
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->place.line == mistake->place.line &&
            finding->place.column == mistake->place.column && finding->place.path &&
            strcmp(finding->place.path, mistake->place.path) == 0 && finding->message &&
            strstr(finding->message, mistake->message))
            return true;
    }
    return false;
}

static void show_unapproved(const struct text_writer *writer, const struct exception_use *use)
{
    buffer_add_string(writer->out, "  ");
    escape_visible(writer->out, use->exception->id);
    if (use->exception->unapproved) {
        buffer_add_string(writer->out, " is unapproved: ");
        escape_visible(writer->out, use->exception->unapproved);
        buffer_add_string(writer->out, "\n");
    } else {
        buffer_printf(writer->out, " has %zu of %lld approvals; it excuses nothing\n",
                      use->approvals, (long long)writer->evaluation->ruleset->exceptions.approvals);
    }
}

/* What somebody should know of a record; of most there is nothing. */
static void show_exception(const struct text_writer *writer, const struct exception_use *use)
{
    const struct evaluation *evaluation = writer->evaluation;
    if (use->state == EXCEPTION_EXPIRING) {
        char day[DATE_TEXT_SIZE];
        date_format(exception_lapses_on(use), day);
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, use->exception->id);
        buffer_printf(writer->out, " lapses after %s (%d day%s left)", day, use->days_left,
                      use->days_left == 1 ? "" : "s");
        if (use->days_left < use->grace)
            buffer_add_string(writer->out, ", in its days of grace");
        buffer_add_byte(writer->out, '\n');
    } else if (use->state == EXCEPTION_UNAPPROVED) {
        show_unapproved(writer, use);
    }
    for (size_t j = 0; j < use->exception->mistake_count; j++) {
        const struct diagnostic *mistake = &use->exception->mistakes[j];
        if (is_found(evaluation, mistake))
            continue;
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, mistake->place.path);
        buffer_printf(writer->out, ":%u:%u: ", mistake->place.line, mistake->place.column);
        escape_visible(writer->out, mistake->message);
        buffer_add_string(writer->out, "; the record excuses nothing\n");
    }
}

static void show_exceptions(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    if (evaluation->exception_count == 0)
        return;
    size_t states[EXCEPTION_INVALID + 1] = {0};
    size_t unused = 0;
    size_t done = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        states[evaluation->exceptions[i].state]++;
        unused += exception_is_unused(evaluation, &evaluation->exceptions[i]);
        done += exception_is_to_be_closed(&evaluation->exceptions[i]);
    }
    buffer_add_string(writer->out, "exceptions:");
    for (size_t i = 0; i <= EXCEPTION_INVALID; i++)
        if (states[i] > 0)
            buffer_printf(writer->out, " %zu %s,", states[i], exception_state_words[i]);
    buffer_printf(writer->out, " %zu unused", unused);
    if (done > 0)
        buffer_printf(writer->out, ", %zu to be closed", done);
    if (evaluation->exceptions[0].grace > 0)
        buffer_printf(writer->out, "; %d day%s of grace", evaluation->exceptions[0].grace,
                      evaluation->exceptions[0].grace == 1 ? "" : "s");
    buffer_add_byte(writer->out, '\n');
    size_t told = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        size_t before = writer->out->size;
        show_exception(writer, &evaluation->exceptions[i]);
        told += writer->out->size > before;
        if (told > EXCEPTIONS_SHOWN && !writer->options->verbose)
            buffer_cut(writer->out, before);
    }
    if (told > EXCEPTIONS_SHOWN && !writer->options->verbose)
        buffer_printf(writer->out, "  and %zu more (-v shows all)\n", told - EXCEPTIONS_SHOWN);
}

static void show_sentence(const struct text_writer *writer, const char *sentence)
{
    if (!sentence)
        return;
    buffer_add_byte(writer->out, '\n');
    text_paragraph(writer, 0, sentence);
}

static void show_trust(const struct text_writer *writer)
{
    const char *sentences[TRUST_SENTENCES + 1];
    trust_sentences(sentences, writer->evaluation->trust);
    for (size_t i = 0; sentences[i]; i++)
        show_sentence(writer, sentences[i]);
}

static void show_governance(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    if (evaluation->governance_change_count > 0)
        buffer_add_string(writer->out,
                          "\nthis change edits what judges it; the base's was used:\n");
    for (size_t i = 0; i < evaluation->governance_change_count; i++) {
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, evaluation->governance_changes[i]);
        buffer_add_byte(writer->out, '\n');
    }
    trust_write_text(writer->out, evaluation, writer->options);
    if (evaluation->head_diagnostics && evaluation->head_diagnostics->count > 0) {
        buffer_add_string(writer->out, "\nthe head's own policy files have mistakes:\n");
        diagnostics_print(evaluation->head_diagnostics, writer->out, writer->options->colour, 5);
    }
}

static void show_skipped(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    if (evaluation->skipped_count == 0)
        return;
    buffer_printf(writer->out, "not read: %zu file%s", evaluation->skipped_count,
                  evaluation->skipped_count == 1 ? "" : "s");
    size_t shown = writer->options->verbose ? evaluation->skipped_count : 3;
    for (size_t i = 0; i < evaluation->skipped_count && i < shown; i++) {
        buffer_add_string(writer->out, "\n  ");
        escape_visible(writer->out, evaluation->skipped[i].path);
        buffer_add_string(writer->out, ": ");
        escape_visible(writer->out, evaluation->skipped[i].why);
    }
    if (evaluation->skipped_count > shown)
        buffer_printf(writer->out, "\n  and %zu more", evaluation->skipped_count - shown);
    buffer_add_byte(writer->out, '\n');
}

/* The rules of what blocks, once each; of what is unknown alone. */
static size_t list_blockers(const struct evaluation *evaluation, bool unknown, struct buffer *ids)
{
    size_t blocking = 0;
    const struct setting *last = NULL;
    for (size_t r = 0; r < evaluation->rule_count; r++)
        for (size_t i = 0; i < evaluation->finding_count; i++) {
            const struct finding *finding = &evaluation->findings[i];
            if (!finding->blocks || finding->setting != evaluation->rules[r].setting ||
                (unknown && finding->verdict != VERDICT_UNKNOWN))
                continue;
            blocking++;
            if (finding->setting == last)
                continue;
            buffer_printf(ids, "%s%s", last ? ", " : "", finding->setting->rule->id);
            last = finding->setting;
        }
    return blocking;
}

/* A line of words and ids; what does not fit stands indented below it. */
static void show_ids(const struct text_writer *writer, const char *toned, const char *words,
                     const char *ids)
{
    size_t column = text_columns(toned) + text_columns(words);
    text_toned(writer, TONE_BAD, toned);
    buffer_add_string(writer->out, words);
    text_words(writer, 2, column, ids);
}

static void show_blockers(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    struct buffer ids = BUFFER_EMPTY;
    struct buffer unknown = BUFFER_EMPTY;
    struct buffer words = BUFFER_EMPTY;
    size_t blocking = list_blockers(evaluation, false, &ids);
    list_blockers(evaluation, true, &unknown);
    if (blocking > 0) {
        buffer_printf(&words, " by %zu finding%s of", blocking, blocking == 1 ? "" : "s");
        show_ids(writer, "blocked", buffer_string(&words), buffer_string(&ids));
        if (unknown.size > 0)
            show_ids(writer, "not decided", ", so that the status is 4:", buffer_string(&unknown));
    } else if (evaluation->exit_status == 0) {
        text_toned(writer, TONE_GOOD, "nothing blocks");
        buffer_add_byte(writer->out, '\n');
    } else {
        text_toned(writer, TONE_BAD, "not decided");
        buffer_add_string(writer->out, ": a blocking rule is unknown\n");
    }
    buffer_release(&words);
    buffer_release(&unknown);
    buffer_release(&ids);
}

static void show_levels(const struct text_writer *writer)
{
    struct ladder ladder;
    for (size_t at = 0; ladder_next(writer->evaluation, &at, &ladder);) {
        struct buffer line = BUFFER_EMPTY;
        buffer_add_string(&line, "levels of ");
        ladder_write_state(&line, &ladder);
        text_toned(writer, ladder_is_short(&ladder) ? TONE_WARN : TONE_PLAIN, buffer_string(&line));
        buffer_add_byte(writer->out, '\n');
        buffer_clear(&line);
        ladder_write_needs(&line, &ladder);
        if (line.size > 0)
            text_paragraph(writer, 2, buffer_string(&line));
        buffer_release(&line);
    }
}

static void summary(const struct text_writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    const size_t *by = evaluation->rules_by_verdict;
    size_t excused = 0;
    size_t notes = 0;
    size_t unknown = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        excused += finding->excused;
        notes += finding->severity == SEVERITY_INFO;
        unknown += finding->verdict == VERDICT_UNKNOWN;
    }
    buffer_printf(writer->out,
                  "\n%zu rule%s: %zu pass, %zu fail, %zu unknown, %zu review, %zu not applicable\n",
                  evaluation->rule_count, evaluation->rule_count == 1 ? "" : "s", by[VERDICT_PASS],
                  by[VERDICT_FAIL], by[VERDICT_UNKNOWN], by[VERDICT_REVIEW],
                  by[VERDICT_NOT_APPLICABLE]);
    buffer_printf(
        writer->out, "%zu finding%s (%zu excused, %zu unknown, %zu note%s) in %zu file%s\n",
        evaluation->finding_count, evaluation->finding_count == 1 ? "" : "s", excused, unknown,
        notes, notes == 1 ? "" : "s", evaluation->files, evaluation->files == 1 ? "" : "s");
    if (evaluation->only_some_paths)
        buffer_add_string(writer->out,
                          "only some paths were asked for: what fails elsewhere is not shown\n");
    text_show_change(writer);
    show_levels(writer);
    show_exceptions(writer);
    show_skipped(writer);
    show_blockers(writer);
}

static struct failure *write_text(struct buffer *out, const struct evaluation *const *evaluations,
                                  size_t count, const struct report_options *options)
{
    for (size_t i = 0; i < count; i++) {
        struct text_writer writer = {.out = out, .evaluation = evaluations[i], .options = options};
        if (i > 0)
            buffer_add_byte(out, '\n');
        if (!options->quiet)
            heading(&writer);
        if (options->verbose && !options->quiet && evaluations[i]->ruleset->bundle)
            buffer_printf(out, "policies %s\n", evaluations[i]->ruleset->bundle);
        if (options->profile && strcmp(options->profile, "controls") == 0) {
            control_page_text(out, evaluations[i], options);
            continue;
        }
        if (!options->quiet)
            text_show_worst(&writer);
        if (options->group_by != GROUP_BY_RULE)
            text_show_groups(&writer, is_shown);
        for (size_t r = 0; options->group_by == GROUP_BY_RULE && r < evaluations[i]->rule_count;
             r++)
            show_rule(&writer, &evaluations[i]->rules[r]);
        show_trust(&writer);
        if (!options->quiet)
            show_sentence(&writer, renames_cut_sentence(evaluations[i]));
        if (!options->quiet)
            show_governance(&writer);
        if (!options->quiet)
            summary(&writer);
    }
    return NULL;
}

static const char *const profiles[] = {"full", "controls", NULL};

REPORT(text) = {
    .name = "text",
    .summary = "grouped by rule, for people, with the line and a caret; profile controls: by "
               "control",
    .profiles = profiles,
    .excerpts = true,
    .write = write_text,
};
