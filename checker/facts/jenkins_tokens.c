#include "facts/jenkins_groovy.h"

#include <string.h>

enum { TOKENS_MAX = 400000, BRACES_MAX = 100 };

struct scanner {
    struct arena *arena;
    struct text text;
    size_t at;
    uint32_t line;
    size_t line_start;
    struct groovy_token *tokens;
    size_t count, capacity;
    struct groovy_problem *problem;
};

static char peek(const struct scanner *scanner, size_t ahead)
{
    size_t at = scanner->at + ahead;
    return at < scanner->text.size ? scanner->text.bytes[at] : '\0';
}

static bool at_end(const struct scanner *scanner)
{
    return scanner->at >= scanner->text.size;
}

static void step(struct scanner *scanner)
{
    if (peek(scanner, 0) == '\n') {
        scanner->line++;
        scanner->line_start = scanner->at + 1;
    }
    scanner->at++;
}

static bool follows(const struct scanner *scanner, const char *mark)
{
    struct text rest = {.bytes = scanner->text.bytes + scanner->at,
                        .size = scanner->text.size - scanner->at};
    return !at_end(scanner) && text_starts_with(rest, mark);
}

static void refuse(struct scanner *scanner, uint32_t line, const char *message)
{
    if (!scanner->problem->message)
        *scanner->problem = (struct groovy_problem){.line = line, .message = message};
    scanner->at = scanner->text.size;
}

static void skip_comment(struct scanner *scanner)
{
    uint32_t line = scanner->line;
    if (peek(scanner, 1) == '/' || peek(scanner, 0) == '#') {
        while (!at_end(scanner) && peek(scanner, 0) != '\n')
            step(scanner);
        return;
    }
    scanner->at += 2;
    while (!at_end(scanner) && !follows(scanner, "*/"))
        step(scanner);
    if (at_end(scanner))
        refuse(scanner, line, "a comment without its end");
    else
        scanner->at += 2;
}

/* White space and comments. True when a line's end was among them. */
static bool skip_blanks(struct scanner *scanner)
{
    bool new_line = false;
    for (;;) {
        char byte = peek(scanner, 0);
        bool comment = byte == '/' && (peek(scanner, 1) == '/' || peek(scanner, 1) == '*');
        /* `#!/usr/bin/env groovy` */
        bool first = scanner->at == 0 && byte == '#' && peek(scanner, 1) == '!';
        if (at_end(scanner))
            return new_line;
        if (comment || first) {
            uint32_t line = scanner->line;
            skip_comment(scanner);
            new_line |= scanner->line != line;
        } else if (byte == '\\' && (peek(scanner, 1) == '\n' || peek(scanner, 1) == '\r')) {
            scanner->at++;
            step(scanner);
        } else if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f') {
            new_line |= byte == '\n';
            step(scanner);
        } else {
            return new_line;
        }
    }
}

/* A text while it is read, and where its lines stand. */
struct reading {
    struct buffer buffer;
    uint32_t *lines;
    size_t count, capacity;
};

static void add_line(struct scanner *scanner, struct reading *reading)
{
    reading->lines = arena_grow(scanner->arena, reading->lines, reading->count, &reading->capacity,
                                sizeof(uint32_t));
    reading->lines[reading->count++] = scanner->line;
}

static void add_byte(struct scanner *scanner, struct reading *reading, char byte)
{
    buffer_add_byte(&reading->buffer, byte);
    if (byte == '\n')
        add_line(scanner, reading);
}

static unsigned hex_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? (unsigned)(lower - 'a' + 10) : 16;
}

static void read_unicode(struct scanner *scanner, struct reading *reading)
{
    uint32_t code = 0;
    size_t digits = 0;
    for (; digits < 4 && hex_of(peek(scanner, 0)) < 16; digits++, scanner->at++)
        code = code * 16 + hex_of(peek(scanner, 0));
    char bytes[4];
    size_t size = digits == 4 && code > 0 ? utf8_encode(code, bytes) : 0;
    buffer_add(&reading->buffer, bytes, size);
}

