#include "report/runner_command.h"

#include "base/excerpt.h"
#include "report/json_text.h"

#include <string.h>

/* What each toolkit replaces: @actions/core, command.ts; azure-pipelines-task-lib,
 * taskcommand.ts. */
static const char *replacement(enum runner runner, char byte, bool property)
{
    if (byte == '%')
        return runner == RUNNER_AZURE ? "%AZP25" : "%25";
    if (byte == '\r')
        return "%0D";
    if (byte == '\n')
        return "%0A";
    if (!property)
        return NULL;
    if (runner == RUNNER_GITHUB)
        return byte == ':' ? "%3A" : byte == ',' ? "%2C" : NULL;
    return byte == ']' ? "%5D" : byte == ';' ? "%3B" : NULL;
}

static void add_bytes(struct buffer *out, enum runner runner, struct text text, bool property)
{
    for (size_t i = 0; i < text.size; i++) {
        const char *instead = replacement(runner, text.bytes[i], property);
        if (instead)
            buffer_add_string(out, instead);
        else
            buffer_add_byte(out, text.bytes[i]);
    }
}

/* A line of a log may be cut by the runner; a text of a repository may be as long as a
 * file. */
enum { TEXT_MOST = 4000 };

static void add_visible(struct buffer *out, enum runner runner, const char *string, bool property)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    buffer_shorten(&visible, TEXT_MOST);
    add_bytes(out, runner, text_of(buffer_string(&visible)), property);
    buffer_release(&visible);
}

void command_add_path(struct buffer *out, enum runner runner, const char *path)
{
    struct text rest = text_of(path);
    while (rest.size > 0) {
        uint32_t code;
        size_t taken = utf8_decode(rest.bytes, rest.size, &code);
        struct text one = {.bytes = rest.bytes, .size = taken};
        bool line_end = code == '\r' || code == '\n';
        bool invalid = code == 0xfffd && taken == 1;
        if (visible_is_command(rest))
            buffer_add_string(out, "\\x23");
        else if (!line_end && (invalid || visible_is_unsafe(code)))
            visible_add(out, one);
        else
            add_bytes(out, runner, one, true);
        rest.bytes += taken;
        rest.size -= taken;
    }
}

void command_add_property(struct buffer *out, enum runner runner, const char *string)
{
    add_visible(out, runner, string, true);
}

void command_add_message(struct buffer *out, enum runner runner, const char *string)
{
    add_visible(out, runner, string, false);
}

void command_add_line_end(struct buffer *out)
{
    buffer_add_string(out, "%0A");
}

void command_add_finding(struct buffer *out, enum runner runner, const struct told *told,
                         bool several)
{
    const struct finding *finding = told->finding;
    struct buffer text = BUFFER_EMPTY;
    if (several) {
        repository_add_name(&text, told->evaluation);
        buffer_printf(&text, ": %s:%u: ", finding_path(finding), finding_line(finding));
    }
    finding_add_sentence(&text, finding);
    finding_add_owner_sentence(&text, finding);
    command_add_message(out, runner, buffer_string(&text));
    buffer_clear(&text);
    buffer_add_string(&text, "Fix: ");
    buffer_add_folded(&text, finding->setting->rule->fix);
    command_add_line_end(out);
    command_add_message(out, runner, buffer_string(&text));
    buffer_release(&text);
}
