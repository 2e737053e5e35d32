#include "document/json5_parts.h"

#include <stdlib.h>
#include <string.h>

static int byte_at(struct text text, size_t at)
{
    return at < text.size ? (unsigned char)text.bytes[at] : -1;
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hexadecimal(int byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static bool is_name_byte(int byte, bool first)
{
    return byte == '_' || byte == '$' || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || byte >= 0x80 || (!first && is_digit(byte));
}

size_t json5_space(struct text text)
{
    if (byte_at(text, 0) == '\v' || byte_at(text, 0) == '\f')
        return 1;
    uint32_t code = 0;
    size_t size = byte_at(text, 0) >= 0x80 ? utf8_decode(text.bytes, text.size, &code) : 0;
    bool is_space = code == 0xA0 || code == 0xFEFF || code == 0x2028 || code == 0x2029 ||
                    code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F ||
                    code == 0x205F || code == 0x3000;
    return is_space ? size : 0;
}

static bool fail(struct unescaped *out, size_t at, const char *problem)
{
    *out = (struct unescaped){.size = at, .problem = problem};
    return false;
}

/* `\xHH`; `*at` stands behind the `x`. */
static const char *read_byte(struct text text, size_t *at, uint32_t *out)
{
    if (!is_hexadecimal(byte_at(text, *at)) || !is_hexadecimal(byte_at(text, *at + 1)))
        return "'\\x' takes two hexadecimal digits";
    const char digits[] = {text.bytes[*at], text.bytes[*at + 1], '\0'};
    *out = (uint32_t)strtoul(digits, NULL, 16);
    *at += 2;
    return NULL;
}

/* What stands behind a backslash; NULL, or the problem. */
static const char *read_escape(struct text text, size_t *at, struct buffer *out)
{
    static const char letters[] = "bfnrtv0";
    static const char meanings[] = "\b\f\n\r\t\v\0";
    int byte = byte_at(text, *at);
    if (byte < 0)
        return "the text has no closing quote";
    (*at)++;
    if (byte == '\r' && byte_at(text, *at) == '\n')
        (*at)++;
    if (byte == '\n' || byte == '\r')
        return NULL;
    if (is_digit(byte) && (byte != '0' || is_digit(byte_at(text, *at))))
        return "an escape that does not exist";
    const char *letter = byte > 0 ? strchr(letters, byte) : NULL;
    if (byte == 'u' || byte == 'x') {
        uint32_t code = 0;
        const char *problem =
            byte == 'u' ? unescape_unicode(text, at, &code) : read_byte(text, at, &code);
        char bytes[4];
        if (!problem)
            buffer_add(out, bytes, utf8_encode(code, bytes));
        return problem;
    }
    buffer_add_byte(out, letter ? meanings[letter - letters] : (char)byte);
    return NULL;
}

static const char *read_inside(struct text text, size_t *at, struct buffer *out)
{
    int quote = byte_at(text, 0);
    for (*at = 1; byte_at(text, *at) != quote;) {
        int byte = byte_at(text, *at);
        uint32_t code;
        if (byte < 0 || byte == '\n' || byte == '\r')
            return "the text has no closing quote";
        if (byte == '\\') {
            (*at)++;
            const char *problem = read_escape(text, at, out);
            if (problem)
                return problem;
            continue;
        }
        size_t taken = utf8_decode(text.bytes + *at, text.size - *at, &code);
        if (taken == 1 && byte >= 0x80)
            return "the text is not UTF-8";
        buffer_add(out, text.bytes + *at, taken);
        *at += taken;
    }
    (*at)++;
    return NULL;
}

bool json5_unescape(struct arena *arena, struct text text, struct unescaped *out)
{
    struct buffer inside = BUFFER_EMPTY;
    size_t at = 0;
    const char *problem = read_inside(text, &at, &inside);
    if (!problem)
        *out = (struct unescaped){
            .text = {arena_copy(arena, (struct text){buffer_string(&inside), inside.size}),
                     inside.size},
            .size = at};
    buffer_release(&inside);
    return problem ? fail(out, at, problem) : true;
}

bool json5_name(struct arena *arena, struct text text, struct unescaped *out)
{
    struct buffer name = BUFFER_EMPTY;
    const char *problem = NULL;
    size_t at = 0;
    while (!problem) {
        int byte = byte_at(text, at);
        if (byte == '\\' && byte_at(text, at + 1) == 'u') {
            uint32_t code = 0;
            char bytes[4];
            at += 2;
            problem = unescape_unicode(text, &at, &code);
            if (!problem)
                buffer_add(&name, bytes, utf8_encode(code, bytes));
        } else if (is_name_byte(byte, name.size == 0)) {
            buffer_add_byte(&name, (char)byte);
            at++;
        } else {
            break;
        }
    }
    struct text copy = {arena_copy(arena, (struct text){buffer_string(&name), name.size}),
                        name.size};
    buffer_release(&name);
    if (!problem && (copy.size == 0 || !utf8_is_valid(copy)))
        problem = "a key is expected: a name, or a text in quotes";
    if (problem)
        return fail(out, 0, problem);
    *out = (struct unescaped){.text = copy, .size = at};
    return true;
}

static size_t count_digits(struct text text, size_t at)
{
    size_t count = 0;
    while (is_digit(byte_at(text, at + count)))
        count++;
    return count;
}

static bool read_hexadecimal(struct arena *arena, struct text text, size_t at, bool negative,
                             struct json5_scalar *out)
{
    size_t end = at;
    while (is_hexadecimal(byte_at(text, end)))
        end++;
    if (end == at || end - at > 16)
        return false;
    const char *digits = arena_copy(arena, (struct text){text.bytes + at, end - at});
    out->text = arena_printf(arena, "%s%llu", negative ? "-" : "", strtoull(digits, NULL, 16));
    out->size = end;
    return true;
}

/* Digits, with a point that may stand at either end, and an exponent. */
static bool read_decimal(struct arena *arena, struct text text, size_t at, bool negative,
                         struct json5_scalar *out)
{
    size_t whole = count_digits(text, at);
    if (whole > 1 && byte_at(text, at) == '0')
        return false;
    struct text before = {text.bytes + at, whole};
    at += whole;
    struct text behind = {text.bytes + at, 0};
    bool has_point = byte_at(text, at) == '.';
    if (has_point) {
        size_t fraction = count_digits(text, at + 1);
        behind = (struct text){text.bytes + at + 1, fraction};
        at += 1 + fraction;
    }
    if (whole + behind.size == 0)
        return false;
    size_t exponent = at;
    if (byte_at(text, at) == 'e' || byte_at(text, at) == 'E') {
        at++;
        at += byte_at(text, at) == '+' || byte_at(text, at) == '-';
        size_t digits = count_digits(text, at);
        if (digits == 0)
            return false;
        at += digits;
    }
    out->text = arena_printf(arena, "%s%.*s%s%.*s%.*s", negative ? "-" : "", whole ? (int)whole : 1,
                             whole ? before.bytes : "0", has_point ? "." : "",
                             has_point && behind.size == 0 ? 1 : (int)behind.size,
                             has_point && behind.size == 0 ? "0" : behind.bytes,
                             (int)(at - exponent), text.bytes + exponent);
    out->size = at;
    return true;
}

bool json5_scalar_read(struct arena *arena, struct text text, struct json5_scalar *out)
{
    static const struct {
        const char *word;
        enum node_kind kind;
    } words[] = {{"true", NODE_BOOLEAN},
                 {"false", NODE_BOOLEAN},
                 {"null", NODE_NULL},
                 {"Infinity", NODE_NULL},
                 {"NaN", NODE_NULL}};
    bool negative = byte_at(text, 0) == '-';
    size_t at = negative || byte_at(text, 0) == '+';
    size_t end = at;
    while (is_name_byte(byte_at(text, end), end == at))
        end++;
    struct text word = {text.bytes + at, end - at};
    *out = (struct json5_scalar){.kind = NODE_NUMBER};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equals(word, words[i].word) && (at == 0 || i > 2)) {
            *out = (struct json5_scalar){words[i].kind, words[i].word, end};
            return true;
        }
    bool is_hexadecimal_number = byte_at(text, at) == '0' && (byte_at(text, at + 1) | 0x20) == 'x';
    bool good = is_hexadecimal_number ? read_hexadecimal(arena, text, at + 2, negative, out)
                                      : read_decimal(arena, text, at, negative, out);
    return good && !is_name_byte(byte_at(text, out->size), false) &&
           byte_at(text, out->size) != '.';
}
