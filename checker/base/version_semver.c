#include "base/version_semver.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_identifier_byte(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

static bool is_numeric(struct text identifier)
{
    for (size_t i = 0; i < identifier.size; i++)
        if (!is_digit(identifier.bytes[i]))
            return false;
    return identifier.size > 0;
}

/* Takes what comes before `mark` off `rest`, and the mark; all of it without one. */
static struct text take_until(struct text *rest, char mark, bool *found)
{
    const char *at = rest->size > 0 ? memchr(rest->bytes, mark, rest->size) : NULL;
    struct text taken = *rest;
    *found = at != NULL;
    if (at) {
        taken.size = (size_t)(at - rest->bytes);
        *rest = (struct text){.bytes = at + 1, .size = rest->size - taken.size - 1};
    } else {
        rest->size = 0;
    }
    return taken;
}

static bool is_number(struct text text)
{
    return is_numeric(text) && (text.size == 1 || text.bytes[0] != '0');
}

/* Identifiers between dots, none of them empty. */
static bool are_identifiers(struct text rest, bool refuse_leading_zeros)
{
    bool more = true;
    while (more) {
        struct text identifier = take_until(&rest, '.', &more);
        if (identifier.size == 0)
            return false;
        for (size_t i = 0; i < identifier.size; i++)
            if (!is_identifier_byte(identifier.bytes[i]))
                return false;
        if (refuse_leading_zeros && is_numeric(identifier) && !is_number(identifier))
            return false;
    }
    return true;
}

bool semver_parse(struct text text, struct semver *out)
{
    struct semver semver = {0};
    bool has_build = false;
    bool has_pre_release = false;
    struct text core = take_until(&text, '+', &has_build);
    if (has_build)
        semver.build = text;
    struct text numbers = take_until(&core, '-', &has_pre_release);
    if (has_pre_release)
        semver.pre_release = core;
    if ((has_build && !are_identifiers(semver.build, false)) ||
        (has_pre_release && !are_identifiers(semver.pre_release, true)))
        return false;
    for (size_t i = 0; i < 3; i++) {
        bool more = false;
        semver.numbers[i] = take_until(&numbers, '.', &more);
        if (!is_number(semver.numbers[i]) || more != (i < 2))
            return false;
    }
    *out = semver;
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

static int order_texts(struct text a, struct text b)
{
    int order = memcmp(a.bytes, b.bytes, a.size < b.size ? a.size : b.size);
    if (order == 0)
        return sign_of(a.size > b.size, a.size < b.size);
    return sign_of(order > 0, order < 0);
}

/* 11.4.1 to 11.4.3 */
static int order_identifiers(struct text a, struct text b)
{
    bool a_is_number = is_numeric(a);
    bool b_is_number = is_numeric(b);
    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    return a_is_number ? order_numbers(a, b) : order_texts(a, b);
}

static int order_pre_releases(struct text a, struct text b)
{
    /* 11.3: with one it is before the version without. */
    if (a.size == 0 || b.size == 0)
        return sign_of(a.size == 0 && b.size > 0, b.size == 0 && a.size > 0);
    bool a_goes_on = true;
    bool b_goes_on = true;
    while (a_goes_on && b_goes_on) {
        struct text left = take_until(&a, '.', &a_goes_on);
        struct text right = take_until(&b, '.', &b_goes_on);
        int order = order_identifiers(left, right);
        if (order != 0)
            return order;
    }
    return sign_of(a_goes_on, b_goes_on); /* 11.4.4: more fields are later */
}

int semver_order(const struct semver *a, const struct semver *b)
{
    for (size_t i = 0; i < 3; i++) {
        int order = order_numbers(a->numbers[i], b->numbers[i]);
        if (order != 0)
            return order;
    }
    return order_pre_releases(a->pre_release, b->pre_release);
}

bool semver_compare(struct text a, struct text b, int *out)
{
    struct semver left;
    struct semver right;
    if (!semver_parse(a, &left) || !semver_parse(b, &right))
        return false;
    *out = semver_order(&left, &right);
    return true;
}