static void read_escape(struct scanner *scanner, struct reading *reading)
{
    static const char from[] = "ntrbfs";
    static const char to[] = "\n\t\r\b\f ";
    scanner->at++;
    char byte = peek(scanner, 0);
    const char *known = byte ? strchr(from, byte) : NULL;
    if (byte == '\r' && peek(scanner, 1) == '\n')
        scanner->at++;
    if (at_end(scanner))
        return;
    bool joins = peek(scanner, 0) == '\n';
    step(scanner);
    if (joins) {
        /* What follows stands on the next line of the file, on the same of the text. */
        if (reading->count > 0 &&
            (reading->buffer.size == 0 || reading->buffer.bytes[reading->buffer.size - 1] == '\n'))
            reading->lines[reading->count - 1] = scanner->line;
    } else if (byte == 'u') {
        read_unicode(scanner, reading);
    } else {
        add_byte(scanner, reading, known ? to[known - from] : byte);
    }
}

/* `${ ... }` as it is written, with the braces and texts in it. */
static void read_insert(struct scanner *scanner, struct reading *reading)
{
    unsigned depth = 0;
    char quote = '\0';
    do {
        char byte = peek(scanner, 0);
        if (quote) {
            if (byte == '\\' && scanner->at + 1 < scanner->text.size) {
                add_byte(scanner, reading, byte);
                step(scanner);
                byte = peek(scanner, 0);
            } else if (byte == quote) {
                quote = '\0';
            }
        } else if (byte == '\'' || byte == '"') {
            quote = byte;
        } else if (byte == '{') {
            depth++;
        } else if (byte == '}') {
            depth--;
        }
        add_byte(scanner, reading, byte);
        step(scanner);
    } while (!at_end(scanner) &&
             (depth > 0 || reading->buffer.bytes[reading->buffer.size - 1] == '$') &&
             depth < BRACES_MAX);
}

static void add_token(struct scanner *scanner, struct groovy_token token)
{
    scanner->tokens = arena_grow(scanner->arena, scanner->tokens, scanner->count,
                                 &scanner->capacity, sizeof(*scanner->tokens));
    scanner->tokens[scanner->count++] = token;
    if (scanner->count >= TOKENS_MAX)
        refuse(scanner, scanner->line, "more than is read of one file");
}

static void read_text(struct scanner *scanner, struct groovy_token token, const char *quote,
                      bool inserts, bool escapes)
{
    struct reading reading = {.buffer = BUFFER_EMPTY};
    uint32_t line = scanner->line;
    bool lines = strlen(quote) == 3 || quote[0] == '/' || quote[0] == '$';
    scanner->at += quote[0] == '$' ? 2 : strlen(quote);
    const char *end = quote[0] == '$' ? "/$" : quote;
    add_line(scanner, &reading);
    while (!at_end(scanner) && !follows(scanner, end)) {
        char byte = peek(scanner, 0);
        if (byte == '\n' && !lines)
            break;
        if (byte == '\\' && escapes) {
            read_escape(scanner, &reading);
        } else if (byte == '\\' && quote[0] == '/' && peek(scanner, 1) == '/') {
            scanner->at++;
            add_byte(scanner, &reading, '/');
            step(scanner);
        } else if (byte == '$' && peek(scanner, 1) == '{' && inserts) {
            read_insert(scanner, &reading);
        } else if (byte == '\r' && peek(scanner, 1) == '\n') {
            scanner->at++;
        } else {
            step(scanner);
            add_byte(scanner, &reading, byte);
        }
    }
    if (follows(scanner, end) && !at_end(scanner))
        scanner->at += strlen(end);
    else
        refuse(scanner, line, "a text without its end");
    token.kind = TOKEN_TEXT;
    token.text = arena_strdup(scanner->arena, buffer_string(&reading.buffer));
    token.lines = reading.lines;
    token.line_count = reading.count;
    token.end = scanner->at;
    buffer_release(&reading.buffer);
    if (!scanner->problem->message)
        add_token(scanner, token);
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '$' || (byte & 0x80);
}

