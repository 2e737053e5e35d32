#include "report/report.h"

#include <string.h>

/* Code points that a reader does not see, or that reorder what he sees: C0, C1,
 * zero-width, bidi controls (Unicode TR 36), line separators, tags, the BOM. */
static bool is_hidden(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0xad ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || code == 0x61c ||
           (code >= 0xe0000 && code <= 0xe007f);
}

void escape_visible(struct buffer *out, const char *string)
{
    size_t size = strlen(string);
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t taken = utf8_decode(string + at, size - at, &code);
        bool invalid = taken == 1 && (unsigned char)string[at] >= 0x80;
        if (invalid)
            buffer_printf(out, "\\x%02x", (unsigned char)string[at]);
        else if (code == '\n')
            buffer_add_string(out, "\\n");
        else if (code == '\t')
            buffer_add_string(out, "\\t");
        else if (is_hidden(code))
            buffer_printf(out, code < 0x100 ? "\\x%02x" : "\\u{%x}", code);
        else
            buffer_add(out, string + at, taken);
        at += taken;
    }
}

void escape_json_string(struct buffer *out, const char *string)
{
    size_t size = strlen(string);
    buffer_add_byte(out, '"');
    for (size_t at = 0; at < size;) {
        uint32_t code;
        size_t taken = utf8_decode(string + at, size - at, &code);
        if (code == '"' || code == '\\')
            buffer_printf(out, "\\%c", (int)code);
        else if (code == '\n')
            buffer_add_string(out, "\\n");
        else if (code == '\t')
            buffer_add_string(out, "\\t");
        else if (code == '\r')
            buffer_add_string(out, "\\r");
        else if (code > 0xffff && is_hidden(code))
            buffer_printf(out, "\\u%04x\\u%04x", 0xd7c0U + (code >> 10), 0xdc00U + (code & 0x3ffU));
        else if (is_hidden(code) || (taken == 1 && code == 0xfffd))
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
