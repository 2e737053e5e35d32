#include "base/version_pep440.h"

#include <string.h>

static const struct text zero = {.bytes = "0", .size = 1};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_separator(char c)
{
    return c == '.' || c == '-' || c == '_';
}

static void skip(struct text *rest, size_t count)
{
    rest->bytes += count;
    rest->size -= count;
}

static bool take_separator(struct text *rest)
{
    bool is_there = rest->size > 0 && is_separator(rest->bytes[0]);
    if (is_there)
        skip(rest, 1);
    return is_there;
}

static struct text without_zeros(struct text digits)
{
    while (digits.size > 1 && digits.bytes[0] == '0')
        skip(&digits, 1);
    return digits;
}

/* Digits off the front; false when there are none. */
static bool take_digits(struct text *rest, struct text *out)
{
    size_t size = 0;
    while (size < rest->size && is_digit(rest->bytes[size]))
        size++;
    if (size == 0)
        return false;
    *out = without_zeros((struct text){.bytes = rest->bytes, .size = size});
    skip(rest, size);
    return true;
}

/* A word off the front, its letters folded; the words are lower case, longest first. */
static int take_word(struct text *rest, const char *const *words)
{
    for (int i = 0; words[i]; i++) {
        size_t size = strlen(words[i]);
        size_t same = 0;
        while (same < size && same < rest->size && lower(rest->bytes[same]) == words[i][same])
            same++;
        if (same == size) {
            skip(rest, size);
            return i;
        }
    }
    return -1;
}

/* The number after a word, with or without a separator; "0" when there is none. */
static struct text take_suffix_number(struct text *rest)
{
    struct text number = zero;
    struct text after = *rest;
    take_separator(&after);
    if (take_digits(&after, &number))
        *rest = after;
    return number;
}

/* A separator, one of the words and a number. */
static int take_segment(struct text *rest, const char *const *words, struct text *number)
{
    struct text after = *rest;
    take_separator(&after);
    int word = take_word(&after, words);
    if (word < 0)
        return -1;
    *number = take_suffix_number(&after);
    *rest = after;
    return word;
}

static bool take_release(struct text *rest, struct pep440 *out)
{
    struct text number;
    struct text release = *rest;
    out->epoch = zero;
    if (!take_digits(rest, &number))
        return false;
    if (rest->size > 0 && rest->bytes[0] == '!') {
        out->epoch = number;
        skip(rest, 1);
        release = *rest;
        if (!take_digits(rest, &number))
            return false;
    }
    while (rest->size > 1 && rest->bytes[0] == '.' && is_digit(rest->bytes[1])) {
        skip(rest, 1);
        take_digits(rest, &number);
    }
    release.size = (size_t)(rest->bytes - release.bytes);
    out->release = release;
    return true;
}

static void take_pre(struct text *rest, struct pep440 *out)
{
    static const char *const words[] = {"alpha", "beta", "preview", "pre", "rc",
                                        "a",     "b",    "c",       NULL};
    static const enum pep440_phase phases[] = {PEP440_ALPHA,     PEP440_BETA,      PEP440_CANDIDATE,
                                               PEP440_CANDIDATE, PEP440_CANDIDATE, PEP440_ALPHA,
                                               PEP440_BETA,      PEP440_CANDIDATE};
    int word = take_segment(rest, words, &out->pre);
    out->has_pre = word >= 0;
    if (out->has_pre)
        out->phase = phases[word];
}

static void take_post(struct text *rest, struct pep440 *out)
{
    static const char *const words[] = {"post", "rev", "r", NULL};
    struct text after = *rest;
    if (after.size > 1 && after.bytes[0] == '-') {
        skip(&after, 1);
        if (take_digits(&after, &out->post)) {
            out->has_post = true;
            *rest = after;
            return;
        }
    }
    out->has_post = take_segment(rest, words, &out->post) >= 0;
}

static bool take_local(struct text *rest, struct pep440 *out)
{
    if (rest->size == 0 || rest->bytes[0] != '+')
        return true;
    skip(rest, 1);
    out->local = *rest;
    bool after_separator = true;
    for (size_t i = 0; i < rest->size; i++) {
        bool is_mark = is_separator(rest->bytes[i]);
        bool is_part = is_digit(rest->bytes[i]) || is_letter(rest->bytes[i]);
        if ((!is_mark && !is_part) || (is_mark && after_separator))
            return false;
        after_separator = is_mark;
    }
    rest->size = 0;
    return !after_separator;
}

