#include "document/toml_scalar.h"

#include "document/toml.h"

#include <string.h>

/* A value while it is read; `out` takes the text of a number in its one form. */
struct token {
    struct text text;
    size_t at;
    char *out;
    size_t size;
    const char *problem;
};

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static int byte_at(struct text text, size_t at)
{
    return at < text.size ? (unsigned char)text.bytes[at] : -1;
}

static int here(const struct token *token)
{
    return byte_at(token->text, token->at);
}

static bool fail(struct token *token, const char *problem)
{
    token->problem = problem;
    return false;
}

static void put(struct token *token, int byte)
{
    token->out[token->size++] = (char)byte;
}

static bool has_shape(struct text text, const char *shape)
{
    for (size_t i = 0; shape[i]; i++) {
        int byte = byte_at(text, i);
        if (shape[i] == '0' ? !is_digit(byte) : byte != shape[i])
            return false;
    }
    return true;
}

static bool is_word_byte(int byte)
{
    return is_digit(byte) || is_letter(byte) || byte == '_' || byte == '+' || byte == '-' ||
           byte == '.' || byte == ':';
}

static size_t word_end(struct text text, size_t at)
{
    while (is_word_byte(byte_at(text, at)))
        at++;
    return at;
}

size_t toml_scalar_size(struct text text)
{
    size_t size = word_end(text, 0);
    bool date = size == strlen("0000-00-00") && has_shape(text, "0000-00-00");
    if (date && byte_at(text, size) == ' ' && is_digit(byte_at(text, size + 1)))
        return word_end(text, size + 1);
    return size;
}

static unsigned number_of(struct text text, size_t at, size_t digits)
{
    unsigned value = 0;
    for (size_t i = at; i < at + digits; i++)
        value = value * 10 + (unsigned)(text.bytes[i] - '0');
    return value;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1U : 0U);
}

/* Two digits, no less than `least` and no more than `most`. */
static bool read_pair(struct token *token, unsigned least, unsigned most, const char *problem)
{
    unsigned value = number_of(token->text, token->at, 2);
    if (value < least || value > most)
        return fail(token, problem);
    token->at += 2;
    return true;
}

static struct text rest_of(const struct token *token)
{
    return (struct text){token->text.bytes + token->at, token->text.size - token->at};
}

static bool read_date(struct token *token)
{
    if (!has_shape(rest_of(token), "0000-00-00") || is_digit(byte_at(token->text, 10)))
        return fail(token, "a date is written YYYY-MM-DD");
    unsigned year = number_of(token->text, 0, 4);
    token->at = 5;
    unsigned month = number_of(token->text, 5, 2);
    if (!read_pair(token, 1, 12, "a month is 01 to 12"))
        return false;
    token->at++;
    return read_pair(token, 1, days_of(year, month), "the month has no such day");
}

/* RFC 3339, section 5.6; a minute may have a leap second. */
static bool read_time(struct token *token)
{
    if (!has_shape(rest_of(token), "00:00:00") ||
        is_digit(byte_at(token->text, token->at + strlen("00:00:00"))))
        return fail(token, "a time is written HH:MM:SS");
    if (!read_pair(token, 0, 23, "an hour is 00 to 23"))
        return false;
    token->at++;
    if (!read_pair(token, 0, 59, "a minute is 00 to 59"))
        return false;
    token->at++;
    if (!read_pair(token, 0, 60, "a second is 00 to 60"))
        return false;
    if (here(token) != '.')
        return true;
    token->at++;
    if (!is_digit(here(token)))
        return fail(token, "a digit is expected after '.'");
    while (is_digit(here(token)))
        token->at++;
    return true;
}

static bool read_offset(struct token *token)
{
    if (here(token) == 'Z' || here(token) == 'z') {
        token->at++;
        return true;
    }
    struct text rest = rest_of(token);
    if (!has_shape(rest, "+00:00") && !has_shape(rest, "-00:00"))
        return fail(token, "an offset is written Z, +HH:MM or -HH:MM");
    token->at++;
    if (!read_pair(token, 0, 23, "an hour is 00 to 23"))
        return false;
    token->at++;
    return read_pair(token, 0, 59, "a minute is 00 to 59");
}

static bool ends(struct token *token, const char *problem)
{
    return token->at == token->text.size || fail(token, problem);
}

static bool read_temporal(struct token *token, const char **tag)
{
    static const char after_time[] = "the time should end here";
    if (byte_at(token->text, 2) == ':' || byte_at(token->text, 1) == ':') {
        *tag = TOML_LOCAL_TIME;
        return read_time(token) && ends(token, after_time);
    }
    *tag = TOML_LOCAL_DATE;
    if (!read_date(token))
        return false;
    if (token->at == token->text.size)
        return true;
    if (here(token) != 'T' && here(token) != 't' && here(token) != ' ')
        return fail(token, "the date should end here, or go on with 'T' and a time");
    token->at++;
    if (!read_time(token))
        return false;
    *tag = TOML_LOCAL_DATE_TIME;
    if (token->at == token->text.size)
        return true;
    *tag = TOML_OFFSET_DATE_TIME;
    return read_offset(token) && ends(token, after_time);
}

static bool is_digit_of(int base, int byte)
{
    if (base == 16)
        return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
    return byte >= '0' && byte < '0' + base;
}

