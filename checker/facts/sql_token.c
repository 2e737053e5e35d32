#include "facts/sql_token.h"

#include <string.h>

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (unsigned char)c >= 0x80;
}

/* A vertical tab is none to SQLite. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* The end of white space and comments from `at`. */
static size_t skip(struct text sql, size_t at)
{
    while (at < sql.size) {
        bool pair = at + 1 < sql.size;
        if (is_space(sql.bytes[at])) {
            at++;
        } else if (pair && memcmp(sql.bytes + at, "--", 2) == 0) {
            while (at < sql.size && sql.bytes[at] != '\n')
                at++;
        } else if (pair && memcmp(sql.bytes + at, "/*", 2) == 0) {
            struct text rest = {sql.bytes + at + 2, sql.size - at - 2};
            size_t end = text_find(rest, "*/");
            at = end == SIZE_MAX ? sql.size : at + 2 + end + 2;
        } else {
            break;
        }
    }
    return at;
}

static size_t end_of_quoted(struct text sql, size_t at)
{
    char close = sql.bytes[at] == '[' ? ']' : sql.bytes[at];
    for (at++; at < sql.size; at++) {
        if (sql.bytes[at] != close)
            continue;
        if (close == ']' || at + 1 == sql.size || sql.bytes[at + 1] != close)
            return at + 1;
        at++;
    }
    return sql.size;
}

static size_t end_of_word(struct text sql, size_t at)
{
    while (at < sql.size && is_word_byte(sql.bytes[at]))
        at++;
    return at;
}

struct sql_token sql_token_next(struct text sql, size_t *from)
{
    size_t at = skip(sql, *from);
    struct sql_token token = {.kind = SQL_END, .at = at};
    size_t end = at;
    if (at < sql.size) {
        char first = sql.bytes[at];
        if (first == '\'' || first == '"' || first == '`' || first == '[') {
            token.kind = first == '\'' ? SQL_STRING : SQL_QUOTED;
            end = end_of_quoted(sql, at);
        } else if (first == ':' || first == '@' || first == '$' || first == '?') {
            token.kind = SQL_VARIABLE;
            end = end_of_word(sql, at + 1);
        } else if (is_word_byte(first)) {
            token.kind = SQL_WORD;
            end = end_of_word(sql, at);
        } else {
            token.kind = SQL_SYMBOL;
            end = at + 1;
        }
    }
    token.text = (struct text){sql.bytes + at, end - at};
    *from = end;
    return token;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool sql_token_is(const struct sql_token *token, const char *word)
{
    if (token->kind == SQL_STRING || token->kind == SQL_QUOTED)
        return false;
    for (size_t i = 0; i < token->text.size; i++)
        if (word[i] == '\0' || folded(token->text.bytes[i]) != folded(word[i]))
            return false;
    return word[token->text.size] == '\0';
}

const char *sql_token_content(struct arena *arena, const struct sql_token *token)
{
    char *content = arena_copy(arena, token->text);
    if (token->kind != SQL_STRING && token->kind != SQL_QUOTED)
        return content;
    size_t length = 0;
    char close = content[0] == '[' ? ']' : content[0];
    for (size_t i = 1; i < token->text.size && content[i] != '\0'; i++) {
        if (content[i] == close && (i + 1 == token->text.size || content[i + 1] != close))
            break;
        i += content[i] == close ? 1 : 0;
        content[length++] = content[i];
    }
    content[length] = '\0';
    return content;
}
