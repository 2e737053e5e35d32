#include "document/unescape.h"

#include <string.h>

static bool fail(struct unescaped *out, size_t at, const char *problem)
{
    *out = (struct unescaped){.size = at, .problem = problem};
    return false;
}

/* The four hexadecimal digits at `at`. */
static bool read_unit(struct text text, size_t at, uint32_t *out)
{
    uint32_t unit = 0;
    if (at + 4 > text.size)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char byte = text.bytes[i];
        uint32_t digit = byte >= '0' && byte <= '9'   ? (uint32_t)(byte - '0')
                         : byte >= 'a' && byte <= 'f' ? (uint32_t)(byte - 'a') + 10
                         : byte >= 'A' && byte <= 'F' ? (uint32_t)(byte - 'A') + 10
                                                      : 16;
        if (digit == 16)
            return false;
        unit = unit << 4 | digit;
    }
    *out = unit;
    return true;
}

const char *unescape_unicode(struct text text, size_t *at, uint32_t *out)
{
    uint32_t unit;
    if (!read_unit(text, *at, &unit))
        return "'\\u' takes four hexadecimal digits";
    *at += 4;
    if (unit < 0xd800 || unit > 0xdfff) {
        *out = unit;
        return NULL;
    }
    uint32_t low = 0;
    bool has_low = unit < 0xdc00 && *at + 6 <= text.size && text.bytes[*at] == '\\' &&
                   text.bytes[*at + 1] == 'u' && read_unit(text, *at + 2, &low) && low >= 0xdc00 &&
                   low <= 0xdfff;
    if (!has_low)
        return "a surrogate without its pair";
    *at += 6;
    *out = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return NULL;
}

static const char *read_escape(struct text text, enum unescape_dialect dialect, size_t *at,
                               char quote, char *out, size_t *size)
{
    static const char from[] = "\"\\/bfnrt'";
    static const char to[] = "\"\\/\b\f\n\r\t'";
    char byte = *at < text.size ? text.bytes[*at] : '\0';
    (*at)++;
    if (byte == 'u') {
        uint32_t code;
        const char *problem = unescape_unicode(text, at, &code);
        if (!problem)
            *size += utf8_encode(code, out + *size);
        return problem;
    }
    const char *found = byte ? strchr(from, byte) : NULL;
    /* In a JSONPath only the quote that is in use may be escaped. */
    bool other_quote = (byte == '"' || byte == '\'') && byte != quote;
    if (!found || (other_quote && (dialect == UNESCAPE_JSONPATH || byte == '\'')))
        return "an escape that does not exist";
    out[(*size)++] = to[found - from];
    return NULL;
}

bool unescape_quoted(struct arena *arena, struct text text, enum unescape_dialect dialect,
                     struct unescaped *out)
{
    char quote = text.bytes[0];
    size_t end = 1;
    while (end < text.size && text.bytes[end] != quote)
        end += text.bytes[end] == '\\' ? 2 : 1;
    if (end >= text.size)
        return fail(out, 0, "the text has no closing quote");

    /* An escape is never shorter than what it stands for. */
    char *copy = arena_alloc(arena, end, 1);
    size_t size = 0;
    struct text inside = {text.bytes, end};
    for (size_t at = 1; at < end;) {
        size_t start = at;
        if ((unsigned char)text.bytes[at] < 0x20)
            return fail(out, at, "a control character must be escaped");
        if (text.bytes[at] == '\\') {
            at++;
            const char *problem = read_escape(inside, dialect, &at, quote, copy, &size);
            if (problem)
                return fail(out, start, problem);
            continue;
        }
        uint32_t code;
        size_t taken = utf8_decode(text.bytes + at, end - at, &code);
        if (code == 0xfffd && taken == 1)
            return fail(out, at, "the text is not UTF-8");
        memcpy(copy + size, text.bytes + at, taken);
        size += taken;
        at += taken;
    }
    *out = (struct unescaped){.text = {copy, size}, .size = end + 1};
    return true;
}
