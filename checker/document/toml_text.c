#include "document/toml_reader.h"

#include <string.h>

enum { MORE_QUOTES = 2 }; /* may stand before the three that end a text of several lines */

struct quoted {
    struct toml_reader *reader;
    char quote;
    bool lines; /* may have several */
    char *out;
    size_t size;
};

/* How many of the quote stand here, no more than are of interest. */
static size_t count_quotes(const struct toml_reader *reader, size_t at, char quote)
{
    size_t count = 0;
    while (at + count < reader->text.size && count < 3 + MORE_QUOTES &&
           reader->text.bytes[at + count] == quote)
        count++;
    return count;
}

/* Where the inside ends that begins at `at`; SIZE_MAX when it does not. */
static size_t find_end(const struct quoted *quoted, size_t at)
{
    struct text text = quoted->reader->text;
    while (at < text.size) {
        char byte = text.bytes[at];
        if (byte == quoted->quote) {
            size_t count = quoted->lines ? count_quotes(quoted->reader, at, byte) : 3;
            if (count >= 3)
                return at + count - 3;
            at += count;
        } else if (byte == '\n' && !quoted->lines) {
            return SIZE_MAX;
        } else {
            bool escape = byte == '\\' && quoted->quote == '"';
            /* An escaped line end still ends a text of one line. */
            bool escapes_line = escape && at + 1 < text.size && text.bytes[at + 1] == '\n';
            at += escape && !escapes_line ? 2 : 1;
        }
    }
    return SIZE_MAX;
}

static uint32_t hexadecimal(char byte)
{
    return byte >= '0' && byte <= '9'   ? (uint32_t)(byte - '0')
           : byte >= 'a' && byte <= 'f' ? (uint32_t)(byte - 'a') + 10
           : byte >= 'A' && byte <= 'F' ? (uint32_t)(byte - 'A') + 10
                                        : 16;
}

/* \uXXXX or \UXXXXXXXX, at the backslash. */
static bool read_code(struct quoted *quoted, size_t end)
{
    struct toml_reader *reader = quoted->reader;
    const char *bytes = reader->text.bytes + reader->at;
    size_t digits = bytes[1] == 'u' ? 4 : 8;
    uint32_t code = 0;
    for (size_t i = 0; i < digits; i++) {
        uint32_t digit = reader->at + 2 + i < end ? hexadecimal(bytes[2 + i]) : 16;
        if (digit == 16)
            return toml_refuse(reader, digits == 4 ? "'\\u' takes four hexadecimal digits"
                                                   : "'\\U' takes eight hexadecimal digits");
        code = code << 4 | digit;
    }
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return toml_refuse(reader, "an escape of a code point that is no character");
    quoted->size += utf8_encode(code, quoted->out + quoted->size);
    reader->at += 2 + digits;
    return true;
}

/* A backslash at the end of a line takes away all white space before what follows;
 * false when this is none. */
static bool skip_folded(struct toml_reader *reader)
{
    size_t start = reader->at;
    reader->at++;
    toml_skip_blanks(reader);
    if (!toml_skip_line_end(reader)) {
        reader->at = start;
        return false;
    }
    do
        toml_skip_blanks(reader);
    while (toml_skip_line_end(reader));
    return true;
}

static bool read_escape(struct quoted *quoted, size_t end)
{
    static const char from[] = "btnfr\"\\";
    static const char to[] = "\b\t\n\f\r\"\\";
    struct toml_reader *reader = quoted->reader;
    char byte = reader->at + 1 < end ? reader->text.bytes[reader->at + 1] : '\0';
    if (byte == 'u' || byte == 'U')
        return read_code(quoted, end);
    const char *found = byte ? strchr(from, byte) : NULL;
    if (found) {
        quoted->out[quoted->size++] = to[found - from];
        reader->at += 2;
        return true;
    }
    if (quoted->lines && skip_folded(reader))
        return true;
    return toml_refuse(reader, "an escape that does not exist: a backslash is written '\\\\', or "
                               "the text in single quotes");
}

static bool read_inside(struct quoted *quoted, size_t end)
{
    struct toml_reader *reader = quoted->reader;
    while (reader->at < end) {
        size_t start = reader->at;
        int byte = toml_peek(reader);
        if (byte == '\\' && quoted->quote == '"') {
            if (!read_escape(quoted, end))
                return false;
            continue;
        }
        if (quoted->lines && toml_skip_line_end(reader)) {
            quoted->out[quoted->size++] = '\n';
            continue;
        }
        if (byte == '\r')
            return toml_refuse(reader, "a line feed is expected after a carriage return");
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return toml_refuse(reader, quoted->quote == '"'
                                           ? "a control character must be escaped"
                                           : "a control character must be escaped, in double "
                                             "quotes");
        if (byte < 0x80)
            reader->at++;
        else if (!toml_skip_rune(reader))
            return false;
        memcpy(quoted->out + quoted->size, reader->text.bytes + start, reader->at - start);
        quoted->size += reader->at - start;
    }
    return true;
}

bool toml_text_read(struct toml_reader *reader, struct text *out)
{
    size_t start = reader->at;
    struct quoted quoted = {.reader = reader, .quote = reader->text.bytes[start]};
    quoted.lines = count_quotes(reader, start, quoted.quote) >= 3;
    size_t marks = quoted.lines ? 3 : 1;
    size_t end = find_end(&quoted, start + marks);
    if (end == SIZE_MAX)
        return toml_refuse(reader, quoted.lines ? "the text has no closing quotes"
                                                : "the text has no closing quote on its line");
    reader->at += marks;
    if (quoted.lines)
        toml_skip_line_end(reader);
    /* An escape is never shorter than what it stands for. */
    quoted.out = arena_bytes(reader->arena, end - start);
    if (!read_inside(&quoted, end))
        return false;
    quoted.out[quoted.size] = '\0';
    reader->at = end + marks;
    *out = (struct text){quoted.out, quoted.size};
    return true;
}
