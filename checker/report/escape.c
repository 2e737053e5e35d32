#include "report/report.h"

#include "base/excerpt.h"

#include <string.h>

/* What a runner reads in a log as a command to itself: `::name::` where a line can
 * begin (GitHub trims it), `##[name]` and `##vso[` anywhere (GitHub's older form,
 * Azure Pipelines). */
static bool is_line_command(const char *string, size_t at)
{
    return string[at] == ':' && string[at + 1] == ':' && (at == 0 || string[at - 1] == ' ');
}

static bool is_bracket_command(const char *string)
{
    return string_starts_with(string, "##[") || string_starts_with(string, "##vso[");
}

void escape_visible(struct buffer *out, const char *string)
{
    size_t size = strlen(string);
    size_t done = 0;
    for (size_t at = 0; at < size; at++) {
        if (!is_line_command(string, at) && !is_bracket_command(string + at))
            continue;
        visible_add(out, (struct text){.bytes = string + done, .size = at - done});
        buffer_printf(out, "\\x%02x", (unsigned char)string[at]);
        done = at + 1;
    }
    visible_add(out, (struct text){.bytes = string + done, .size = size - done});
}

void escape_json_string(struct buffer *out, const char *string)
{
    size_t size = strlen(string);
    buffer_add_byte(out, '"');
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t taken = utf8_decode(string + at, size - at, &code);
        if (is_bracket_command(string + at))
            buffer_printf(out, "\\u%04x", code);
        else if (code == '"' || code == '\\')
            buffer_printf(out, "\\%c", (int)code);
        else if (code == '\n')
            buffer_add_string(out, "\\n");
        else if (code == '\t')
            buffer_add_string(out, "\\t");
        else if (code == '\r')
            buffer_add_string(out, "\\r");
        else if (code > 0xffff && visible_is_unsafe(code))
            buffer_printf(out, "\\u%04x\\u%04x", 0xd7c0U + (code >> 10), 0xdc00U + (code & 0x3ffU));
        else if (visible_is_unsafe(code) || (taken == 1 && code == 0xfffd))
            buffer_printf(out, "\\u%04x", code);
        else
            buffer_add(out, string + at, taken);
        at += taken;
    }
    buffer_add_byte(out, '"');
}

/* RFC 3986: unreserved characters and the slash stay. */
void escape_uri(struct buffer *out, const char *path)
{
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || strchr("-._~/", byte);
        if (plain)
            buffer_add_byte(out, (char)byte);
        else
            buffer_printf(out, "%%%02X", byte);
    }
}

/* Numeric character references survive every Markdown reader and mean nothing
 * to the parts of a forge that look for mentions, references and HTML. */
void escape_markdown(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    const char *text = buffer_string(&visible);
    for (const char *at = text; *at; at++) {
        bool scheme = *at == ':' && at[1] == '/' && at[2] == '/';
        bool www = *at == '.' && at - text >= 3 && (at[-1] == 'w' || at[-1] == 'W');
        if (strchr("\\`*_{}[]<>()#+-!|~@&\"'$", *at) || scheme || www)
            buffer_printf(out, "&#%d;", (unsigned char)*at);
        else
            buffer_add_byte(out, *at);
    }
    buffer_release(&visible);
}
