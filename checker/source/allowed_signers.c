#include "source/allowed_signers.h"

#include "base/date.h"
#include "source/ssh_signature.h"
#include "source/ssh_wire.h"

#include <string.h>

/* One line, while it is read. */
struct reading {
    struct arena *arena;
    struct text rest;
    const char *problem; /* NULL: none yet */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static void skip_blanks(struct reading *reading)
{
    while (reading->rest.size > 0 && is_blank(reading->rest.bytes[0]))
        reading->rest = (struct text){reading->rest.bytes + 1, reading->rest.size - 1};
}

/* Up to a blank that does not stand in quotes; a backslash before a quote keeps it from
 * ending them. */
static struct text next_field(struct reading *reading)
{
    skip_blanks(reading);
    struct text rest = reading->rest;
    size_t at = 0;
    bool is_quoted = false;
    for (; at < rest.size && (is_quoted || !is_blank(rest.bytes[at])); at++) {
        if (rest.bytes[at] == '\\' && at + 1 < rest.size && rest.bytes[at + 1] == '"')
            at++;
        else if (rest.bytes[at] == '"')
            is_quoted = !is_quoted;
    }
    if (is_quoted)
        reading->problem = "a quote is not closed";
    at = at < rest.size ? at : rest.size;
    reading->rest = (struct text){rest.bytes + at, rest.size - at};
    return (struct text){rest.bytes, at};
}

/* The part of an option before a comma outside of quotes. */
static struct text next_option(struct text *rest)
{
    size_t at = 0;
    bool is_quoted = false;
    for (; at < rest->size && (is_quoted || rest->bytes[at] != ','); at++) {
        if (rest->bytes[at] == '\\' && at + 1 < rest->size && rest->bytes[at + 1] == '"')
            at++;
        else if (rest->bytes[at] == '"')
            is_quoted = !is_quoted;
    }
    at = at < rest->size ? at : rest->size;
    struct text option = {rest->bytes, at};
    size_t skip = at < rest->size ? at + 1 : at;
    *rest = (struct text){rest->bytes + skip, rest->size - skip};
    return option;
}

static const char *unquote(struct arena *arena, struct text text)
{
    bool is_quoted = text.size >= 2 && text.bytes[0] == '"' && text.bytes[text.size - 1] == '"';
    if (is_quoted)
        text = (struct text){text.bytes + 1, text.size - 2};
    char *out = arena_copy(arena, text);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_quoted && text.bytes[i] == '\\' && i + 1 < text.size && text.bytes[i + 1] == '"')
            i++;
        out[size++] = text.bytes[i];
    }
    out[size] = '\0';
    return out;
}

static bool take_digits(struct text *rest, size_t count, int *out)
{
    int number = 0;
    if (rest->size < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rest->bytes[i] < '0' || rest->bytes[i] > '9')
            return false;
        number = number * 10 + (rest->bytes[i] - '0');
    }
    *rest = (struct text){rest->bytes + count, rest->size - count};
    *out = number;
    return true;
}

/* YYYYMMDD[HHMM[SS]][Z] */
static bool read_time(const char *string, int64_t *out)
{
    struct text rest = text_of(string);
    int year = 0;
    int month = 0;
    int day = 0;
    int clock[3] = {0};
    char date[DATE_TEXT_SIZE + 24];
    int32_t days = 0;
    if (rest.size > 0 && rest.bytes[rest.size - 1] == 'Z')
        rest.size--;
    size_t size = rest.size;
    if ((size != 8 && size != 12 && size != 14) || !take_digits(&rest, 4, &year) ||
        !take_digits(&rest, 2, &month) || !take_digits(&rest, 2, &day))
        return false;
    for (size_t i = 0; rest.size > 0; i++)
        if (!take_digits(&rest, 2, &clock[i]))
            return false;
    snprintf(date, sizeof(date), "%04d-%02d-%02d", year, month, day);
    if (!date_parse(date, &days) || clock[0] > 23 || clock[1] > 59 || clock[2] > 59)
        return false;
    int seconds = clock[0] * 3600 + clock[1] * 60 + clock[2];
    *out = (int64_t)days * SECONDS_A_DAY + seconds;
    return true;
}

