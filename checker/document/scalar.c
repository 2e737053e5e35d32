#include "document/scalar.h"

#include <string.h>

static bool is_word(struct text text, const char *lower, const char *title, const char *upper)
{
    return text_equals(text, lower) || text_equals(text, title) || text_equals(text, upper);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t count_digits(struct text text, size_t at)
{
    size_t count = 0;
    while (at + count < text.size && is_digit(text.bytes[at + count]))
        count++;
    return count;
}

/* 0o[0-7]+ and 0x[0-9a-fA-F]+, which take no sign. */
static bool is_based_integer(struct text text)
{
    if (text.size < 3 || text.bytes[0] != '0' || (text.bytes[1] != 'o' && text.bytes[1] != 'x'))
        return false;
    for (size_t i = 2; i < text.size; i++) {
        char byte = text.bytes[i];
        bool good = text.bytes[1] == 'o' ? byte >= '0' && byte <= '7'
                                         : is_digit(byte) || (byte >= 'a' && byte <= 'f') ||
                                               (byte >= 'A' && byte <= 'F');
        if (!good)
            return false;
    }
    return true;
}

static bool is_number(struct text text)
{
    if (is_based_integer(text) || is_word(text, ".nan", ".NaN", ".NAN"))
        return true;
    if (text.bytes[0] == '+' || text.bytes[0] == '-')
        text = (struct text){text.bytes + 1, text.size - 1};
    if (is_word(text, ".inf", ".Inf", ".INF"))
        return true;
    size_t whole = count_digits(text, 0);
    size_t at = whole;
    size_t fraction = 0;
    if (at < text.size && text.bytes[at] == '.') {
        fraction = count_digits(text, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (at < text.size && (text.bytes[at] == 'e' || text.bytes[at] == 'E')) {
        at++;
        if (at < text.size && (text.bytes[at] == '+' || text.bytes[at] == '-'))
            at++;
        size_t exponent = count_digits(text, at);
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return at == text.size;
}

enum node_kind scalar_kind(const char *bytes, size_t size)
{
    if (size == 0)
        return NODE_NULL;
    struct text text = {bytes, size};
    switch (bytes[0]) {
    case '~':
        return size == 1 ? NODE_NULL : NODE_TEXT;
    case 'n':
    case 'N':
        return is_word(text, "null", "Null", "NULL") ? NODE_NULL : NODE_TEXT;
    case 't':
    case 'T':
        return is_word(text, "true", "True", "TRUE") ? NODE_BOOLEAN : NODE_TEXT;
    case 'f':
    case 'F':
        return is_word(text, "false", "False", "FALSE") ? NODE_BOOLEAN : NODE_TEXT;
    default:
        return (is_digit(bytes[0]) || strchr("+-.", bytes[0])) && is_number(text) ? NODE_NUMBER
                                                                                  : NODE_TEXT;
    }
}