/* A slash begins a text where an operand is missing. */
static bool wants_operand(const struct scanner *scanner)
{
    if (scanner->count == 0)
        return true;
    const struct groovy_token *last = &scanner->tokens[scanner->count - 1];
    return last->kind == TOKEN_MARK && !strchr(")]}", last->text[0]);
}

static bool read_any_text(struct scanner *scanner, struct groovy_token token)
{
    if (follows(scanner, "'''"))
        read_text(scanner, token, "'''", false, true);
    else if (follows(scanner, "\"\"\""))
        read_text(scanner, token, "\"\"\"", true, true);
    else if (peek(scanner, 0) == '\'')
        read_text(scanner, token, "'", false, true);
    else if (peek(scanner, 0) == '"')
        read_text(scanner, token, "\"", true, true);
    else if (follows(scanner, "$/"))
        read_text(scanner, token, "$/", true, false);
    else if (peek(scanner, 0) == '/' && wants_operand(scanner) && peek(scanner, 1) != '=')
        read_text(scanner, token, "/", true, false);
    else
        return false;
    return true;
}

static void read_mark(struct scanner *scanner, struct groovy_token token)
{
    static const char *const marks[] = {"==~", "<=>", "**=", "...", "==", "!=", "<=", ">=", "&&",
                                        "||",  "->",  "?.",  "?:",  "*.", "++", "--", "+=", "-=",
                                        "*=",  "/=",  "=~",  "..",  "<<", "::", NULL};
    size_t size = 1;
    for (size_t i = 0; marks[i]; i++)
        if (follows(scanner, marks[i])) {
            size = strlen(marks[i]);
            break;
        }
    token.kind = TOKEN_MARK;
    token.text = arena_copy(
        scanner->arena, (struct text){.bytes = scanner->text.bytes + scanner->at, .size = size});
    scanner->at += size;
    token.end = scanner->at;
    add_token(scanner, token);
}

static void read_name(struct scanner *scanner, struct groovy_token token)
{
    bool number = peek(scanner, 0) >= '0' && peek(scanner, 0) <= '9';
    size_t start = scanner->at;
    while (!at_end(scanner) &&
           (is_name_byte(peek(scanner, 0)) || (number && peek(scanner, 0) == '.' &&
                                               peek(scanner, 1) >= '0' && peek(scanner, 1) <= '9')))
        scanner->at++;
    token.kind = number ? TOKEN_NUMBER : TOKEN_NAME;
    token.text = arena_copy(scanner->arena, (struct text){.bytes = scanner->text.bytes + start,
                                                          .size = scanner->at - start});
    token.end = scanner->at;
    add_token(scanner, token);
}

void groovy_tokens_read(struct arena *arena, struct text text, struct groovy_tokens *out,
                        struct groovy_problem *problem)
{
    struct scanner scanner = {.arena = arena, .text = text, .line = 1, .problem = problem};
    if (text.size >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0)
        scanner.text = (struct text){.bytes = text.bytes + 3, .size = text.size - 3};
    for (;;) {
        size_t before = scanner.at;
        bool new_line = skip_blanks(&scanner);
        struct groovy_token token = {
            .start = scanner.at,
            .end = scanner.at,
            .line = scanner.line,
            .column = (uint32_t)(scanner.at - scanner.line_start) + 1,
            .spaced = scanner.at > before,
            .new_line = new_line,
            .text = "",
        };
        if (at_end(&scanner)) {
            add_token(&scanner, token);
            break;
        }
        if (peek(&scanner, 0) == '\0')
            refuse(&scanner, scanner.line, "a NUL");
        else if (read_any_text(&scanner, token))
            continue;
        else if (is_name_byte(peek(&scanner, 0)))
            read_name(&scanner, token);
        else
            read_mark(&scanner, token);
    }
    out->tokens = scanner.tokens;
    out->count = scanner.count;
}