/* The value of `name=VALUE`; NULL when the option is another one. */
static const char *value_of(struct reading *reading, struct text option, const char *name)
{
    size_t size = strlen(name);
    if (option.size <= size || option.bytes[size] != '=' ||
        !string_equals_folded(arena_copy(reading->arena, (struct text){option.bytes, size}), name))
        return NULL;
    return unquote(reading->arena, (struct text){option.bytes + size + 1, option.size - size - 1});
}

static void take_time(struct reading *reading, const char *value, int64_t unset, int64_t *out)
{
    if (*out != unset)
        reading->problem = "an option stands twice";
    else if (!read_time(value, out))
        reading->problem = arena_printf(
            reading->arena, "'%.40s' is no time: YYYYMMDD, or with HHMM or HHMMSS, and a Z", value);
}

static void take_option(struct reading *reading, struct text option, struct allowed_signer *out)
{
    const char *value = NULL;
    if (string_equals_folded(arena_copy(reading->arena, option), "cert-authority")) {
        reading->problem = "certificates are not supported: list the keys themselves";
    } else if ((value = value_of(reading, option, "namespaces"))) {
        if (out->namespaces)
            reading->problem = "an option stands twice";
        out->namespaces = value;
    } else if ((value = value_of(reading, option, "valid-after"))) {
        take_time(reading, value, INT64_MIN, &out->valid_after);
    } else if ((value = value_of(reading, option, "valid-before"))) {
        take_time(reading, value, INT64_MAX, &out->valid_before);
    } else {
        reading->problem =
            arena_printf(reading->arena,
                         "'%.40s' is neither a key nor namespaces=, valid-after= or valid-before=",
                         arena_copy(reading->arena, option));
    }
}

static void take_options(struct reading *reading, struct text options, struct allowed_signer *out)
{
    while (options.size > 0 && !reading->problem)
        take_option(reading, next_option(&options), out);
    if (!reading->problem && out->valid_before <= out->valid_after)
        reading->problem = "it ends before it begins";
}

/* Does the field name a type of key? Any type has one of these at its beginning. */
static bool is_key_type(struct text field)
{
    static const char *const beginnings[] = {"ssh-", "ecdsa-", "sk-", NULL};
    for (size_t i = 0; beginnings[i]; i++)
        if (text_starts_with(field, beginnings[i]))
            return true;
    return false;
}

static void take_key(struct reading *reading, struct text type, struct allowed_signer *out)
{
    struct text encoded = next_field(reading);
    const char *why = NULL;
    const char *inner = NULL;
    out->key_type = arena_copy(reading->arena, type);
    out->encoded = arena_copy(reading->arena, encoded);
    if (!ssh_base64_decode(reading->arena, encoded, &out->key)) {
        reading->problem = "its key is no base64";
        return;
    }
    struct text rest = out->key;
    if (!ssh_wire_name(&rest, reading->arena, &inner) || strcmp(inner, out->key_type) != 0)
        reading->problem = "its key is not of the type that stands before it";
    else if (string_ends_with(inner, "-cert-v01@openssh.com") &&
             !ssh_key_type_is_known(inner, &why))
        reading->problem = why;
}

static void read_line(struct reading *reading, struct allowed_signer *out)
{
    out->principals = unquote(reading->arena, next_field(reading));
    struct text field = next_field(reading);
    if (!reading->problem && field.size > 0 && !is_key_type(field)) {
        out->options = arena_copy(reading->arena, field);
        take_options(reading, field, out);
        field = next_field(reading);
    }
    if (reading->problem)
        return;
    if (field.size == 0 || !is_key_type(field))
        reading->problem = "it has no key: principals, options, then the type of a key and the key";
    else
        take_key(reading, field, out);
}

