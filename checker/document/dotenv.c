#include "document/dotenv.h"

#include "document/build.h"

#include <string.h>

struct reader {
    struct build build;
    struct text text;
    size_t at;
    uint32_t line;
    size_t line_start;
    struct buffer word;
};

static int peek(const struct reader *reader)
{
    return reader->at < reader->text.size ? (unsigned char)reader->text.bytes[reader->at] : -1;
}

static struct position here(const struct reader *reader)
{
    struct text line = {reader->text.bytes + reader->line_start,
                        reader->text.size - reader->line_start};
    return position_in(reader->line, line, reader->at - reader->line_start);
}

static void take(struct reader *reader)
{
    if (peek(reader) == '\n') {
        reader->line++;
        reader->line_start = reader->at + 1;
    }
    reader->at++;
}

static void skip_blanks(struct reader *reader)
{
    while (peek(reader) == ' ' || peek(reader) == '\t' || peek(reader) == '\r')
        reader->at++;
}

static void skip_line(struct reader *reader)
{
    while (peek(reader) >= 0 && peek(reader) != '\n')
        reader->at++;
    if (peek(reader) == '\n')
        take(reader);
}

static bool is_name_byte(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '-';
}

static struct text read_name(struct reader *reader)
{
    size_t start = reader->at;
    while (is_name_byte(peek(reader)))
        reader->at++;
    return (struct text){reader->text.bytes + start, reader->at - start};
}

static struct node *read_key(struct reader *reader)
{
    struct position at = here(reader);
    struct text name = read_name(reader);
    if (text_equals(name, "export") && (peek(reader) == ' ' || peek(reader) == '\t')) {
        skip_blanks(reader);
        at = here(reader);
        name = read_name(reader);
    }
    if (name.size == 0) {
        build_refuse(&reader->build, here(reader), "the name of a variable is expected");
        return NULL;
    }
    return build_text(&reader->build, name, at);
}

static bool read_quoted(struct reader *reader, char quote, struct position start)
{
    for (take(reader); peek(reader) != quote; take(reader)) {
        if (peek(reader) < 0)
            return build_refuse(&reader->build, start, "the quoted value has no end");
        if (peek(reader) != '\\' || quote == '\'') {
            buffer_add_byte(&reader->word, (char)peek(reader));
            continue;
        }
        static const char letters[] = "ntr";
        static const char meanings[] = "\n\t\r";
        take(reader);
        int byte = peek(reader);
        const char *letter = byte > 0 ? strchr(letters, byte) : NULL;
        bool stands_for_itself = byte == '"' || byte == '\\' || byte == '$' || byte == '`';
        if (byte < 0)
            return build_refuse(&reader->build, start, "the quoted value has no end");
        if (!letter && !stands_for_itself)
            buffer_add_byte(&reader->word, '\\');
        buffer_add_byte(&reader->word, letter ? meanings[letter - letters] : (char)byte);
    }
    take(reader);
    struct position end = here(reader);
    skip_blanks(reader);
    if (peek(reader) >= 0 && peek(reader) != '\n' && peek(reader) != '#')
        return build_refuse(&reader->build, end, "nothing is expected behind a quoted value");
    return true;
}

/* To the line's end, or to a comment behind a blank. */
static void read_plain(struct reader *reader)
{
    size_t start = reader->at;
    while (peek(reader) >= 0 && peek(reader) != '\n') {
        bool is_behind_blank =
            reader->at == start || strchr(" \t", reader->text.bytes[reader->at - 1]);
        if (peek(reader) == '#' && is_behind_blank)
            break;
        reader->at++;
    }
    struct text value = {reader->text.bytes + start, reader->at - start};
    value = text_trim(value);
    buffer_add(&reader->word, value.bytes, value.size);
}

static struct node *read_value(struct reader *reader)
{
    skip_blanks(reader);
    struct position at = here(reader);
    int byte = peek(reader);
    bool is_quoted = byte == '"' || byte == '\'' || byte == '`';
    buffer_clear(&reader->word);
    if (is_quoted && !read_quoted(reader, (char)byte, at))
        return NULL;
    if (!is_quoted)
        read_plain(reader);
    struct text word = {buffer_string(&reader->word), reader->word.size};
    struct node *value = build_text(&reader->build, word, at);
    if (value && is_quoted) {
        struct position end = here(reader);
        value->quoted = true;
        value->end_line = end.line;
        value->end_column = end.column;
    }
    return value;
}

static bool read_all(struct reader *reader, struct node *root)
{
    struct table known;
    table_init(&known, reader->build.arena);
    while (peek(reader) >= 0) {
        skip_blanks(reader);
        if (peek(reader) == '#' || peek(reader) == '\n' || peek(reader) < 0) {
            skip_line(reader);
            continue;
        }
        struct node *key = read_key(reader);
        if (!key)
            return false;
        skip_blanks(reader);
        /* A name alone takes its value from where the file is read. */
        struct node *value = NULL;
        if (peek(reader) == '=') {
            take(reader);
            value = read_value(reader);
        } else if (peek(reader) == '\n' || peek(reader) == '#' || peek(reader) < 0) {
            value = build_node(&reader->build, NODE_NULL, here(reader));
        } else {
            return build_refuse(&reader->build, here(reader), "'=' is expected after '%.100s'",
                                key->text);
        }
        if (!build_set(&reader->build, root, &known, key, value))
            return false;
        skip_line(reader);
    }
    return true;
}

bool dotenv_parse(struct arena *arena, struct text text, struct document *out,
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