/* Digits, with single underscores between them. */
static bool read_digits(struct token *token, int base)
{
    for (bool first = true;; first = false) {
        if (!is_digit_of(base, here(token)))
            return fail(token, here(token) == '_' || !first
                                   ? "an underscore stands between two digits"
                                   : "a digit is expected");
        while (is_digit_of(base, here(token))) {
            put(token, here(token));
            token->at++;
        }
        if (here(token) != '_')
            return true;
        token->at++;
    }
}

static const char wide[] = "the integer needs more than 64 bits";

/* Behind `0x`, `0o` or `0b`. */
static bool read_based(struct token *token, struct arena *arena, const char **text)
{
    int base = here(token) == 'x' ? 16 : here(token) == 'o' ? 8 : 2;
    token->at++;
    token->size = 0;
    if (!read_digits(token, base) || !ends(token, "a digit is expected"))
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < token->size; i++) {
        char byte = token->out[i];
        int digit = is_digit(byte) ? byte - '0' : (byte | 0x20) - 'a' + 10;
        if (__builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit, &value)) {
            token->at = 0;
            return fail(token, wide);
        }
    }
    *text = arena_printf(arena, "%lld", (long long)value);
    return true;
}

static bool read_fraction(struct token *token)
{
    if (here(token) != '.')
        return true;
    put(token, '.');
    token->at++;
    return read_digits(token, 10);
}

static bool read_exponent(struct token *token)
{
    if (here(token) != 'e' && here(token) != 'E')
        return true;
    put(token, 'e');
    token->at++;
    if (here(token) == '+' || here(token) == '-') {
        put(token, here(token));
        token->at++;
    }
    return read_digits(token, 10);
}

static bool read_decimal(struct token *token, struct arena *arena, const char **text)
{
    size_t digits = token->size;
    size_t start = token->at;
    if (!read_digits(token, 10))
        return false;
    if (token->size - digits > 1 && token->out[digits] == '0') {
        token->at = start;
        return fail(token, "a number has no leading zeros");
    }
    size_t whole = token->at;
    if (!read_fraction(token) || !read_exponent(token) ||
        !ends(token, "the number should end here"))
        return false;
    token->out[token->size] = '\0';
    if (whole < token->text.size)
        return true;
    const struct node integer = {.kind = NODE_NUMBER, .text = token->out, .size = token->size};
    int64_t value;
    if (!node_integer(&integer, &value)) {
        token->at = 0;
        return fail(token, wide);
    }
    *text = arena_printf(arena, "%lld", (long long)value); /* -0 is 0 */
    return true;
}

static bool read_number(struct token *token, struct arena *arena, const char **text)
{
    bool sign = here(token) == '+' || here(token) == '-';
    if (here(token) == '-')
        put(token, '-');
    token->at += sign;
    struct text rest = rest_of(token);
    *text = token->out;
    if (text_equals(rest, "inf") || text_equals(rest, "nan")) {
        if (text_equals(rest, "nan"))
            token->size = 0;
        memcpy(token->out + token->size, rest.bytes, rest.size);
        token->out[token->size + rest.size] = '\0';
        return true;
    }
    if (here(token) == '0' && rest.size > 1 && strchr("xobXOB", rest.bytes[1])) {
        if (sign)
            return fail(token, "a hexadecimal, octal or binary number takes no sign");
        token->at++;
        if (!strchr("xob", rest.bytes[1]))
            return fail(token, "'0x', '0o' and '0b' are written with a small letter");
        return read_based(token, arena, text);
    }
    return read_decimal(token, arena, text);
}

/* A sign within it that belongs to no exponent, or a colon. */
static bool is_temporal(struct text text)
{
    if (!is_digit(byte_at(text, 0)))
        return false;
    for (size_t i = 1; i < text.size; i++) {
        char before = text.bytes[i - 1];
        if (text.bytes[i] == ':' || (text.bytes[i] == '-' && before != 'e' && before != 'E'))
            return true;
    }
    return false;
}

static bool read_word(struct token *token)
{
    static const char *const words[] = {"true", "false", "inf", "nan"};
    char *word = token->out;
    memcpy(word, token->text.bytes, token->text.size);
    word[token->text.size] = '\0';
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (string_equals_folded(word, words[i]))
            return fail(token, "'true', 'false', 'inf' and 'nan' are written in small letters");
    return fail(token, token->text.size == 0 ? "a value is expected"
                                             : "a value is expected: a text stands in quotes");
}

bool toml_scalar_read(struct arena *arena, struct text text, struct toml_scalar *out)
{
    struct token token = {.text = text, .out = arena_bytes(arena, text.size + 1)};
    *out = (struct toml_scalar){.kind = NODE_NUMBER};
    bool good;
    int first = byte_at(text, 0);
    if (text_equals(text, "true") || text_equals(text, "false")) {
        out->kind = NODE_BOOLEAN;
        out->text = arena_copy(arena, text);
        return true;
    }
    if (is_temporal(text)) {
        out->kind = NODE_TEXT;
        out->text = arena_copy(arena, text);
        good = read_temporal(&token, &out->tag);
    } else if (text_equals(text, "inf") || text_equals(text, "nan") || is_digit(first) ||
               first == '+' || first == '-' || first == '.') {
        good = read_number(&token, arena, &out->text);
    } else {
        good = read_word(&token);
    }
    out->at = token.at;
    out->problem = token.problem;
    return good;
}
