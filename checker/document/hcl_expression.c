#include "document/hcl_reader.h"

#include <string.h>

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

/* Does an expression end here? Moves over white space that may stand before its end. */
static bool is_at_end(struct hcl_reader *reader, bool in_brackets)
{
    if (!hcl_skip_space(reader, in_brackets))
        return false;
    int byte = cursor_peek(&reader->cursor);
    return byte < 0 || byte == '\n' || byte == ',' || byte == ']' || byte == '}';
}

static struct node *end_node(struct hcl_reader *reader, struct node *node)
{
    struct position end = cursor_position(&reader->cursor);
    if (node) {
        node->end_line = end.line;
        node->end_column = end.column;
    }
    return node;
}

static struct node *read_number(struct hcl_reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    struct position at = cursor_position(cursor);
    size_t start = cursor->at;
    if (cursor_peek(cursor) == '-')
        cursor_step(cursor);
    while (is_digit(cursor_peek(cursor)))
        cursor_step(cursor);
    if (cursor_peek(cursor) == '.' && is_digit(cursor_ahead(cursor, 1)))
        cursor_step(cursor);
    while (is_digit(cursor_peek(cursor)))
        cursor_step(cursor);
    bool has_exponent = cursor_peek(cursor) == 'e' || cursor_peek(cursor) == 'E';
    int sign = has_exponent ? cursor_ahead(cursor, 1) : 0;
    size_t digits = sign == '+' || sign == '-' ? 2 : 1;
    if (has_exponent && is_digit(cursor_ahead(cursor, digits))) {
        cursor_skip(cursor, digits);
        while (is_digit(cursor_peek(cursor)))
            cursor_step(cursor);
    }
    struct node *node = build_text(&reader->build, cursor_since(cursor, start), at);
    if (node)
        node->kind = NODE_NUMBER;
    return node;
}

/* true, false and null; else NULL without a problem. */
static struct node *read_word(struct hcl_reader *reader)
{
    struct position at = cursor_position(&reader->cursor);
    struct text name = hcl_read_name(reader);
    if (text_equals(name, "null"))
        return build_node(&reader->build, NODE_NULL, at);
    if (text_equals(name, "true") || text_equals(name, "false"))
        return build_boolean(&reader->build, name.bytes[0] == 't', at);
    return NULL;
}

static struct node *read_tuple(struct hcl_reader *reader)
{
    struct position start = cursor_position(&reader->cursor);
    struct node *node = build_node(&reader->build, NODE_SEQUENCE, start);
    cursor_step(&reader->cursor);
    while (node) {
        if (!hcl_skip_space(reader, true))
            return NULL;
        int byte = cursor_peek(&reader->cursor);
        if (byte == ']')
            break;
        if (byte < 0) {
            build_refuse(&reader->build, start, "'[' has no ']'");
            return NULL;
        }
        if (!build_add(&reader->build, node, hcl_read_expression(reader, true)) ||
            !hcl_skip_space(reader, true))
            return NULL;
        byte = cursor_peek(&reader->cursor);
        if (byte == ',') {
            cursor_step(&reader->cursor);
        } else if (byte != ']' && byte >= 0) {
            hcl_refuse(reader, "',' or ']' is expected");
            return NULL;
        }
    }
    cursor_step(&reader->cursor);
    return end_node(reader, node);
}

/* The key of an object's item: a name, a text, or an expression. */
static struct node *read_key(struct hcl_reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    struct position at = cursor_position(cursor);
    bool plain = true;
    if (cursor_peek(cursor) == '"')
        return hcl_read_quoted(reader, &plain);
    size_t start = cursor->at;
    if (hcl_is_name_start(cursor_peek(cursor)) || is_digit(cursor_peek(cursor)))
        hcl_read_name(reader);
    struct text name = cursor_since(cursor, start);
    cursor_skip_blanks(cursor);
    int sign = cursor_peek(cursor);
    if (name.size > 0 && (sign == '=' || sign == ':'))
        return build_text(&reader->build, name, at);
    unsigned open = 0;
    while ((sign = cursor_peek(cursor)) >= 0 && sign != '\n' &&
           (open > 0 || (sign != '=' && sign != ':'))) {
        open += sign == '(' || sign == '[';
        open -= open > 0 && (sign == ')' || sign == ']');
        if (sign != '"')
            cursor_step(cursor);
        else if (!hcl_skip_quoted(reader))
            return NULL;
    }
    struct text written = text_trim(cursor_since(cursor, start));
    if (written.size == 0) {
        hcl_refuse(reader, "a key is expected");
        return NULL;
    }
    const char *key =
        arena_printf(reader->build.arena, "${%.*s}", (int)written.size, written.bytes);
    return build_text(&reader->build, text_of(key), at);
}

static bool read_object_item(struct hcl_reader *reader, struct node *node)
{
    struct node *key = read_key(reader);
    if (!key || !hcl_skip_space(reader, false))
        return false;
    int sign = cursor_peek(&reader->cursor);
    if (sign != '=' && sign != ':')
        return hcl_refuse(reader, "'=' or ':' is expected after a key");
    const struct node *earlier = hcl_find(reader, node, key->text);
    if (earlier)
        return build_refuse(&reader->build, (struct position){key->line, key->column},
                            "'%.100s' was already given on line %u", key->text, earlier->line);
    cursor_step(&reader->cursor);
    if (!hcl_skip_space(reader, true))
        return false;
    return hcl_add(reader, node, key, hcl_read_expression(reader, false));
}

