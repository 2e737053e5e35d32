#include "document/iregexp.h"

#include <string.h>

struct translator {
    struct arena *arena;
    struct text text;
    size_t at;
    struct buffer out;
    struct iregexp_problem *problem;
};

static bool refuse(struct translator *translator, size_t at, const char *meant,
                   const char *expected, const char *message)
{
    *translator->problem = (struct iregexp_problem){
        .at = at, .message = message, .expected = expected, .meant = meant};
    return false;
}

static int peek(const struct translator *translator)
{
    return translator->at < translator->text.size
               ? (unsigned char)translator->text.bytes[translator->at]
               : -1;
}

/* One character as itself, whatever it means to PCRE2. */
static void add_literal(struct buffer *out, const char *bytes, size_t size)
{
    unsigned char byte = (unsigned char)bytes[0];
    bool is_plain = byte >= 0x80 || byte == '_' || (byte >= '0' && byte <= '9') ||
                    ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    if (byte < 0x20 || byte == 0x7f) {
        buffer_printf(out, "\\x{%x}", (unsigned)byte);
        return;
    }
    if (!is_plain)
        buffer_add_byte(out, '\\');
    buffer_add(out, bytes, size);
}

static bool take_character(struct translator *translator)
{
    uint32_t code;
    const char *bytes = translator->text.bytes + translator->at;
    size_t taken = utf8_decode(bytes, translator->text.size - translator->at, &code);
    if (code == 0xfffd && taken == 1)
        return refuse(translator, translator->at, NULL, NULL, "the text is not UTF-8");
    add_literal(&translator->out, bytes, taken);
    translator->at += taken;
    return true;
}

/* `\p{Lu}` behind its backslash: the categories of RFC 9485, section 4. */
static bool take_category(struct translator *translator, size_t start)
{
    static const struct {
        char main;
        const char *more;
    } categories[] = {{'L', "lmotu"}, {'M', "cen"},  {'N', "dlo"}, {'P', "cdefios"},
                      {'Z', "lps"},   {'S', "ckmo"}, {'C', "cfno"}};
    const char *bytes = translator->text.bytes + translator->at;
    size_t left = translator->text.size - translator->at;
    size_t size = left > 3 && bytes[3] == '}' ? 4 : 5;
    for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++) {
        if (left < size || bytes[1] != '{' || bytes[2] != categories[i].main ||
            bytes[size - 1] != '}' ||
            (size == 5 && (!bytes[3] || !strchr(categories[i].more, bytes[3]))))
            continue;
        buffer_add_byte(&translator->out, '\\');
        buffer_add(&translator->out, bytes, size);
        translator->at += size;
        return true;
    }
    return refuse(translator, start, NULL, "one such as \\p{L}, \\p{Lu} or \\P{Nd}",
                  "a category of characters that does not exist");
}

/* What an escape of other dialects is called here. */
static const char *meant_by(int byte)
{
    static const struct {
        int byte;
        const char *meant;
    } escapes[] = {
        {'d', "[0-9]"},         {'D', "[^0-9]"},       {'w', "[A-Za-z0-9_]"},
        {'W', "[^A-Za-z0-9_]"}, {'s', "[ \\t\\n\\r]"}, {'S', "[^ \\t\\n\\r]"},
        {'$', "[$]"},
    };
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
        if (escapes[i].byte == byte)
            return escapes[i].meant;
    return NULL;
}

/* SingleCharEsc; a letter of other dialects is told what to write instead. */
static bool take_escape(struct translator *translator)
{
    size_t start = translator->at++;
    int byte = peek(translator);
    if (byte == 'p' || byte == 'P')
        return take_category(translator, start);
    if (byte == 'n' || byte == 'r' || byte == 't') {
        buffer_printf(&translator->out, "\\%c", byte);
        translator->at++;
        return true;
    }
    if (byte > 0 && strchr("()*+-.?[\\]^{|}", byte)) {
        add_literal(&translator->out, translator->text.bytes + translator->at, 1);
        translator->at++;
        return true;
    }
    return refuse(translator, start, meant_by(byte), NULL, "an escape that I-Regexp does not have");
}

/* CCchar, or a whole class such as \p{L}, which begins no range. */
static bool take_member(struct translator *translator, bool *is_class)
{
    int byte = peek(translator);
    int next = translator->at + 1 < translator->text.size
                   ? translator->text.bytes[translator->at + 1]
                   : -1;
    *is_class = byte == '\\' && (next == 'p' || next == 'P');
    if (byte == '\\')
        return take_escape(translator);
    if (byte == '[')
        return refuse(translator, translator->at, "\\[", NULL, "'[' within '[...]' is escaped");
    if (byte == '-')
        return refuse(translator, translator->at, "\\-", NULL,
                      "'-' is escaped, or stands first or last in '[...]'");
    return take_character(translator);
}

