#include "document/hcl_reader.h"
#include "document/unescape.h"

#include <string.h>

/* Over `${ ... }` or `%{ ... }`, in which there may be texts again. */
static bool skip_interpolation(struct hcl_reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    struct position start = cursor_position(cursor);
    unsigned open = 1;
    cursor_skip(cursor, 2);
    if (!hcl_enter(reader))
        return false;
    while (open > 0) {
        int byte = cursor_peek(cursor);
        if (byte < 0)
            return build_refuse(&reader->build, start, "'${' has no '}'");
        open += byte == '{';
        open -= byte == '}';
        if (byte != '"')
            cursor_step(cursor);
        else if (!hcl_skip_quoted(reader))
            return false;
    }
    reader->depth--;
    return true;
}

static bool is_interpolation(const struct cursor *cursor)
{
    return cursor_is_at(cursor, "${") || cursor_is_at(cursor, "%{");
}

static bool is_escaped_sign(const struct cursor *cursor)
{
    return cursor_is_at(cursor, "$${") || cursor_is_at(cursor, "%%{");
}

bool hcl_skip_quoted(struct hcl_reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    struct position start = cursor_position(cursor);
    cursor_step(cursor);
    while (cursor_peek(cursor) != '"') {
        int byte = cursor_peek(cursor);
        if (byte < 0 || byte == '\n')
            return build_refuse(&reader->build, start, "the text has no closing quote");
        if (is_escaped_sign(cursor))
            cursor_skip(cursor, 3);
        else if (is_interpolation(cursor)) {
            if (!skip_interpolation(reader))
                return false;
        } else {
            cursor_skip(cursor, byte == '\\' ? 2 : 1);
        }
    }
    cursor_step(cursor);
    return true;
}

/* Eight digits behind `\U`. */
static const char *read_long_code(struct text text, size_t *at, uint32_t *out)
{
    uint32_t code = 0;
    for (size_t i = 0; i < 8; i++) {
        char byte = *at < text.size ? text.bytes[*at] : '\0';
        static const char digits[] = "0123456789abcdef";
        const char *digit =
            byte ? strchr(digits, byte >= 'A' && byte <= 'F' ? byte + 32 : byte) : NULL;
        if (!digit)
            return "'\\U' takes eight hexadecimal digits";
        code = code << 4 | (uint32_t)(digit - digits);
        (*at)++;
    }
    *out = code;
    return code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? "no such character" : NULL;
}

static bool read_escape(struct hcl_reader *reader, struct buffer *out)
{
    static const char letters[] = "nrt\"\\";
    static const char meanings[] = "\n\r\t\"\\";
    int byte = cursor_ahead(&reader->cursor, 1);
    const char *letter = byte > 0 ? strchr(letters, byte) : NULL;
    if (letter) {
        buffer_add_byte(out, meanings[letter - letters]);
        cursor_skip(&reader->cursor, 2);
        return true;
    }
    size_t at = reader->cursor.at + 2;
    uint32_t code = 0;
    const char *problem = "an escape that does not exist";
    if (byte == 'u')
        problem = unescape_unicode(reader->cursor.text, &at, &code);
    else if (byte == 'U')
        problem = read_long_code(reader->cursor.text, &at, &code);
    if (!problem && code == 0)
        problem = "a NUL is not read";
    if (problem)
        return hcl_refuse(reader, problem);
    char bytes[4];
    buffer_add(out, bytes, utf8_encode(code, bytes));
    cursor_skip(&reader->cursor, at - reader->cursor.at);
    return true;
}

/* Adds one character, escape or interpolation of a template. */
static bool read_part(struct hcl_reader *reader, struct buffer *out, bool *plain)
{
    struct cursor *cursor = &reader->cursor;
    if (is_escaped_sign(cursor)) {
        buffer_add(out, cursor->text.bytes + cursor->at + 1, 2);
        cursor_skip(cursor, 3);
        return true;
    }
    if (is_interpolation(cursor)) {
        size_t start = cursor->at;
        *plain = false;
        if (!skip_interpolation(reader))
            return false;
        struct text inside = cursor_since(cursor, start);
        buffer_add(out, inside.bytes, inside.size);
        return true;
    }
    buffer_add_byte(out, (char)cursor_peek(cursor));
    cursor_step(cursor);
    return true;
}