void allowed_signers_read(struct allowed_signers *out, struct arena *arena, struct text text)
{
    struct text line;
    *out = (struct allowed_signers){0};
    for (unsigned number = 1; text_next_line(&text, &line); number++) {
        struct reading reading = {.arena = arena, .rest = line};
        struct allowed_signer signer = {
            .valid_after = INT64_MIN, .valid_before = INT64_MAX, .line = number};
        skip_blanks(&reading);
        if (reading.rest.size == 0 || reading.rest.bytes[0] == '#')
            continue;
        read_line(&reading, &signer);
        if (reading.problem) {
            out->problems = arena_grow(arena, out->problems, out->problem_count,
                                       &out->problem_capacity, sizeof(*out->problems));
            out->problems[out->problem_count++] =
                (struct allowed_signers_problem){.line = number,
                                                 .message = reading.problem,
                                                 .principals = signer.principals,
                                                 .text = arena_copy(arena, text_trim(line))};
            continue;
        }
        out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        out->items[out->count++] = signer;
    }
}

/* `*` and `?`, by steps back to the last star: no input takes longer than the product. */
static bool matches_one(struct text pattern, const char *name)
{
    size_t at = 0;
    size_t star = SIZE_MAX;
    const char *retry = name;
    while (*name) {
        if (at < pattern.size && pattern.bytes[at] == '*') {
            star = at++;
            retry = name;
        } else if (at < pattern.size && (pattern.bytes[at] == '?' || pattern.bytes[at] == *name)) {
            at++;
            name++;
        } else if (star != SIZE_MAX) {
            at = star + 1;
            name = ++retry;
        } else {
            return false;
        }
    }
    while (at < pattern.size && pattern.bytes[at] == '*')
        at++;
    return at == pattern.size;
}

bool ssh_pattern_matches(const char *patterns, const char *name)
{
    bool matches = false;
    while (*patterns) {
        size_t size = strcspn(patterns, ",");
        bool excludes = patterns[0] == '!';
        struct text pattern = {patterns + excludes, size - excludes};
        if (matches_one(pattern, name)) {
            if (excludes)
                return false;
            matches = true;
        }
        patterns += size + (patterns[size] == ',');
    }
    return matches;
}

/* Does one of them name the principal, letter by letter? */
static bool names(const char *principals, const char *principal)
{
    size_t length = strlen(principal);
    while (*principals) {
        size_t size = strcspn(principals, ",");
        if (size == length && strncmp(principals, principal, size) == 0)
            return true;
        principals += size + (principals[size] == ',');
    }
    return false;
}

static bool is_same_key(struct text one, struct text other)
{
    return one.size == other.size && memcmp(one.bytes, other.bytes, one.size) == 0;
}

/* Why a line that has the key does not list it for that; NULL when it does. */
static const char *refusal(const struct allowed_signer *signer, const char *principal,
                           const char *space, int64_t time, struct arena *arena)
{
    unsigned line = signer->line;
    if (!ssh_pattern_matches(signer->principals, principal))
        return arena_printf(arena, "line %u lists its key for '%.200s'", line, signer->principals);
    if (!names(signer->principals, principal))
        return arena_printf(arena, "line %u lists its key for '%.200s', which names nobody", line,
                            signer->principals);
    if (signer->namespaces && !ssh_pattern_matches(signer->namespaces, space))
        return arena_printf(arena, "line %u lists its key for the namespaces '%.200s' alone", line,
                            signer->namespaces);
    if (time < signer->valid_after)
        return arena_printf(arena, "line %u lists its key from a later time on", line);
    if (time > signer->valid_before)
        return arena_printf(arena, "line %u lists its key until an earlier time", line);
    return NULL;
}

const struct allowed_signer *allowed_signers_find(const struct allowed_signers *signers,
                                                  struct text key, const char *principal,
                                                  const char *space, int64_t time,
                                                  struct arena *arena, const char **why)
{
    *why = "no line lists its key";
    for (size_t i = 0; i < signers->count; i++) {
        const struct allowed_signer *signer = &signers->items[i];
        if (!is_same_key(signer->key, key))
            continue;
        const char *reason = refusal(signer, principal, space, time, arena);
        if (!reason) {
            *why = NULL;
            return signer;
        }
        *why = reason;
    }
    return NULL;
}

const char *allowed_signers_name(const struct allowed_signers *signers, struct text key)
{
    for (size_t i = 0; i < signers->count; i++)
        if (is_same_key(signers->items[i].key, key))
            return signers->items[i].principals;
    return NULL;
}
