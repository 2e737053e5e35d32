#include "facts/lock_range.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 3, DIGITS_MAX = 9 };

/* A version of which only the first `given` numbers are written. */
struct partial {
    uint64_t parts[PARTS];
    unsigned given;
    bool has_label; /* a pre-release */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool is_wildcard(char byte)
{
    return byte == 'x' || byte == 'X' || byte == '*';
}

/* One number; 0 bytes when there is none, or one that nobody writes. */
static size_t read_number(const char *text, uint64_t *out)
{
    size_t size = 0;
    *out = 0;
    for (; is_digit(text[size]); size++) {
        if (size == DIGITS_MAX)
            return 0;
        *out = *out * 10 + (uint64_t)(text[size] - '0');
    }
    return size;
}

/* How many bytes a version takes; 0 when there is none. */
static size_t read_version(const char *text, struct partial *out)
{
    size_t at = text[0] == 'v' || text[0] == 'V' ? 1 : 0;
    bool is_open = false;
    *out = (struct partial){0};
    for (unsigned i = 0; i < PARTS; i++) {
        if (is_wildcard(text[at])) {
            is_open = true;
            at++;
        } else {
            size_t size = read_number(text + at, &out->parts[i]);
            if (size == 0)
                return 0;
            at += size;
            out->given += is_open ? 0 : 1;
        }
        if (i + 1 == PARTS || text[at] != '.')
            break;
        at++;
    }
    if (text[at] == '-' && text[at + 1] != '\0' && !is_blank(text[at + 1])) {
        out->has_label = true;
        at += strcspn(text + at, " \t,|+");
    }
    if (text[at] == '+')
        at += strcspn(text + at, " \t,|");
    return at;
}

static int order(const uint64_t a[PARTS], const uint64_t b[PARTS])
{
    for (unsigned i = 0; i < PARTS; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The least version above all that share the first `kept` numbers. */
static void bump(const struct partial *version, unsigned kept, uint64_t out[PARTS])
{
    memset(out, 0, sizeof(uint64_t) * PARTS);
    for (unsigned i = 0; i < kept; i++)
        out[i] = version->parts[i];
    if (kept > 0)
        out[kept - 1]++;
}

/* At least `low`, and below the version where one of the first `kept` numbers grows;
 * 0: there is no such end. */
static bool is_between(const struct partial *version, const struct partial *low, unsigned kept)
{
    uint64_t high[PARTS];
    bump(low, kept, high);
    return order(version->parts, low->parts) >= 0 && (kept == 0 || order(version->parts, high) < 0);
}

/* A caret lets change what is right of the first number that is not 0. */
static unsigned caret_kept(const struct partial *low)
{
    for (unsigned i = 0; i < low->given; i++)
        if (low->parts[i] > 0)
            return i + 1;
    return low->given;
}

static enum range_answer answer(bool holds)
{
    return holds ? RANGE_YES : RANGE_NO;
}

enum comparator { SAME, CARET, TILDE, PESSIMISTIC, AT_LEAST, AT_MOST, ABOVE, BELOW, UNEQUAL };

static size_t read_comparator(const char *text, enum comparator *out)
{
    static const struct {
        const char *word;
        enum comparator comparator;
    } words[] = {{"~>", PESSIMISTIC}, {">=", AT_LEAST}, {"<=", AT_MOST}, {"!=", UNEQUAL},
                 {"==", SAME},        {"^", CARET},     {"~", TILDE},    {">", ABOVE},
                 {"<", BELOW},        {"=", SAME}};
    *out = SAME;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t size = strlen(words[i].word);
        if (strncmp(text, words[i].word, size) == 0) {
            *out = words[i].comparator;
            return size;
        }
    }
    return 0;
}

static enum range_answer same(enum range_dialect dialect, bool is_bare, const struct partial *low,
                              const struct partial *version)
{
    if (dialect == RANGE_CARGO && is_bare)
        return answer(is_between(version, low, caret_kept(low)));
    if (dialect == RANGE_TERRAFORM)
        return answer(order(version->parts, low->parts) == 0);
    return answer(is_between(version, low, low->given));
}

static enum range_answer compare(enum range_dialect dialect, enum comparator comparator,
                                 bool is_bare, const struct partial *low,
                                 const struct partial *version)
{
    bool is_partial = low->given < PARTS;
    uint64_t above[PARTS];
    bump(low, low->given, above);
    if (low->has_label && order(version->parts, low->parts) == 0)
        return RANGE_UNKNOWN;
    switch (comparator) {
    case SAME:
        return same(dialect, is_bare, low, version);
    case CARET:
        return answer(is_between(version, low, caret_kept(low)));
    case PESSIMISTIC:
        if (dialect == RANGE_TERRAFORM)
            return low->given < 2 ? RANGE_UNKNOWN
                                  : answer(is_between(version, low, low->given - 1));
        return answer(is_between(version, low, low->given < 2 ? low->given : 2));
    case TILDE:
        return answer(is_between(version, low, low->given < 2 ? low->given : 2));
    case AT_LEAST:
        return answer(order(version->parts, low->parts) >= 0);
    case BELOW:
        return answer(order(version->parts, low->parts) < 0);
    case AT_MOST:
        if (is_partial && dialect != RANGE_TERRAFORM)
            return answer(low->given == 0 || order(version->parts, above) < 0);
        return answer(order(version->parts, low->parts) <= 0);
    case ABOVE:
        if (is_partial && dialect != RANGE_TERRAFORM)
            return low->given == 0 ? RANGE_NO : answer(order(version->parts, above) >= 0);
        return answer(order(version->parts, low->parts) > 0);
    case UNEQUAL:
        return is_partial ? RANGE_UNKNOWN : answer(order(version->parts, low->parts) != 0);
    }
    return RANGE_UNKNOWN;
}

static enum range_answer both(enum range_answer a, enum range_answer b)
{
    if (a == RANGE_NO || b == RANGE_NO)
        return RANGE_NO;
    return a == RANGE_YES ? b : a;
}

static size_t skip_blanks(const char *text)
{
    size_t size = 0;
    while (is_blank(text[size]))
        size++;
    return size;
}

/* All comparators up to the end or to `||`; `at` moves there. False: no range. */
static bool read_alternative(enum range_dialect dialect, const char **at,
                             const struct partial *version, enum range_answer *out)
{
    bool takes_or = dialect == RANGE_NPM || dialect == RANGE_HELM;
    *out = RANGE_YES;
    for (;;) {
        *at += skip_blanks(*at);
        if (**at == '\0' || (takes_or && strncmp(*at, "||", 2) == 0))
            return true;
        if (**at == ',' && dialect != RANGE_NPM) {
            ++*at;
            continue;
        }
        enum comparator comparator;
        size_t operator_size = read_comparator(*at, &comparator);
        *at += operator_size;
        *at += skip_blanks(*at);
        struct partial low;
        size_t size = read_version(*at, &low);
        if (size == 0)
            return false;
        *at += size;
        if (**at != '\0' && !strchr(" \t,|", **at))
            return false;
        /* `1.2 - 2.3`: from the one to the other. */
        const char *rest = *at + skip_blanks(*at);
        if (operator_size == 0 && takes_or && rest[0] == '-' && is_blank(rest[1])) {
            comparator = AT_LEAST;
            *out = both(*out, compare(dialect, comparator, false, &low, version));
            *at = rest + 1;
            *at += skip_blanks(*at);
            size = read_version(*at, &low);
            if (size == 0)
                return false;
            *at += size;
            comparator = AT_MOST;
        }
        *out = both(*out, compare(dialect, comparator, operator_size == 0, &low, version));
    }
}

enum range_answer range_holds(enum range_dialect dialect, const char *range, const char *version)
{
    struct partial exact;
    size_t size = read_version(version, &exact);
    if (strcmp(range, version) == 0)
        return RANGE_YES;
    if (size == 0 || version[size] != '\0' || exact.given < PARTS || exact.has_label)
        return RANGE_UNKNOWN;
    enum range_answer best = RANGE_NO;
    for (const char *at = range;;) {
        enum range_answer one;
        if (!read_alternative(dialect, &at, &exact, &one))
            return RANGE_UNKNOWN;
        if (one == RANGE_YES)
            best = RANGE_YES;
        else if (one == RANGE_UNKNOWN && best == RANGE_NO)
            best = RANGE_UNKNOWN;
        if (*at == '\0')
            return best;
        at += 2;
    }
}
