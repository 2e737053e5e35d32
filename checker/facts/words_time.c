#include "facts/words_time.h"

#include "base/date.h"

#include <string.h>

static bool number_of(const char *word, int64_t *out)
{
    static const char *const names[] = {"one",    "two",    "three",    "four",     "five",
                                        "six",    "seven",  "eight",    "nine",     "ten",
                                        "eleven", "twelve", "thirteen", "fourteen", NULL};
    for (size_t i = 0; names[i]; i++) {
        if (strcmp(word, names[i]) == 0) {
            *out = (int64_t)i + 1;
            return true;
        }
    }
    if (strcmp(word, "a") == 0 || strcmp(word, "an") == 0) {
        *out = 1;
        return true;
    }
    size_t digits = strspn(word, "0123456789");
    if (!digits || digits > 3 || (word[digits] && word[digits] != 'h' && word[digits] != 'd'))
        return false;
    *out = 0;
    for (size_t i = 0; i < digits; i++)
        *out = *out * 10 + (word[i] - '0');
    return *out > 0;
}

static int64_t unit_of(const char *word)
{
    if (string_starts_with(word, "hour") || strcmp(word, "hrs") == 0 || strcmp(word, "h") == 0)
        return 3600;
    if (strcmp(word, "day") == 0 || strcmp(word, "days") == 0)
        return SECONDS_A_DAY;
    if (strcmp(word, "week") == 0 || strcmp(word, "weeks") == 0)
        return 7 * (int64_t)SECONDS_A_DAY;
    return strcmp(word, "month") == 0 || strcmp(word, "months") == 0 ? 30 * (int64_t)SECONDS_A_DAY
                                                                     : 0;
}

int64_t words_time_at(const struct words *words, size_t at, size_t to)
{
    static const char *const between[] = {"business", "working", "calendar", "full", "few",
                                          "couple",   "of",      "or",       "to",   NULL};
    int64_t number = 0, next;
    const char *word = words->items[at].text;
    if (!number_of(word, &number))
        return 0;
    size_t digits = strspn(word, "0123456789");
    if (word[digits] == 'h' && digits)
        return word[digits + 1] == '\0' || strcmp(word + digits, "hrs") == 0 ||
                       strcmp(word + digits, "hours") == 0
                   ? number * 3600
                   : 0;
    if (word[digits] == 'd' && digits)
        return word[digits + 1] == '\0' ? number * SECONDS_A_DAY : 0;
    for (size_t i = at + 1; i < to && i < at + 5; i++) {
        int64_t unit = unit_of(words->items[i].text);
        if (unit)
            return number * unit;
        if (!string_is_one_of(words->items[i].text, between) &&
            !number_of(words->items[i].text, &next))
            return 0;
    }
    return 0;
}
