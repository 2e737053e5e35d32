#include "report/report.h"

#include "base/excerpt.h"

#include <string.h>
#include <strings.h>

void escape_visible(struct buffer *out, const char *string)
{
    visible_add(out, text_of(string));
}

void escape_json_string(struct buffer *out, const char *string)
{
    escape_json_text(out, text_of(string));
}

/* Bytes that are written as they are; `#` may begin a command. */
static size_t count_plain(const char *bytes, size_t size)
{
    size_t count = 0;
    while (count < size && bytes[count] >= 0x20 && bytes[count] < 0x7f && bytes[count] != '"' &&
           bytes[count] != '\\' && bytes[count] != '#')
        count++;
    return count;
}

void escape_json_text(struct buffer *out, struct text text)
{
    const char *string = text.bytes;
    size_t size = text.size;
    buffer_add_byte(out, '"');
    for (size_t at = 0; at < size;) {
        size_t plain = count_plain(string + at, size - at);
        buffer_add(out, string + at, plain);
        at += plain;
        if (at == size)
            break;
        uint32_t code;
        size_t taken = utf8_decode(string + at, size - at, &code);
        bool command = visible_is_command((struct text){.bytes = string + at, .size = size - at});
        if (code == '"' || code == '\\')
            buffer_printf(out, "\\%c", (int)code);
        else if (code == '\n')
            buffer_add_string(out, "\\n");
        else if (code == '\t')
            buffer_add_string(out, "\\t");
        else if (code == '\r')
            buffer_add_string(out, "\\r");
        else if (code > 0xffff && visible_is_unsafe(code))
            buffer_printf(out, "\\u%04x\\u%04x", 0xd7c0U + (code >> 10), 0xdc00U + (code & 0x3ffU));
        else if (command || visible_is_unsafe(code) || (taken == 1 && code == 0xfffd))
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

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (byte & 0x80) != 0 || byte == '_';
}

/* `@name`, `#1`, `!1`, `~label`, `GH-1` and their like: what a forge looks for in the
 * text that is shown, after references to characters are resolved. */
static bool begins_reference(const char *text, const char *at)
{
    unsigned char next = (unsigned char)at[1];
    bool names = is_word((char)next) || (next && strchr("\"'[", next));
    bool is_dash = *at == '-' && at > text && (at[-1] == 'H' || at[-1] == 'h');
    return names && (strchr("@#!~$&%^", *at) || is_dash);
}

enum { COMMIT_LEAST = 7, COMMIT_WHOLE = 40, COMMIT_MOST = 64 };

/* How long the word at `at` is when a forge may take it for the id of a commit; else 0.
 * Digits alone are a number, unless there are as many as an id has. */
static size_t commit_length(const char *text, const char *at)
{
    if (at > text && is_word(at[-1]))
        return 0;
    size_t length = 0;
    size_t digits = 0;
    for (; length <= COMMIT_MOST; length++) {
        char byte = at[length];
        bool digit = byte >= '0' && byte <= '9';
        if (!digit && !(byte >= 'a' && byte <= 'f') && !(byte >= 'A' && byte <= 'F'))
            break;
        digits += digit;
    }
    bool fits = length >= COMMIT_LEAST && length <= COMMIT_MOST && !is_word(at[length]);
    return fits && (digits < length || length >= COMMIT_WHOLE) ? length : 0;
}

/* Numeric character references survive every Markdown reader; a zero-width space
 * behind the mark keeps a forge from seeing mentions, references and links. What may be a
 * commit stands in a code span, from which it can be copied. */
void escape_markdown(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    const char *text = buffer_string(&visible);
    for (const char *at = text; *at; at++) {
        size_t commit = commit_length(text, at);
        if (commit > 0) {
            buffer_printf(out, "`%.*s`", (int)commit, at);
            at += commit - 1;
            continue;
        }
        bool scheme = *at == ':' && at[1] == '/' && at[2] == '/';
        bool www = *at == '.' && at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0;
        bool reference = begins_reference(text, at);
        if (strchr("\\`*_{}[]<>()#+-!|~@&\"'$", *at) || scheme || www || reference)
            buffer_printf(out, "&#%d;", (unsigned char)*at);
        else
            buffer_add_byte(out, *at);
        if (scheme || www || reference)
            buffer_add_string(out, "&#8203;");
    }
    buffer_release(&visible);
}