bool pep440_parse(struct text text, struct pep440 *out)
{
    static const char *const dev[] = {"dev", NULL};
    struct text rest = text_trim(text);
    struct pep440 version = {0};
    if (rest.size > 0 && lower(rest.bytes[0]) == 'v')
        skip(&rest, 1);
    if (!take_release(&rest, &version))
        return false;
    take_pre(&rest, &version);
    take_post(&rest, &version);
    version.has_dev = take_segment(&rest, dev, &version.dev) >= 0;
    if (!take_local(&rest, &version) || rest.size > 0)
        return false;
    *out = version;
    return true;
}

static int sign_of(bool greater, bool less)
{
    return (int)greater - (int)less;
}

static int order_numbers(struct text a, struct text b)
{
    if (a.size != b.size)
        return sign_of(a.size > b.size, a.size < b.size);
    int order = memcmp(a.bytes, b.bytes, a.size);
    return sign_of(order > 0, order < 0);
}

/* Numbers that are not written are zeros. */
static int order_releases(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && (a.size > 0 || b.size > 0)) {
        struct text left = zero;
        struct text right = zero;
        take_digits(&a, &left);
        take_digits(&b, &right);
        order = order_numbers(left, right);
        take_separator(&a);
        take_separator(&b);
    }
    return order;
}

/* Where the version stands around its release: before the pre-releases (only
 * a development release), among them, or after them. */
static int rank_of_pre(const struct pep440 *version)
{
    if (version->has_pre)
        return 0;
    return version->has_dev && !version->has_post ? -1 : 1;
}

static int order_pre(const struct pep440 *a, const struct pep440 *b)
{
    int left = rank_of_pre(a);
    int right = rank_of_pre(b);
    if (left != right || left != 0)
        return sign_of(left > right, left < right);
    if (a->phase != b->phase)
        return sign_of(a->phase > b->phase, a->phase < b->phase);
    return order_numbers(a->pre, b->pre);
}

static struct text take_part(struct text *rest)
{
    size_t size = 0;
    while (size < rest->size && !is_separator(rest->bytes[size]))
        size++;
    struct text part = {.bytes = rest->bytes, .size = size};
    skip(rest, size < rest->size ? size + 1 : size);
    return part;
}

static bool is_numeric(struct text part)
{
    for (size_t i = 0; i < part.size; i++)
        if (!is_digit(part.bytes[i]))
            return false;
    return true;
}

/* Numbers are after words; words are compared with their letters folded. */
static int order_parts(struct text a, struct text b)
{
    bool a_is_number = is_numeric(a);
    bool b_is_number = is_numeric(b);
    if (a_is_number != b_is_number)
        return a_is_number ? 1 : -1;
    if (a_is_number)
        return order_numbers(without_zeros(a), without_zeros(b));
    for (size_t i = 0; i < a.size && i < b.size; i++) {
        char left = lower(a.bytes[i]);
        char right = lower(b.bytes[i]);
        if (left != right)
            return sign_of(left > right, left < right);
    }
    return sign_of(a.size > b.size, a.size < b.size);
}

static int order_local(struct text a, struct text b)
{
    int order = 0;
    while (order == 0 && a.size > 0 && b.size > 0) {
        struct text left = take_part(&a);
        struct text right = take_part(&b);
        order = order_parts(left, right);
    }
    return order != 0 ? order : sign_of(a.size > 0, b.size > 0);
}

int pep440_order(const struct pep440 *a, const struct pep440 *b)
{
    int order = order_numbers(a->epoch, b->epoch);
    if (order == 0)
        order = order_releases(a->release, b->release);
    if (order == 0)
        order = order_pre(a, b);
    if (order == 0)
        order = sign_of(a->has_post && !b->has_post, b->has_post && !a->has_post);
    if (order == 0 && a->has_post)
        order = order_numbers(a->post, b->post);
    if (order == 0)
        order = sign_of(!a->has_dev && b->has_dev, a->has_dev && !b->has_dev);
    if (order == 0 && a->has_dev)
        order = order_numbers(a->dev, b->dev);
    return order != 0 ? order : order_local(a->local, b->local);
}

bool pep440_compare(struct text a, struct text b, int *out)
{
    struct pep440 left;
    struct pep440 right;
    if (!pep440_parse(a, &left) || !pep440_parse(b, &right))
        return false;
    *out = pep440_order(&left, &right);
    return true;
}
