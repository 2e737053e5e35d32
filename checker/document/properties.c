#include "document/properties.h"

#include "document/build.h"
#include "document/unescape.h"

#include <string.h>

/* Where the reader is; a logical line may go over several, but for comments. */
struct reader {
    struct build build;
    struct text text;
    size_t at;
    uint32_t line;
    size_t line_start;
    struct buffer word;
};

static int peek(const struct reader *reader, size_t ahead)
{
    size_t at = reader->at + ahead;
    return at < reader->text.size ? (unsigned char)reader->text.bytes[at] : -1;
}

static bool is_blank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\f';
}

static bool is_end(int byte)
{
    return byte < 0 || byte == '\n' || byte == '\r';
}

static struct position here(const struct reader *reader)
{
    struct text line = {reader->text.bytes + reader->line_start,
                        reader->text.size - reader->line_start};
    return position_in(reader->line, line, reader->at - reader->line_start);
}

/* Over LF, CR or CRLF. */
static void end_line(struct reader *reader)
{
    reader->at += peek(reader, 0) == '\r' && peek(reader, 1) == '\n' ? 2 : 1;
    reader->line++;
    reader->line_start = reader->at;
}

/* Blanks, and line ends behind a backslash with the blanks of the next line. */
static void skip_blanks(struct reader *reader)
{
    for (;;) {
        while (is_blank(peek(reader, 0)))
            reader->at++;
        if (peek(reader, 0) != '\\' || peek(reader, 1) < 0 || !is_end(peek(reader, 1)))
            return;
        reader->at++;
        end_line(reader);
    }
}

static bool read_unicode(struct reader *reader)
{
    size_t at = reader->at + 2;
    uint32_t code = 0;
    const char *problem = unescape_unicode(reader->text, &at, &code);
    if (problem || code == 0)
        return build_refuse(&reader->build, here(reader), "%s",
                            problem ? problem : "a NUL is not read");
    char bytes[4];
    buffer_add(&reader->word, bytes, utf8_encode(code, bytes));
    reader->at = at;
    return true;
}

static bool read_escape(struct reader *reader)
{
    static const char letters[] = "tnrf";
    static const char meanings[] = "\t\n\r\f";
    int byte = peek(reader, 1);
    if (byte == 'u')
        return read_unicode(reader);
    reader->at += 2;
    if (byte < 0) {
        reader->at--;
        return true;
    }
    const char *letter = strchr(letters, byte);
    buffer_add_byte(&reader->word, letter ? meanings[letter - letters] : (char)byte);
    return true;
}

/* A word up to the line's end, for a key also to a blank or a sign. */
static bool read_word(struct reader *reader, bool is_key)
{
    buffer_clear(&reader->word);
    for (;;) {
        int byte = peek(reader, 0);
        if (is_end(byte) || (is_key && (is_blank(byte) || byte == '=' || byte == ':')))
            return true;
        if (byte != '\\') {
            buffer_add_byte(&reader->word, (char)byte);
            reader->at++;
        } else if (peek(reader, 1) >= 0 && is_end(peek(reader, 1))) {
            skip_blanks(reader);
        } else if (!read_escape(reader)) {
            return false;
        }
    }
}

static struct node *end_word(struct reader *reader, struct position at)
{
    struct text word = {buffer_string(&reader->word), reader->word.size};
    struct node *node = build_text(&reader->build, word, at);
    struct position end = here(reader);
    if (node) {
        node->end_line = end.line;
        node->end_column = end.column;
    }
    return node;
}

static bool read_pair(struct reader *reader, struct node *root, struct table *known)
{
    struct position at = here(reader);
    if (!read_word(reader, true))
        return false;
    struct node *key = end_word(reader, at);
    skip_blanks(reader);
    if (peek(reader, 0) == '=' || peek(reader, 0) == ':') {
        reader->at++;
        skip_blanks(reader);
    }
    at = here(reader);
    return read_word(reader, false) &&
           build_set(&reader->build, root, known, key, end_word(reader, at));
}

static bool read_all(struct reader *reader, struct node *root)
{
    struct table known;
    table_init(&known, reader->build.arena);
    while (peek(reader, 0) >= 0) {
        while (is_blank(peek(reader, 0)))
            reader->at++;
        int byte = peek(reader, 0);
        if (byte == '#' || byte == '!')
            while (!is_end(peek(reader, 0)))
                reader->at++;
        else if (!is_end(byte) && !read_pair(reader, root, &known))
            return false;
        if (peek(reader, 0) >= 0)
            end_line(reader);
    }
    return true;
}

bool properties_parse(struct arena *arena, struct text text, struct document *out,
                      struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}, .line = 1};
    if (!build_accepts(&reader.build, &text))
        return false;
    reader.text = text;
    struct node *root = build_node(&reader.build, NODE_MAPPING, (struct position){1, 1});
    bool good = read_all(&reader, root);
    buffer_release(&reader.word);
    return good && build_document(&reader.build, root, out);
}
