#include "report/report.h"

#include "base/date.h"
#include "base/excerpt.h"
#include "engine/excuse.h"
#include "engine/trust.h"
#include "report/control_page.h"
#include "report/maturity_lines.h"
#include "report/trust_lines.h"

#include <string.h>

enum { FINDINGS_SHOWN = 10, RELATED_SHOWN = 3 };

struct writer {
    struct buffer *out;
    const struct evaluation *evaluation;
    const struct report_options *options;
};

enum tone { TONE_PLAIN, TONE_BAD, TONE_WARN, TONE_GOOD, TONE_FAINT, TONE_STRONG };

static void begin(const struct writer *writer, enum tone tone)
{
    static const char *const codes[] = {"",         "\x1b[1;31m", "\x1b[33m",
                                        "\x1b[32m", "\x1b[2m",    "\x1b[1m"};
    if (writer->options->colour)
        buffer_add_string(writer->out, codes[tone]);
}

static void end(const struct writer *writer)
{
    if (writer->options->colour)
        buffer_add_string(writer->out, "\x1b[0m");
}

static void toned(const struct writer *writer, enum tone tone, const char *string)
{
    begin(writer, tone);
    escape_visible(writer->out, string);
    end(writer);
}

static size_t columns(const char *string)
{
    size_t count = 0;
    for (; *string; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

/* Words of a sentence, broken before the right edge, each line indented. */
static void paragraph(const struct writer *writer, size_t indent, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    size_t width = writer->options->width;
    size_t column = indent;
    buffer_printf(writer->out, "%*s", (int)indent, "");
    const char *word = buffer_string(&visible);
    while (*word) {
        size_t length = strcspn(word, " ");
        char one[512];
        snprintf(one, sizeof(one), "%.*s", (int)(length < 500 ? length : 500), word);
        size_t wide = columns(one);
        if (column > indent && column + 1 + wide > width) {
            buffer_printf(writer->out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            buffer_add_byte(writer->out, ' ');
            column++;
        }
        buffer_add(writer->out, word, length);
        column += wide;
        word += length;
        word += strspn(word, " ");
    }
    buffer_add_byte(writer->out, '\n');
    buffer_release(&visible);
}

static void heading(const struct writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    char commit[OBJECT_ID_HEX_SIZE];
    char day[DATE_TEXT_SIZE];
    object_id_format(&evaluation->head.commit, commit);
    date_format(time_to_date(evaluation->now), day);
    size_t start = writer->out->size;
    toned(writer, TONE_STRONG, evaluation->repository);
    if (evaluation->snapshot_kind == SNAPSHOT_INDEX)
        buffer_add_string(writer->out, "  index");
    else if (evaluation->snapshot_kind == SNAPSHOT_WORK_TREE)
        buffer_add_string(writer->out, "  work tree");
    else
        buffer_printf(writer->out, "  %.12s", commit);
    if (evaluation->has_base) {
        object_id_format(&evaluation->base.commit, commit);
        buffer_printf(writer->out, "  base %.12s", commit);
    }
    buffer_printf(writer->out, "  %s  ", day);
    struct buffer policies = BUFFER_EMPTY;
    for (size_t i = 0; evaluation->ruleset->policies[i]; i++)
        buffer_printf(&policies, "%s%s", i ? ", " : "", evaluation->ruleset->policies[i]);
    size_t used = columns(buffer_string(writer->out) + start);
    if (used + columns(buffer_string(&policies)) <= writer->options->width || policies.size == 0) {
        escape_visible(writer->out, buffer_string(&policies));
        buffer_add_byte(writer->out, '\n');
    } else {
        buffer_add_byte(writer->out, '\n');
        paragraph(writer, 2, buffer_string(&policies));
    }
    buffer_release(&policies);
}

static enum tone severity_tone(const struct finding *finding)
{
    if (finding->excused || finding->severity <= SEVERITY_LOW)
        return TONE_FAINT;
    return finding->blocks ? TONE_BAD : TONE_WARN;
}

static void excerpt(const struct writer *writer, const struct finding *finding)
{
    if (!finding->excerpt || finding->stand_in || finding->place.line == 0)
        return;
    struct buffer line = BUFFER_EMPTY;
    uint32_t column = finding->place.column;
    struct text rest = text_of(finding->excerpt);
    size_t room = writer->options->width > 24 ? writer->options->width - 15 : 60;
    size_t caret = 0;
    size_t shown = 0;
    uint32_t at = 1;
    while (rest.size > 0) {
        uint32_t code;
        size_t taken = utf8_decode(rest.bytes, rest.size, &code);
        char one[8] = {0};
        memcpy(one, rest.bytes, taken);
        size_t before = line.size;
        if (code == '\t')
            buffer_add_string(&line, "    ");
        else if (visible_is_command(rest))
            buffer_add_string(&line, "\\x23");
        else
            visible_add(&line, (struct text){.bytes = one, .size = taken});
        size_t wide = columns(line.bytes + before);
        if (shown + wide > room) {
            line.bytes[line.size = before] = '\0';
            break;
        }
        if (at == column)
            caret = shown;
        shown += wide;
        rest.bytes += taken;
        rest.size -= taken;
        at++;
    }
    buffer_printf(writer->out, "    %5u | %s%s\n", finding->place.line, buffer_string(&line),
                  rest.size > 0 ? "..." : "");
    if (column > 0 && column < at) {
        buffer_printf(writer->out, "          | %*s", (int)caret, "");
        toned(writer, severity_tone(finding), "^");
        buffer_add_byte(writer->out, '\n');
    }
    buffer_release(&line);
}

static void place_line(const struct writer *writer, const struct finding *finding)
{
    buffer_add_string(writer->out, "  ");
    begin(writer, TONE_STRONG);
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    escape_visible(writer->out, path ? path : "(the repository)");
    if (finding->stand_in)
        buffer_add_string(writer->out, finding->wanted ? " (not there)" : "");
    else if (finding->place.line > 0)
        buffer_printf(writer->out, ":%u:%u", finding->place.line,
                      finding->place.column ? finding->place.column : 1);
    end(writer);
    buffer_printf(writer->out, "  %s", severity_words[finding->severity]);
    if (finding->verdict != VERDICT_FAIL)
        buffer_printf(writer->out, ", %s", verdict_words[finding->verdict]);
    if (finding->baseline == BASELINE_NEW)
        toned(writer, TONE_STRONG, ", new");
    else if (finding->baseline == BASELINE_UNCHANGED)
        buffer_add_string(writer->out, ", unchanged");
    if (finding->blocks)
        toned(writer, TONE_BAD, ", blocks");
    buffer_add_byte(writer->out, '\n');
}

static void exception_line(const struct writer *writer, const struct finding *finding)
{
    if (!finding->exception)
        return;
    char day[DATE_TEXT_SIZE];
    buffer_add_string(writer->out, "    ");
    begin(writer, finding->excused ? TONE_GOOD : TONE_WARN);
    escape_visible(writer->out, finding->exception->id);
    if (finding->excused) {
        date_format(finding->returns_on, day);
        buffer_printf(writer->out, " excuses this until it returns on %s", day);
    } else if (finding->exception_state == EXCEPTION_EXPIRED) {
        int32_t last = exception_last_day(finding->exception, finding->setting->severity,
                                          &writer->evaluation->ruleset->exceptions);
        date_format(last, day);
        buffer_printf(writer->out, " expired on %s%s", day,
                      exception_is_clamped(finding->exception, finding->setting->severity,
                                           &writer->evaluation->ruleset->exceptions)
                          ? ", as long as the policy allows"
                          : "");
    } else {
        buffer_printf(writer->out, " does not excuse this: it is %s",
                      exception_state_words[finding->exception_state]);
    }
    end(writer);
    buffer_add_byte(writer->out, '\n');
}

static void related(const struct writer *writer, const struct finding *finding)
{
    size_t shown = finding->related_count;
    if (!writer->options->verbose && shown > RELATED_SHOWN)
        shown = RELATED_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        buffer_add_string(writer->out, "      see ");
        escape_visible(writer->out,
                       finding->related[i].place.path ? finding->related[i].place.path : "?");
        if (finding->related[i].place.line > 0)
            buffer_printf(writer->out, ":%u", finding->related[i].place.line);
        buffer_add_byte(writer->out, '\n');
    }
    size_t rest = finding->related_count - shown + finding->related_rest;
    if (rest > 0 && shown > 0)
        buffer_printf(writer->out, "      and %zu more\n", rest);
}

/* Does it say what the one before it said, of another place? */
static bool repeats(const struct finding *finding, const struct finding *before)
{
    return before && strcmp(finding->message, before->message) == 0 &&
           (finding->reason == before->reason ||
            (finding->reason && before->reason && strcmp(finding->reason, before->reason) == 0));
}

/* `before`: the one that was shown just above it, or NULL. */
static void show_finding(const struct writer *writer, const struct finding *finding,
                         const struct finding *before)
{
    place_line(writer, finding);
    bool is_unknown = finding->verdict == VERDICT_UNKNOWN;
    bool is_said = is_unknown && !writer->options->verbose && repeats(finding, before);
    if (!is_said) {
        paragraph(writer, 4, finding->message);
        if (finding->reason && !strstr(finding->message, finding->reason))
            paragraph(writer, 4, finding->reason);
    }
    if (!is_said && !(is_unknown && finding->place.line <= 1))
        excerpt(writer, finding);
    related(writer, finding);
    exception_line(writer, finding);
    if (writer->options->verbose)
        buffer_printf(writer->out, "    fingerprint %s\n", finding->fingerprint);
}

static bool is_shown(const struct writer *writer, const struct finding *finding)
{
    if (writer->options->quiet)
        return finding->blocks;
    return writer->options->verbose || finding->severity > SEVERITY_INFO;
}

static void rule_line(const struct writer *writer, const struct rule_result *result, bool blocks)
{
    enum tone tone = result->verdict == VERDICT_PASS ? TONE_GOOD
                     : blocks                        ? TONE_BAD
                     : result->verdict == VERDICT_FAIL || result->verdict == VERDICT_UNKNOWN
                         ? TONE_WARN
                         : TONE_PLAIN;
    buffer_add_byte(writer->out, '\n');
    toned(writer, tone, result->setting->rule->id);
    buffer_printf(writer->out, "  %s, %s", severity_words[result->setting->severity],
                  enforcement_words[result->enforcement]);
    size_t used = strlen(result->setting->rule->id) + 6 +
                  strlen(severity_words[result->setting->severity]) +
                  strlen(enforcement_words[result->enforcement]);
    const char *title = result->setting->rule->title;
    if (used + columns(title) <= writer->options->width) {
        buffer_add_string(writer->out, "  ");
        escape_visible(writer->out, title);
    } else {
        buffer_add_byte(writer->out, '\n');
        paragraph(writer, 2, title);
        return;
    }
    buffer_add_byte(writer->out, '\n');
}

static void show_evidence(const struct writer *writer, const struct rule_result *result)
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

static void show_rule(const struct writer *writer, const struct rule_result *result)
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
        show_finding(writer, finding, before);
        before = finding;
        shown++;
    }
    if (wanted > 0) {
        buffer_add_string(writer->out, "  ");
        toned(writer, TONE_FAINT, "fix:");
        buffer_add_byte(writer->out, '\n');
        paragraph(writer, 4, result->setting->rule->fix);
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

static void show_exceptions(const struct writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    if (evaluation->exception_count == 0)
        return;
    size_t states[EXCEPTION_INVALID + 1] = {0};
    size_t unused = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        states[evaluation->exceptions[i].state]++;
        unused += exception_is_unused(evaluation, &evaluation->exceptions[i]);
    }
    buffer_add_string(writer->out, "exceptions:");
    for (size_t i = 0; i <= EXCEPTION_INVALID; i++)
        if (states[i] > 0)
            buffer_printf(writer->out, " %zu %s,", states[i], exception_state_words[i]);
    buffer_printf(writer->out, " %zu unused", unused);
    if (evaluation->exceptions[0].grace > 0)
        buffer_printf(writer->out, "; %d day%s of grace", evaluation->exceptions[0].grace,
                      evaluation->exceptions[0].grace == 1 ? "" : "s");
    buffer_add_byte(writer->out, '\n');
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
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
            buffer_add_string(writer->out, "  ");
            escape_visible(writer->out, use->exception->id);
            buffer_printf(writer->out, " has %zu of %lld approvals; it excuses nothing\n",
                          use->approvals, (long long)evaluation->ruleset->exceptions.approvals);
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
}

static void show_sentence(const struct writer *writer, const char *sentence)
{
    if (!sentence)
        return;
    buffer_add_byte(writer->out, '\n');
    paragraph(writer, 0, sentence);
}

static void show_governance(const struct writer *writer)
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

static void show_skipped(const struct writer *writer)
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

static void show_blockers(const struct writer *writer)
{
    const struct evaluation *evaluation = writer->evaluation;
    size_t blocking = 0;
    const struct setting *last = NULL;
    struct buffer ids = BUFFER_EMPTY;
    for (size_t r = 0; r < evaluation->rule_count; r++)
        for (size_t i = 0; i < evaluation->finding_count; i++) {
            const struct finding *finding = &evaluation->findings[i];
            if (!finding->blocks || finding->setting != evaluation->rules[r].setting)
                continue;
            blocking++;
            if (finding->setting == last)
                continue;
            buffer_printf(&ids, "%s%s", last ? ", " : "", finding->setting->rule->id);
            last = finding->setting;
        }
    if (blocking > 0) {
        toned(writer, TONE_BAD, "blocked");
        buffer_printf(writer->out, " by %zu finding%s of %s\n", blocking, blocking == 1 ? "" : "s",
                      buffer_string(&ids));
    } else if (evaluation->exit_status == 0) {
        toned(writer, TONE_GOOD, "nothing blocks");
        buffer_add_byte(writer->out, '\n');
    } else {
        toned(writer, TONE_BAD, "not decided");
        buffer_add_string(writer->out, ": a blocking rule is unknown\n");
    }
    buffer_release(&ids);
}

static void show_levels(const struct writer *writer)
{
    struct ladder ladder;
    for (size_t at = 0; ladder_next(writer->evaluation, &at, &ladder);) {
        struct buffer line = BUFFER_EMPTY;
        buffer_add_string(&line, "levels of ");
        ladder_write_state(&line, &ladder);
        toned(writer, ladder_is_short(&ladder) ? TONE_WARN : TONE_PLAIN, buffer_string(&line));
        buffer_add_byte(writer->out, '\n');
        buffer_clear(&line);
        ladder_write_needs(&line, &ladder);
        if (line.size > 0)
            paragraph(writer, 2, buffer_string(&line));
        buffer_release(&line);
    }
}

static void summary(const struct writer *writer)
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
    show_levels(writer);
    show_exceptions(writer);
    show_skipped(writer);
    show_blockers(writer);
}

static struct failure *write_text(struct buffer *out, const struct evaluation *const *evaluations,
                                  size_t count, const struct report_options *options)
{
    for (size_t i = 0; i < count; i++) {
        struct writer writer = {.out = out, .evaluation = evaluations[i], .options = options};
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
        for (size_t r = 0; r < evaluations[i]->rule_count; r++)
            show_rule(&writer, &evaluations[i]->rules[r]);
        show_sentence(&writer, trust_bootstrap_sentence(evaluations[i]->trust));
        show_sentence(&writer, trust_exceptions_sentence(evaluations[i]->trust));
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