/* The whole of `[...]`. */
static bool take_class(struct translator *translator)
{
    size_t start = translator->at++;
    buffer_add_byte(&translator->out, '[');
    if (peek(translator) == '^') {
        buffer_add_byte(&translator->out, '^');
        translator->at++;
    }
    for (size_t first = translator->at;;) {
        int byte = peek(translator);
        int next = translator->at + 1 < translator->text.size
                       ? translator->text.bytes[translator->at + 1]
                       : -1;
        if (byte < 0)
            return refuse(translator, start, NULL, NULL, "'[' has no ']'");
        if (byte == ']' && translator->at == first)
            return refuse(translator, translator->at, "\\]", NULL, "'[...]' holds nothing");
        if (byte == ']')
            break;
        if (byte == '-' && (translator->at == first || next == ']')) {
            buffer_add_string(&translator->out, "\\-");
            translator->at++;
            continue;
        }
        bool is_class, is_other_class;
        if (!take_member(translator, &is_class))
            return false;
        bool is_range = peek(translator) == '-' && translator->at + 1 < translator->text.size &&
                        translator->text.bytes[translator->at + 1] != ']';
        if (!is_range || is_class)
            continue;
        buffer_add_byte(&translator->out, '-');
        size_t end = ++translator->at;
        if (!take_member(translator, &is_other_class))
            return false;
        if (is_other_class)
            return refuse(translator, end, NULL, NULL, "a range ends with a character");
    }
    buffer_add_byte(&translator->out, ']');
    translator->at++;
    return true;
}

static size_t count_digits(const struct translator *translator, size_t at)
{
    size_t start = at;
    while (at < translator->text.size && translator->text.bytes[at] >= '0' &&
           translator->text.bytes[at] <= '9')
        at++;
    return at - start;
}

/* `{2}`, `{2,}`, `{2,5}`. */
static bool take_count(struct translator *translator)
{
    size_t start = translator->at;
    size_t at = start + 1;
    size_t digits = count_digits(translator, at);
    at += digits;
    if (digits > 0 && at < translator->text.size && translator->text.bytes[at] == ',') {
        at++;
        at += count_digits(translator, at);
    }
    if (digits == 0 || at >= translator->text.size || translator->text.bytes[at] != '}')
        return refuse(translator, start, NULL, "'{2}', '{2,}' or '{2,5}'; '\\{' is a brace",
                      "'{' begins no repetition");
    buffer_add(&translator->out, translator->text.bytes + start, at + 1 - start);
    translator->at = at + 1;
    return true;
}

/* What may follow an atom; nothing may follow that. */
static bool take_quantifier(struct translator *translator)
{
    int byte = peek(translator);
    if (byte == '{') {
        if (!take_count(translator))
            return false;
    } else if (byte == '*' || byte == '+' || byte == '?') {
        buffer_add_byte(&translator->out, (char)byte);
        translator->at++;
    } else {
        return true;
    }
    byte = peek(translator);
    return !(byte == '*' || byte == '+' || byte == '?' || byte == '{') ||
           refuse(translator, translator->at, NULL, NULL,
                  "a repetition is not repeated, and I-Regexp has no lazy ones");
}

static bool take_atom(struct translator *translator)
{
    int byte = peek(translator);
    switch (byte) {
    case '[':
        return take_class(translator);
    case '\\':
        return take_escape(translator);
    case '.':
        buffer_add_string(&translator->out, "[^\\n\\r]");
        break;
    case '^':
    case '$':
        buffer_printf(&translator->out, "(?:%c)", byte);
        break;
    case '*':
    case '+':
    case '?':
    case '{':
        return refuse(translator, translator->at, arena_printf(translator->arena, "\\%c", byte),
                      NULL, "there is nothing to repeat");
    case ']':
    case '}':
        return refuse(translator, translator->at, arena_printf(translator->arena, "\\%c", byte),
                      NULL, "a closing bracket without its opening one");
    default:
        return take_character(translator);
    }
    translator->at++;
    return true;
}

/* Groups are counted, not called, so that no expression is too deep for the stack. */
static bool translate(struct translator *translator)
{
    size_t open = 0, outermost = 0;
    while (translator->at < translator->text.size) {
        int byte = peek(translator);
        if (byte == '(') {
            if (open++ == 0)
                outermost = translator->at;
            translator->at++;
            buffer_add_string(&translator->out, "(?:");
            if (peek(translator) == '?')
                return refuse(translator, translator->at, NULL, NULL,
                              "I-Regexp has no groups with '(?'");
            continue;
        }
        if (byte == '|') {
            buffer_add_byte(&translator->out, '|');
            translator->at++;
            continue;
        }
        if (byte == ')') {
            if (open-- == 0)
                return refuse(translator, translator->at, "\\)", NULL, "')' has no '('");
            buffer_add_byte(&translator->out, ')');
            translator->at++;
        } else if (!take_atom(translator)) {
            return false;
        }
        if (!take_quantifier(translator))
            return false;
    }
    return open == 0 || refuse(translator, outermost, NULL, NULL, "'(' has no ')'");
}

const char *iregexp_translate(struct arena *arena, struct text expression, bool whole,
                              struct iregexp_problem *problem)
{
    struct translator translator = {.arena = arena, .text = expression, .problem = problem};
    buffer_add_string(&translator.out, whole ? "\\A(?:" : "");
    const char *translated = NULL;
    if (translate(&translator)) {
        buffer_add_string(&translator.out, whole ? ")\\z" : "");
        translated = arena_strdup(arena, buffer_string(&translator.out));
    }
    buffer_release(&translator.out);
    return translated;
}
