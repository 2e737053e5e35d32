#include "document/json5.h"

#include "document/json.h"

#include <stdlib.h>
#include <string.h>

struct rewriting {
    struct text in;
    size_t at;
    struct buffer out;
};

static char peek(const struct rewriting *rewriting, size_t ahead)
{
    size_t at = rewriting->at + ahead;
    static const char end = '\0';
    return *(at < rewriting->in.size ? &rewriting->in.bytes[at] : &end);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_byte(char c)
{
    return c == '_' || c == '$' || is_digit(c) || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* `at` stands behind the backslash. */
static void rewrite_escape(struct rewriting *rewriting)
{
    char c = peek(rewriting, 0);
    rewriting->at++;
    switch (c) {
    case '\r':
        if (peek(rewriting, 0) == '\n')
            rewriting->at++;
        return;
    case '\n':
    case '\0':
        return;
    case 'x':
        buffer_add_string(&rewriting->out, "\\u00");
        return;
    case 'v':
        buffer_add_string(&rewriting->out, "\\u000b");
        return;
    case '0':
        buffer_add_string(&rewriting->out, "\\u0000");
        return;
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'u':
        buffer_add_byte(&rewriting->out, '\\');
        buffer_add_byte(&rewriting->out, c);
        return;
    default:
        buffer_add_byte(&rewriting->out, c);
        return;
    }
}

static void rewrite_string(struct rewriting *rewriting)
{
    char quote = peek(rewriting, 0);
    rewriting->at++;
    buffer_add_byte(&rewriting->out, '"');
    while (rewriting->at < rewriting->in.size) {
        char c = peek(rewriting, 0);
        if (c == '\n')
            return; /* no end on this line: what comes out does not parse either */
        rewriting->at++;
        if (c == quote) {
            buffer_add_byte(&rewriting->out, '"');
            return;
        }
        if (c == '\\') {
            rewrite_escape(rewriting);
        } else {
            if (c == '"')
                buffer_add_byte(&rewriting->out, '\\');
            buffer_add_byte(&rewriting->out, c);
        }
    }
}

static void rewrite_name(struct rewriting *rewriting)
{
    size_t size = 0;
    while (rewriting->at + size < rewriting->in.size && is_name_byte(peek(rewriting, size)))
        size++;
    struct text name = {rewriting->in.bytes + rewriting->at, size};
    rewriting->at += size;
    bool is_word =
        text_equals(name, "true") || text_equals(name, "false") || text_equals(name, "null");
    if (text_equals(name, "Infinity") || text_equals(name, "NaN")) {
        buffer_add_string(&rewriting->out, "null");
        return;
    }
    if (!is_word)
        buffer_add_byte(&rewriting->out, '"');
    buffer_add(&rewriting->out, name.bytes, name.size);
    if (!is_word)
        buffer_add_byte(&rewriting->out, '"');
}

/* 0x1F, .5, 5. and +5; a sign before Infinity or NaN vanishes with them. */
static void rewrite_number(struct rewriting *rewriting)
{
    bool is_negative = peek(rewriting, 0) == '-';
    rewriting->at += peek(rewriting, 0) == '-' || peek(rewriting, 0) == '+';
    if (peek(rewriting, 0) == 'I' || peek(rewriting, 0) == 'N') {
        rewrite_name(rewriting);
        return;
    }
    if (is_negative)
        buffer_add_byte(&rewriting->out, '-');
    if (peek(rewriting, 0) == '0' && (peek(rewriting, 1) == 'x' || peek(rewriting, 1) == 'X')) {
        uint64_t value = 0;
        rewriting->at += 2;
        for (; is_name_byte(peek(rewriting, 0)); rewriting->at++) {
            char c = peek(rewriting, 0);
            value = value * 16 + (uint64_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        buffer_printf(&rewriting->out, "%llu", (unsigned long long)value);
        return;
    }
    if (peek(rewriting, 0) == '.')
        buffer_add_byte(&rewriting->out, '0');
    while (is_digit(peek(rewriting, 0)) || peek(rewriting, 0) == '.' ||
           is_name_byte(peek(rewriting, 0)) ||
           ((peek(rewriting, 0) == '-' || peek(rewriting, 0) == '+') && rewriting->at > 0 &&
            (rewriting->in.bytes[rewriting->at - 1] | 0x20) == 'e')) {
        char c = peek(rewriting, 0);
        buffer_add_byte(&rewriting->out, c);
        rewriting->at++;
        if (c == '.' && !is_digit(peek(rewriting, 0)))
            buffer_add_byte(&rewriting->out, '0');
    }
}

/* Copies to the end of a comment; true when there was one. */
static bool copy_comment(struct rewriting *rewriting)
{
    if (peek(rewriting, 0) != '/' || (peek(rewriting, 1) != '/' && peek(rewriting, 1) != '*'))
        return false;
    struct text rest = {rewriting->in.bytes + rewriting->at, rewriting->in.size - rewriting->at};
    bool is_line = rest.bytes[1] == '/';
    size_t end = 2;
    while (end < rest.size &&
           !(is_line ? rest.bytes[end] == '\n'
                     : rest.bytes[end - 1] == '*' && rest.bytes[end] == '/' && end > 2))
        end++;
    if (!is_line && end < rest.size)
        end++;
    buffer_add(&rewriting->out, rest.bytes, end);
    rewriting->at += end;
    return true;
}

bool json5_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem)
{
    struct rewriting rewriting = {.in = text};
    while (rewriting.at < text.size) {
        char c = peek(&rewriting, 0);
        if (copy_comment(&rewriting))
            continue;
        if (c == '"' || c == '\'') {
            rewrite_string(&rewriting);
        } else if (is_digit(c) || c == '-' || c == '+' || c == '.') {
            rewrite_number(&rewriting);
        } else if (is_name_byte(c)) {
            rewrite_name(&rewriting);
        } else {
            buffer_add_byte(&rewriting.out, c);
            rewriting.at++;
        }
    }
    struct text json = {
        arena_copy(arena, (struct text){buffer_string(&rewriting.out), rewriting.out.size}),
        rewriting.out.size};
    buffer_release(&rewriting.out);
    return json_parse(arena, json, true, out, problem);
}