static bool read_parts(struct hcl_reader *reader, struct buffer *out, bool *plain,
                       struct position start)
{
    struct cursor *cursor = &reader->cursor;
    while (cursor_peek(cursor) != '"') {
        int byte = cursor_peek(cursor);
        if (byte < 0 || byte == '\n')
            return build_refuse(&reader->build, start, "the text has no closing quote");
        if (!(byte == '\\' ? read_escape(reader, out) : read_part(reader, out, plain)))
            return false;
    }
    cursor_step(cursor);
    return true;
}

static struct node *end_text(struct hcl_reader *reader, struct text text, struct position start)
{
    struct node *node = build_text(&reader->build, text, start);
    struct position end = cursor_position(&reader->cursor);
    if (node) {
        node->quoted = true;
        node->end_line = end.line;
        node->end_column = end.column;
    }
    return node;
}

struct node *hcl_read_quoted(struct hcl_reader *reader, bool *plain)
{
    struct position start = cursor_position(&reader->cursor);
    struct buffer out = BUFFER_EMPTY;
    struct node *node = NULL;
    *plain = true;
    cursor_step(&reader->cursor);
    if (read_parts(reader, &out, plain, start))
        node = end_text(reader, (struct text){buffer_string(&out), out.size}, start);
    buffer_release(&out);
    return node;
}

/* Of `<<-`, the blanks that all of its lines begin with. */
static size_t common_indent(struct text lines)
{
    size_t least = SIZE_MAX;
    struct text line;
    while (text_next_line(&lines, &line)) {
        size_t indent = 0;
        while (indent < line.size && (line.bytes[indent] == ' ' || line.bytes[indent] == '\t'))
            indent++;
        if (indent < line.size && indent < least)
            least = indent;
    }
    return least == SIZE_MAX ? 0 : least;
}

/* The lines of a heredoc; `strips` when it begins with `<<-`. */
static bool read_lines(struct hcl_reader *reader, struct text *out, bool *strips)
{
    struct cursor *cursor = &reader->cursor;
    struct position start = cursor_position(cursor);
    *strips = cursor_is_at(cursor, "<<-");
    cursor_skip(cursor, *strips ? 3 : 2);
    struct text mark = hcl_read_name(reader);
    cursor_skip_blanks(cursor);
    if (mark.size == 0 || cursor_peek(cursor) != '\n')
        return hcl_refuse(reader, "a heredoc's mark, and the end of the line, is expected");
    cursor_step(cursor);
    size_t first = cursor->at;
    while (cursor_peek(cursor) >= 0) {
        size_t line = cursor->at;
        cursor_skip_line(cursor);
        struct text text = text_trim(cursor_since(cursor, line));
        if (text.size == mark.size && memcmp(text.bytes, mark.bytes, mark.size) == 0) {
            *out = (struct text){cursor->text.bytes + first, line - first};
            return true;
        }
        cursor_step(cursor);
    }
    return build_refuse(&reader->build, start, "the heredoc has no line '%.*s'",
                        mark.size > 100 ? 100 : (int)mark.size, mark.bytes);
}

bool hcl_skip_heredoc(struct hcl_reader *reader)
{
    struct text lines;
    bool strips;
    return read_lines(reader, &lines, &strips);
}

struct node *hcl_read_heredoc(struct hcl_reader *reader)
{
    struct position start = cursor_position(&reader->cursor);
    struct text lines;
    bool strips = false;
    if (!read_lines(reader, &lines, &strips))
        return NULL;
    size_t indent = strips ? common_indent(lines) : 0;
    struct buffer out = BUFFER_EMPTY;
    struct text line;
    while (text_next_line(&lines, &line)) {
        size_t cut = indent < line.size ? indent : line.size;
        buffer_add(&out, line.bytes + cut, line.size - cut);
        buffer_add_byte(&out, '\n');
    }
    struct node *node = end_text(reader, (struct text){buffer_string(&out), out.size}, start);
    if (node)
        node->block = true;
    buffer_release(&out);
    return node;
}
