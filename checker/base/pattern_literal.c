#include "base/pattern.h"

#include "base/limits.h"

#include <string.h>

/* Literals shorter than this are in every file; groups deeper than that are not
 * looked into. */
enum { SHORTEST = 3, DEEPEST = 20 };

/* One reading of an expression. What is not understood ends it with `lost`, and
 * then there is no literal: guessing would lose matches. */
struct reader {
    const char *expression;
    size_t at;
    bool lost;
};

/* The literals of one concatenation: the run that is being read and the longest
 * one so far. A run holds literals that follow one another in every match. */
struct branch {
    struct buffer run;
    struct buffer best;
    bool alternatives; /* a `|` at this level: nothing of it is required */
};

static char peek(const struct reader *reader)
{
    return reader->expression[reader->at];
}

static bool looking_at(const struct reader *reader, const char *string)
{
    return string_starts_with(reader->expression + reader->at, string);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static void keep_longer(struct buffer *best, const struct buffer *other)
{
    if (other->size <= best->size)
        return;
    buffer_clear(best);
    buffer_add(best, other->bytes, other->size);
}

static void end_run(struct branch *branch)
{
    keep_longer(&branch->best, &branch->run);
    buffer_clear(&branch->run);
}

static void branch_release(struct branch *branch)
{
    buffer_release(&branch->run);
    buffer_release(&branch->best);
}

static void skip_behind(struct reader *reader, char closing)
{
    const char *end = strchr(reader->expression + reader->at, closing);
    if (end)
        reader->at = (size_t)(end - reader->expression) + 1;
    else
        reader->lost = true;
}

/* How often the atom before is wanted at least: 0, 1 (no quantifier) or more. */
enum wanted { WANTED_MAYBE, WANTED_ONCE, WANTED_REPEATED };

static enum wanted take_braces(struct reader *reader)
{
    const char *start = reader->expression + reader->at;
    size_t size = strspn(start, "0123456789, \t{");
    /* A brace that is no quantifier is a literal; one that is a quantifier in a
     * newer PCRE2 only ({,3}) is neither for us. */
    if (start[size] != '}')
        return WANTED_ONCE;
    size_t digits = 0;
    bool zero = true;
    for (; is_digit(start[1 + digits]); digits++)
        zero &= start[1 + digits] == '0';
    size_t at = 1 + digits;
    if (start[at] == ',')
        for (at++; is_digit(start[at]);)
            at++;
    if (digits == 0 || start[at] != '}') {
        reader->lost = true;
        return WANTED_MAYBE;
    }
    reader->at += at + 1;
    return zero ? WANTED_MAYBE : WANTED_REPEATED;
}

static enum wanted take_quantifier(struct reader *reader)
{
    enum wanted wanted = WANTED_ONCE;
    size_t start = reader->at;
    if (peek(reader) == '*' || peek(reader) == '?')
        wanted = WANTED_MAYBE;
    else if (peek(reader) == '+')
        wanted = WANTED_REPEATED;
    else if (peek(reader) == '{')
        wanted = take_braces(reader);
    if (wanted == WANTED_ONCE || reader->lost)
        return wanted;
    if (reader->at == start)
        reader->at++;
    if (peek(reader) == '?' || peek(reader) == '+')
        reader->at++; /* lazy or possessive */
    /* A quantifier of what was quantified, a{2}{0}, is another matter. */
    if (peek(reader) != '\0' && strchr("*+?{", peek(reader)))
        reader->lost = true;
    return wanted;
}

static void add_literal(struct reader *reader, struct branch *branch, const char *bytes,
                        size_t size)
{
    /* The quantifier reads on in the expression; the bytes may be a part of it. */
    switch (take_quantifier(reader)) {
    case WANTED_MAYBE:
        end_run(branch);
        break;
    case WANTED_ONCE:
        buffer_add(&branch->run, bytes, size);
        break;
    case WANTED_REPEATED:
        buffer_add(&branch->run, bytes, size);
        end_run(branch);
        buffer_add(&branch->run, bytes, size);
        break;
    }
}

static void add_other(struct reader *reader, struct branch *branch)
{
    end_run(branch);
    take_quantifier(reader);
}

/* Behind `\p`, `\g` and the like: a name in brackets, or one character. */
static void skip_argument(struct reader *reader)
{
    char open = peek(reader);
    if (open == '{' || open == '<' || open == '\'') {
        reader->at++;
        skip_behind(reader, (char)(open == '{' ? '}' : open == '<' ? '>' : '\''));
    } else if (is_letter(open) || is_digit(open)) {
        reader->at++;
        while (is_digit(peek(reader)))
            reader->at++;
    } else {
        reader->lost = true;
    }
}

static void skip_hex(struct reader *reader)
{
    if (peek(reader) == '{') {
        skip_behind(reader, '}');
        return;
    }
    for (int i = 0; i < 2 && is_hex(peek(reader)); i++)
        reader->at++;
}

/* `at` stands behind the backslash. */
static void read_escape(struct reader *reader, struct branch *branch)
{
    static const char controls[] = "n\nt\tr\rf\fa\ae\033";
    char byte = peek(reader);
    unsigned char code = (unsigned char)byte;
    if (byte == '\0' || code >= 0x80) {
        reader->lost = true;
        return;
    }
    reader->at++;
    if (!is_letter(byte) && !is_digit(byte)) {
        add_literal(reader, branch, &byte, 1);
        return;
    }
    for (const char *control = controls; *control; control += 2)
        if (*control == byte) {
            add_literal(reader, branch, control + 1, 1);
            return;
        }
    if (strchr("dDwWsShHvVRXbBAzZGK", byte)) {
        add_other(reader, branch);
        return;
    }
    if (byte == 'N') {
        if (looking_at(reader, "{U+"))
            skip_behind(reader, '}');
    } else if (byte == 'x') {
        skip_hex(reader);
    } else if (byte == 'p' || byte == 'P' || byte == 'k' || byte == 'g' || byte == 'o') {
        skip_argument(reader);
    } else if (is_digit(byte)) {
        while (is_digit(peek(reader)))
            reader->at++;
    } else {
        reader->lost = true; /* \Q, \E, \c, \C, and what there is not */
    }
    if (!reader->lost)
        add_other(reader, branch);
}

/* `at` stands at the `[`. */
static void read_class(struct reader *reader, struct branch *branch)
{
    const char *class = reader->expression + reader->at;
    if (class[1] != '\0' && class[2] == ']' && !strchr("^\\[]", class[1]) &&
        (unsigned char)class[1] < 0x80) {
        reader->at += 3;
        add_literal(reader, branch, class + 1, 1);
        return;
    }
    reader->at += class[1] == '^' ? 2 : 1;
    bool first = true;
    for (; first || peek(reader) != ']'; first = false) {
        /* \Q quotes, and \c takes the next byte, a bracket too. */
        if (looking_at(reader, "\\Q") || looking_at(reader, "\\E") || looking_at(reader, "\\c") ||
            peek(reader) == '\0') {
            reader->lost = true;
            return;
        }
        if (peek(reader) == '\\') {
            reader->at += reader->expression[reader->at + 1] != '\0' ? 2 : 1;
        } else if (looking_at(reader, "[:") || looking_at(reader, "[.") ||
                   looking_at(reader, "[=")) {
            /* `[:` opens a name only if `:]` closes it, with letters between. */
            const char *name = reader->expression + reader->at;
            size_t letters = strspn(name + 2, "^abcdefghijklmnopqrstuvwxyz");
            bool named = name[2 + letters] == name[1] && name[3 + letters] == ']';
            reader->at += named ? letters + 4 : 1;
        } else {
            reader->at++;
        }
    }
    reader->at++;
    add_other(reader, branch);
}

/* What stands behind `(`: may its content be looked into, and is it required? */
static bool open_group(struct reader *reader)
{
    if (peek(reader) == '*') {
        reader->lost = true; /* (*ACCEPT) ends a match anywhere */
        return false;
    }
    if (peek(reader) != '?')
        return true;
    static const char *const looks[] = {"?=", "?!", "?<=", "?<!", NULL};
    for (const char *const *look = looks; *look; look++)
        if (looking_at(reader, *look)) {
            reader->at += strlen(*look);
            return false;
        }
    if (looking_at(reader, "?:") || looking_at(reader, "?>")) {
        reader->at += 2;
        return true;
    }
    if (looking_at(reader, "?P<"))
        reader->at += 3;
    else if (looking_at(reader, "?<") || looking_at(reader, "?'"))
        reader->at += 2;
    else
        reader->lost = true; /* options, conditions, recursion, comments */
    if (!reader->lost)
        skip_behind(reader, (char)(reader->expression[reader->at - 1] == '<' ? '>' : '\''));
    return true;
}

static void read_branch(struct reader *reader, struct branch *branch, int depth);

/* `at` stands behind the `(`. */
static void read_group(struct reader *reader, struct branch *branch, int depth)
{
    bool required = open_group(reader);
    if (depth == DEEPEST)
        reader->lost = true;
    if (reader->lost)
        return;
    struct branch inner = {0};
    read_branch(reader, &inner, depth + 1);
    if (peek(reader) == ')')
        reader->at++;
    else
        reader->lost = true;
    end_run(branch);
    if (!reader->lost && take_quantifier(reader) != WANTED_MAYBE && required && !inner.alternatives)
        keep_longer(&branch->best, &inner.best);
    branch_release(&inner);
}

/* Up to the end or the `)` of this level. */
static void read_branch(struct reader *reader, struct branch *branch, int depth)
{
    while (!reader->lost && peek(reader) != '\0' && peek(reader) != ')') {
        const char *start = reader->expression + reader->at;
        switch (*start) {
        case '(':
            reader->at++;
            read_group(reader, branch, depth);
            break;
        case '[':
            read_class(reader, branch);
            break;
        case '\\':
            reader->at++;
            read_escape(reader, branch);
            break;
        case '|':
            reader->at++;
            branch->alternatives = true;
            break;
        case '.':
        case '^':
        case '$':
            reader->at++;
            add_other(reader, branch);
            break;
        case '*':
        case '+':
        case '?':
            reader->lost = true; /* repeats nothing we know */
            break;
        default: {
            uint32_t code;
            size_t taken = utf8_decode(start, strlen(start), &code);
            if (code == 0xfffd && taken == 1)
                reader->lost = true;
            reader->at += taken;
            add_literal(reader, branch, start, taken);
            break;
        }
        }
    }
    end_run(branch);
}

const char *pattern_literal(struct arena *arena, const char *expression)
{
    if (strlen(expression) > LIMIT_PATTERN_BYTES)
        return NULL;
    struct reader reader = {.expression = expression};
    struct branch branch = {0};
    read_branch(&reader, &branch, 0);
    bool found = !reader.lost && peek(&reader) == '\0' && !branch.alternatives &&
                 branch.best.size >= SHORTEST;
    const char *literal = found ? arena_strdup(arena, buffer_string(&branch.best)) : NULL;
    branch_release(&branch);
    return literal;
}
