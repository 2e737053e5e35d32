#include "base/glob_program.h"

#include <string.h>

static void add_range(struct glob_class *class, unsigned first, unsigned last)
{
    for (unsigned byte = first; byte <= last; byte++)
        class->bits[byte / 8] |= (uint8_t)(1U << (byte % 8));
}

/* The classes of POSIX in the C locale, as pairs of bytes. */
static bool add_named(struct glob_class *class, const char *name, size_t size)
{
    static const struct {
        const char *name;
        const char *ranges;
    } named[] = {
        {"alnum", "09AZaz"}, {"alpha", "AZaz"}, {"blank", "  \t\t"},  {"digit", "09"},
        {"graph", "!~"},     {"lower", "az"},   {"print", " ~"},      {"punct", "!/:@[`{~"},
        {"space", "  \t\r"}, {"upper", "AZ"},   {"xdigit", "09AFaf"}, {"cntrl", "\1\37\177\177"},
    };
    for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
        if (strlen(named[i].name) != size || memcmp(named[i].name, name, size) != 0)
            continue;
        for (const char *range = named[i].ranges; *range; range += 2)
            add_range(class, (unsigned char)range[0], (unsigned char)range[1]);
        return true;
    }
    return false;
}

/* One byte of a class, quoted or not; 0 when there is none that may stand there. */
static unsigned take_member(const char *pattern, size_t *at, const char **problem)
{
    size_t start = *at;
    if (pattern[*at] == '\\')
        (*at)++;
    unsigned char byte = (unsigned char)pattern[*at];
    if (byte != '\0' && byte != '/' && byte < 0x80) {
        (*at)++;
        return byte;
    }
    *problem = byte == '\0'  ? "a class is not closed"
               : byte == '/' ? "a class cannot hold a slash"
                             : "a class holds ASCII characters only; write {a,b}";
    if (byte != '\0')
        *at = start;
    return 0;
}

/* A byte, a range or a `[:name:]`. */
static bool take_item(const char *pattern, size_t *at, struct glob_class *out, const char **problem)
{
    if (pattern[*at] == '[' && pattern[*at + 1] == ':') {
        const char *name = pattern + *at + 2;
        const char *end = strstr(name, ":]");
        if (end && add_named(out, name, (size_t)(end - name))) {
            *at = (size_t)(end + 2 - pattern);
            return true;
        }
        *problem = "no such class of characters";
        return false;
    }
    size_t start = *at;
    unsigned first = take_member(pattern, at, problem);
    unsigned last = first;
    if (first != 0 && pattern[*at] == '-' && pattern[*at + 1] != ']') {
        (*at)++;
        last = take_member(pattern, at, problem);
    }
    if (first == 0 || last == 0)
        return false;
    if (last < first) {
        *problem = "a range is out of order";
        *at = start;
        return false;
    }
    add_range(out, first, last);
    return true;
}

bool glob_class_read(const char *pattern, size_t *at, struct glob_class *out, const char **problem)
{
    struct glob_class class = {{0}};
    size_t open = *at;
    size_t next = open + 1;
    bool negated = pattern[next] == '!' || pattern[next] == '^';
    if (negated)
        next++;
    bool first = true;
    for (; first || pattern[next] != ']'; first = false) {
        if (pattern[next] == '\0') {
            *problem = "a class is not closed";
            *at = open;
            return false;
        }
        if (!take_item(pattern, &next, &class, problem)) {
            *at = pattern[next] == '\0' ? open : next;
            return false;
        }
    }
    if (negated)
        for (size_t i = 0; i < sizeof(class.bits); i++)
            class.bits[i] = (uint8_t) ~class.bits[i];
    /* A class never crosses a slash. */
    class.bits['/' / 8] &= (uint8_t) ~(1U << ('/' % 8));
    *out = class;
    *at = next + 1;
    return true;
}