static struct node *read_object(struct hcl_reader *reader)
{
    struct position start = cursor_position(&reader->cursor);
    struct node *node = build_node(&reader->build, NODE_MAPPING, start);
    cursor_step(&reader->cursor);
    while (node) {
        if (!hcl_skip_space(reader, true))
            return NULL;
        int byte = cursor_peek(&reader->cursor);
        if (byte == '}')
            break;
        if (byte < 0) {
            build_refuse(&reader->build, start, "'{' has no '}'");
            return NULL;
        }
        if (!read_object_item(reader, node) || !hcl_skip_space(reader, false))
            return NULL;
        byte = cursor_peek(&reader->cursor);
        if (byte == ',') {
            cursor_step(&reader->cursor);
        } else if (byte != '\n' && byte != '}' && byte >= 0) {
            hcl_refuse(reader, "',', a line's end or '}' is expected");
            return NULL;
        }
    }
    cursor_step(&reader->cursor);
    return end_node(reader, node);
}

/* `[for ...]` and `{for ...}` are computed. */
static bool is_for(const struct hcl_reader *reader)
{
    struct hcl_reader ahead = *reader;
    cursor_step(&ahead.cursor);
    struct document_problem ignored;
    ahead.build.problem = &ignored;
    if (!hcl_skip_space(&ahead, true) || !cursor_is_at(&ahead.cursor, "for"))
        return false;
    int behind = cursor_ahead(&ahead.cursor, 3);
    return behind == ' ' || behind == '\t' || behind == '\n' || behind == '\r';
}

/* A value that is written out; NULL in `out` when it is none. False with the problem. */
static bool read_literal(struct hcl_reader *reader, struct node **out)
{
    struct cursor *cursor = &reader->cursor;
    int byte = cursor_peek(cursor);
    bool plain;
    *out = NULL;
    if (hcl_is_name_start(byte)) {
        *out = read_word(reader);
        return true;
    }
    if (byte == '"')
        *out = hcl_read_quoted(reader, &plain);
    else if (cursor_is_at(cursor, "<<"))
        *out = hcl_read_heredoc(reader);
    else if (is_digit(byte) || (byte == '-' && is_digit(cursor_ahead(cursor, 1))))
        *out = read_number(reader);
    else if ((byte != '[' && byte != '{') || is_for(reader))
        return true;
    else if (hcl_enter(reader)) {
        *out = byte == '[' ? read_tuple(reader) : read_object(reader);
        reader->depth--;
    }
    return *out != NULL;
}

/* An equals sign that is no part of `==`, `!=`, `<=`, `>=` or `=>`. */
static bool is_assignment(const struct cursor *cursor)
{
    char before = cursor->at > 0 ? cursor->text.bytes[cursor->at - 1] : '\0';
    int behind = cursor_ahead(cursor, 1);
    return cursor_peek(cursor) == '=' && behind != '=' && behind != '>' && before != '=' &&
           before != '!' && before != '<' && before != '>';
}

/* Over an expression as it is written. */
static bool skip_expression(struct hcl_reader *reader, bool in_brackets)
{
    struct cursor *cursor = &reader->cursor;
    unsigned open = 0;
    for (;;) {
        int byte = cursor_peek(cursor);
        bool ends = byte == ',' || byte == ']' || byte == '}' || (byte == '\n' && !in_brackets);
        if (byte < 0 || (open == 0 && ends))
            return open == 0 || hcl_refuse(reader, "a bracket has no end");
        if (open == 0 && is_assignment(cursor))
            return hcl_refuse(reader, "the end of the expression is expected");
        bool good = true;
        if (byte == '"')
            good = hcl_skip_quoted(reader);
        else if (byte == '#' || cursor_is_at(cursor, "//") || cursor_is_at(cursor, "/*"))
            good = hcl_skip_space(reader, false);
        else if (cursor_is_at(cursor, "<<") &&
                 (hcl_is_name_start(cursor_ahead(cursor, 2)) || cursor_ahead(cursor, 2) == '-'))
            good = hcl_skip_heredoc(reader);
        else
            cursor_step(cursor);
        open += byte == '(' || byte == '[' || byte == '{';
        open -= open > 0 && (byte == ')' || byte == ']' || byte == '}');
        if (!good)
            return false;
    }
}

struct node *hcl_read_expression(struct hcl_reader *reader, bool in_brackets)
{
    struct cursor start = reader->cursor;
    unsigned depth = reader->depth;
    struct node *literal = NULL;
    if (!read_literal(reader, &literal))
        return NULL;
    if (literal && is_at_end(reader, in_brackets))
        return literal;
    reader->cursor = start;
    reader->depth = depth;
    struct position at = cursor_position(&reader->cursor);
    if (!skip_expression(reader, in_brackets))
        return NULL;
    struct text written = text_trim(cursor_since(&reader->cursor, start.at));
    if (written.size == 0) {
        hcl_refuse(reader, "a value is expected");
        return NULL;
    }
    const char *text =
        arena_printf(reader->build.arena, "${%.*s}", (int)written.size, written.bytes);
    return end_node(reader, build_text(&reader->build, text_of(text), at));
}
