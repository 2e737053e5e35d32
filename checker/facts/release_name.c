#include "facts/release_name.h"

#include "base/date.h"
#include "base/version_semver.h"

#include <stdlib.h>
#include <string.h>

const char *const release_scheme_names[] = {"semver", "calendar", "other", NULL};

/* Longer ones are ids of builds, not versions that anybody says. */
enum { VERSION_BYTES_MAX = 64, NUMBERS_MAX = 6 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The numbers at the start: `1.2.3`, `8_21_0`, `2024-01-02`, `20240102`. */
struct numbers {
    size_t size; /* bytes of them all */
    size_t count;
    size_t first_size; /* digits of the first */
};

static size_t digits_at(const char *text)
{
    size_t size = 0;
    while (is_digit(text[size]))
        size++;
    return size;
}

static struct numbers numbers_at(const char *text)
{
    struct numbers numbers = {.first_size = digits_at(text)};
    char part = text[numbers.first_size];
    numbers.size = numbers.first_size;
    numbers.count = numbers.size > 0 ? 1 : 0;
    while ((part == '.' || part == '_') && text[numbers.size] == part &&
           is_digit(text[numbers.size + 1])) {
        numbers.size += 1 + digits_at(text + numbers.size + 1);
        numbers.count++;
    }
    return numbers;
}

/* YYYY-MM-DD or YYYYMMDD: a day that exists. */
static size_t date_size(const char *text)
{
    char day[DATE_TEXT_SIZE];
    int32_t days;
    size_t digits = digits_at(text);
    if (digits == 8) {
        memcpy(day, text, 4);
        day[4] = day[7] = '-';
        memcpy(day + 5, text + 4, 2);
        memcpy(day + 8, text + 6, 2);
    } else if (digits == 4 && strlen(text) >= sizeof(day) - 1) {
        memcpy(day, text, sizeof(day) - 1);
    } else {
        return 0;
    }
    day[sizeof(day) - 1] = '\0';
    if (!date_parse(day, &days) || days < date_from_civil(1990, 1, 1) ||
        days >= date_from_civil(2100, 1, 1))
        return 0;
    size_t size = digits == 8 ? 8 : sizeof(day) - 1;
    return is_digit(text[size]) ? 0 : size;
}

/* What may follow the numbers: `-rc.1`, `rc1`, `.Final`, `+build.5`, `_p2`. `.x` stands
 * for many versions. */
static bool is_suffix(const char *text)
{
    if (strcmp(text, ".x") == 0 || strcmp(text, ".X") == 0)
        return false;
    for (; *text; text++)
        if (!is_digit(*text) && !is_letter(*text) && !strchr("-+._~", *text))
            return false;
    return true;
}

/* The bytes of the numbers of a version that begins here and ends the name; 0: none. */
static size_t version_at(const char *text)
{
    size_t date = date_size(text);
    struct numbers numbers = numbers_at(text);
    size_t size = date > 0 ? date : numbers.size;
    if ((date == 0 && (numbers.count < 2 || numbers.count > NUMBERS_MAX)) ||
        strlen(text) > VERSION_BYTES_MAX || !is_suffix(text + size))
        return 0;
    return size;
}

static bool is_part(char byte)
{
    return byte == '-' || byte == '_' || byte == '/' || byte == '@';
}

/* `v1.2`, `name-r1.2` */
static bool is_mark_of_version(const char *tag, size_t at)
{
    return at > 0 && strchr("vVrR", tag[at - 1]) && (at == 1 || is_part(tag[at - 2]));
}

static bool is_before_version(const char *tag, size_t at)
{
    size_t letters = 0;
    while (is_letter(tag[letters]))
        letters++;
    return at == letters || is_part(tag[at - 1]) || is_mark_of_version(tag, at);
}

static bool is_word_of_releases(const char *name)
{
    static const char *const words[] = {"release", "releases", "rel",  "version", "versions",
                                        "ver",     "tag",      "tags", "v",       "r",
                                        "stable",  "final",    NULL};
    for (size_t i = 0; words[i]; i++)
        if (string_equals_folded(name, words[i]))
            return true;
    return false;
}

/* A word that says that this is not yet the release. */
static bool is_early_word(struct text word)
{
    static const char *const words[] = {
        "alpha",   "beta",  "rc",       "cr",       "pre",     "preview",   "prerelease",
        "dev",     "devel", "snapshot", "m",        "canary",  "milestone", "next",
        "nightly", "ea",    "insider",  "insiders", "test",    "exp",       "candidate",
        "a",       "b",     "c",        "unstable", "testing", NULL};
    for (size_t i = 0; words[i]; i++)
        if (word.size == strlen(words[i]) && text_find_folded(word, words[i]) == 0)
            return true;
    return word.size > 3 && text_find_folded(word, "pre") == 0;
}

/* Words that follow a hyphen and are no pre-release, whatever SemVer makes of them. */
static bool is_late_word(struct text word)
{
    static const char *const words[] = {"final",  "release",  "ga",      "post",   "lts",
                                        "sp",     "p",        "r",       "jre",    "jdk",
                                        "hotfix", "security", "android", "stable", NULL};
    for (size_t i = 0; words[i]; i++)
        if (word.size == strlen(words[i]) && text_find_folded(word, words[i]) == 0)
            return true;
    return false;
}

static bool next_word(const char **at, struct text *word)
{
    while (**at && !is_letter(**at)) {
        if (**at == '+')
            return false; /* a build says nothing of the release */
        (*at)++;
    }
    word->bytes = *at;
    while (is_letter(**at))
        (*at)++;
    word->size = (size_t)(*at - word->bytes);
    return word->size > 0;
}

static bool is_prerelease(const char *suffix, enum release_scheme scheme)
{
    struct text word;
    bool has_word = false;
    for (const char *at = suffix; next_word(&at, &word); has_word = true) {
        if (is_early_word(word))
            return true;
        if (is_late_word(word))
            return false;
    }
    return scheme == RELEASE_SEMVER && suffix[0] == '-' && has_word;
}

static enum release_scheme scheme_of(const char *version, const char *numbers)
{
    struct semver semver;
    long first = strtol(numbers, NULL, 10);
    if (date_size(numbers) > 0 || (digits_at(numbers) == 4 && first >= 1990 && first < 2100))
        return RELEASE_CALENDAR;
    return semver_parse(text_of(version), &semver) ? RELEASE_SEMVER : RELEASE_OTHER;
}

/* The name before the version, without what parts them; "." when it names nothing. */
static const char *component_before(struct arena *arena, const char *tag, size_t at, bool *is_early)
{
    if (is_mark_of_version(tag, at))
        at--;
    while (at > 0 && is_part(tag[at - 1]))
        at--;
    const char *name = arena_copy(arena, (struct text){tag, at});
    size_t word = at;
    while (word > 0 && is_letter(tag[word - 1]))
        word--;
    *is_early = word < at && is_early_word((struct text){tag + word, at - word});
    return at == 0 || (*is_early && word == 0) || is_word_of_releases(name) ? "." : name;
}

bool release_name_parse(struct arena *arena, const char *tag, struct release_name *out)
{
    for (size_t at = 0; tag[at]; at++) {
        size_t size = is_digit(tag[at]) && is_before_version(tag, at) ? version_at(tag + at) : 0;
        if (size == 0)
            continue;
        char *version = arena_strdup(arena, tag + at);
        for (size_t i = 0; i < size; i++)
            if (version[i] == '_')
                version[i] = '.';
        bool is_early = false;
        struct release_name name = {.version = version};
        name.component = component_before(arena, tag, at, &is_early);
        name.scheme = scheme_of(version, version);
        name.prerelease = is_early || is_prerelease(version + size, name.scheme);
        *out = name;
        return true;
    }
    return false;
}

static int compare_digits(const char *a, size_t a_size, const char *b, size_t b_size)
{
    for (; a_size > 0 && *a == '0'; a_size--)
        a++;
    for (; b_size > 0 && *b == '0'; b_size--)
        b++;
    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    return a_size > 0 ? memcmp(a, b, a_size) : 0;
}

/* Where one version ends: more numbers are later, words are earlier. */
static int order_of_rest(const char *rest)
{
    while (*rest && strchr("-._~", *rest))
        rest++;
    return *rest == '\0' ? 0 : is_letter(*rest) ? -1 : 1;
}

int release_version_order(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            size_t a_size = digits_at(a);
            size_t b_size = digits_at(b);
            int order = compare_digits(a, a_size, b, b_size);
            if (order != 0)
                return order;
            a += a_size;
            b += b_size;
        } else if (*a == *b) {
            a++;
            b++;
        } else {
            break;
        }
    }
    if (*a == '\0' || *b == '\0')
        return *a ? order_of_rest(a) : -order_of_rest(b);
    return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}
