#include "report/text_finding.h"

#include "base/date.h"
#include "base/excerpt.h"
#include "report/worst.h"

#include <string.h>

enum { RELATED_SHOWN = 3 };

static void begin(const struct text_writer *writer, enum tone tone)
{
    static const char *const codes[] = {"",         "\x1b[1;31m", "\x1b[33m",
                                        "\x1b[32m", "\x1b[2m",    "\x1b[1m"};
    if (writer->options->colour)
        buffer_add_string(writer->out, codes[tone]);
}

static void end(const struct text_writer *writer)
{
    if (writer->options->colour)
        buffer_add_string(writer->out, "\x1b[0m");
}

void text_toned(const struct text_writer *writer, enum tone tone, const char *string)
{
    if (tone != TONE_PLAIN)
        begin(writer, tone);
    escape_visible(writer->out, string);
    if (tone != TONE_PLAIN)
        end(writer);
}

size_t text_columns(const char *string)
{
    size_t count = 0;
    for (; *string; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

void text_words(const struct text_writer *writer, size_t indent, size_t column, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    size_t width = writer->options->width;
    const char *word = buffer_string(&visible);
    while (*word) {
        size_t length = strcspn(word, " ");
        char one[512];
        snprintf(one, sizeof(one), "%.*s", (int)(length < 500 ? length : 500), word);
        size_t wide = text_columns(one);
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

void text_paragraph(const struct text_writer *writer, size_t indent, const char *string)
{
    buffer_printf(writer->out, "%*s", (int)indent, "");
    text_words(writer, indent, indent, string);
}

static enum tone severity_tone(const struct finding *finding)
{
    if (finding->excused || finding->severity <= SEVERITY_LOW)
        return TONE_FAINT;
    return finding->blocks ? TONE_BAD : TONE_WARN;
}

static void excerpt(const struct text_writer *writer, const struct finding *finding)
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
        size_t wide = text_columns(line.bytes + before);
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
        text_toned(writer, severity_tone(finding), "^");
        buffer_add_byte(writer->out, '\n');
    }
    buffer_release(&line);
}

void text_add_place(struct buffer *out, const struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    buffer_add_string(out, path ? path : "(the repository)");
    if (finding->stand_in)
        buffer_add_string(out, finding->wanted ? " (not there)" : "");
    else if (finding->place.line > 0)
        buffer_printf(out, ":%u:%u", finding->place.line,
                      finding->place.column ? finding->place.column : 1);
}

void text_add_owners(const struct text_writer *writer, const struct finding *finding, size_t used)
{
    struct buffer names = BUFFER_EMPTY;
    if (writer->options->group_by != GROUP_BY_OWNER)
        finding_add_owners(&names, finding);
    if (names.size > 0) {
        bool fits = used + 2 + text_columns(buffer_string(&names)) <= writer->options->width;
        buffer_add_string(writer->out, fits ? "  " : "\n    ");
        text_toned(writer, TONE_FAINT, buffer_string(&names));
    }
    buffer_release(&names);
}

static void place_line(const struct text_writer *writer, const struct finding *finding)
{
    struct buffer words = BUFFER_EMPTY;
    text_add_place(&words, finding);
    size_t used = 4 + text_columns(buffer_string(&words)) +
                  strlen(severity_words[finding->severity]) +
                  (finding->blocks ? strlen(", blocks") : 0);
    buffer_add_string(writer->out, "  ");
    text_toned(writer, TONE_STRONG, buffer_string(&words));
    buffer_printf(writer->out, "  ");
    if (writer->options->group_by != GROUP_BY_RULE) {
        buffer_printf(writer->out, "%s, ", finding->setting->rule->id);
        used += strlen(finding->setting->rule->id) + 2;
    }
    buffer_add_string(writer->out, severity_words[finding->severity]);
    buffer_clear(&words);
    if (finding->verdict != VERDICT_FAIL)
        buffer_printf(&words, ", %s", verdict_words[finding->verdict]);
    buffer_add_string(writer->out, buffer_string(&words));
    used += words.size;
    buffer_clear(&words);
    finding_add_known(&words, finding);
    if (words.size > 0) {
        buffer_add_string(writer->out, ", ");
        text_toned(writer, finding->baseline == BASELINE_NEW ? TONE_STRONG : TONE_PLAIN,
                   buffer_string(&words));
        used += 2 + words.size;
    }
    if (finding->blocks)
        text_toned(writer, TONE_BAD, ", blocks");
    buffer_release(&words);
    text_add_owners(writer, finding, used);
    buffer_add_byte(writer->out, '\n');
}

static void exception_line(const struct text_writer *writer, const struct finding *finding)
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

static void related(const struct text_writer *writer, const struct finding *finding)
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
void text_finding(const struct text_writer *writer, const struct finding *finding,
                  const struct finding *before)
{
    place_line(writer, finding);
    bool is_unknown = finding->verdict == VERDICT_UNKNOWN;
    bool is_said = is_unknown && !writer->options->verbose && repeats(finding, before);
    if (!is_said) {
        text_paragraph(writer, 4, finding->message);
        if (finding->reason && !strstr(finding->message, finding->reason))
            text_paragraph(writer, 4, finding->reason);
    }
    if (!is_said && !(is_unknown && finding->place.line <= 1))
        excerpt(writer, finding);
    related(writer, finding);
    exception_line(writer, finding);
    if (writer->options->verbose)
        buffer_printf(writer->out, "    fingerprint %s\n", finding->fingerprint);
}
