#include "facts/prose_date.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { TOKENS = 3, WORD_MAX = 12, MONTHS = 12, MONTH_LETTERS_MIN = 3 };

struct token {
    size_t end;
    unsigned number; /* 0 for a word */
    size_t digits;
    char word[WORD_MAX];
    size_t letters;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_ordinal(struct text text, size_t at)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
    for (size_t i = 0; endings[i]; i++)
        if (at + 2 <= text.size && memcmp(text.bytes + at, endings[i], 2) == 0 &&
            (at + 2 == text.size || !is_letter(text.bytes[at + 2])))
            return true;
    return false;
}

static bool read_token(struct text text, size_t at, struct token *out)
{
    *out = (struct token){.end = at};
    while (out->end < text.size && is_digit(text.bytes[out->end]) && out->digits < 5) {
        out->number = out->number * 10 + (unsigned)(text.bytes[out->end++] - '0');
        out->digits++;
    }
    if (out->digits) {
        if (is_ordinal(text, out->end))
            out->end += 2;
        else if (out->end < text.size && is_digit(text.bytes[out->end]))
            return false;
        return true;
    }
    while (out->end < text.size && is_letter(text.bytes[out->end])) {
        if (out->letters + 1 >= WORD_MAX)
            return false;
        out->word[out->letters++] = (char)(text.bytes[out->end++] | 0x20);
    }
    return out->letters > 0;
}

/* What may part a day, a month and a year: the same mark twice, or blanks, commas, a full stop
 * after a short month, and "of". */
static size_t skip_blanks(struct text text, size_t at)
{
    size_t begin = at;
    while (at < text.size && strchr(" ,.\t\xa0", text.bytes[at]) && at - begin < 4)
        at++;
    return at;
}

static unsigned month_of(const struct token *token)
{
    static const char *const months[MONTHS] = {"january",   "february", "march",    "april",
                                               "may",       "june",     "july",     "august",
                                               "september", "october",  "november", "december"};
    for (unsigned i = 0; i < MONTHS; i++) {
        size_t size = token->letters;
        bool is_short = size == MONTH_LETTERS_MIN || (i == 8 && size == 4);
        if ((is_short && strncmp(months[i], token->word, size) == 0) ||
            strcmp(months[i], token->word) == 0)
            return i + 1;
    }
    return 0;
}

static bool make(unsigned year, unsigned month, unsigned day, int32_t *out)
{
    char written[32];
    if (year < 1000 || year > 9999)
        return false;
    (void)snprintf(written, sizeof(written), "%04u-%02u-%02u", year, month, day);
    return date_parse(written, out);
}

static bool of_numbers(const struct token *tokens, char mark, int32_t *out)
{
    if (tokens[0].digits == 4)
        return tokens[1].digits <= 2 && tokens[2].digits <= 2 &&
               make(tokens[0].number, tokens[1].number, tokens[2].number, out);
    if (mark == '-' || tokens[0].digits > 2 || tokens[1].digits > 2 || tokens[2].digits != 4)
        return false;
    return make(tokens[2].number, tokens[1].number, tokens[0].number, out) ||
           (mark == '/' && make(tokens[2].number, tokens[0].number, tokens[1].number, out));
}

static bool of_words(const struct token *tokens, int32_t *out)
{
    if (tokens[2].digits != 4)
        return false;
    if (tokens[0].letters)
        return tokens[1].digits && tokens[1].digits <= 2 &&
               make(tokens[2].number, month_of(&tokens[0]), tokens[1].number, out);
    return tokens[1].letters && tokens[0].digits <= 2 &&
           make(tokens[2].number, month_of(&tokens[1]), tokens[0].number, out);
}

static bool read_at(struct text text, size_t at, size_t *end, int32_t *day)
{
    struct token tokens[TOKENS];
    if (!read_token(text, at, &tokens[0]))
        return false;
    size_t next = tokens[0].end;
    char mark = next < text.size ? text.bytes[next] : '\0';
    if (tokens[0].digits && mark != '\0' && strchr("-/.", mark) && next + 1 < text.size &&
        is_digit(text.bytes[next + 1])) {
        if (!read_token(text, next + 1, &tokens[1]) || tokens[1].end >= text.size ||
            text.bytes[tokens[1].end] != mark || !read_token(text, tokens[1].end + 1, &tokens[2]) ||
            !tokens[2].digits)
            return false;
        *end = tokens[2].end;
        return of_numbers(tokens, mark, day);
    }
    for (size_t i = 1; i < TOKENS; i++) {
        size_t begin = skip_blanks(text, tokens[i - 1].end);
        if (begin == tokens[i - 1].end || !read_token(text, begin, &tokens[i]))
            return false;
    }
    *end = tokens[2].end;
    return of_words(tokens, day);
}

bool prose_date_next(struct text text, size_t *from, int32_t *day)
{
    for (size_t at = *from; at < text.size; at++) {
        if (!is_digit(text.bytes[at]) && !is_letter(text.bytes[at]))
            continue;
        if (at > 0 && (is_digit(text.bytes[at - 1]) || is_letter(text.bytes[at - 1])))
            continue;
        if (!read_at(text, at, from, day))
            continue;
        return true;
    }
    *from = text.size;
    return false;
}
