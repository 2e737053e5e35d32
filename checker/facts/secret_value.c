#include "facts/secret_value.h"

#include <math.h>
#include <string.h>

enum { RUN_MAX = 4, STAIRS_MAX = 5, VALUE_MAX = 4096 };

double secret_entropy(struct text value)
{
    size_t counts[256] = {0};
    for (size_t i = 0; i < value.size; i++)
        counts[(unsigned char)value.bytes[i]]++;
    double entropy = 0;
    for (size_t i = 0; i < 256; i++) {
        if (counts[i] == 0)
            continue;
        double share = (double)counts[i] / (double)value.size;
        entropy -= share * log2(share);
    }
    return entropy;
}

/* The longest run of equal bytes, and of bytes that each follow the one before. */
static bool has_run(struct text value)
{
    size_t run = 1;
    size_t stairs = 1;
    for (size_t i = 1; i < value.size; i++) {
        run = value.bytes[i] == value.bytes[i - 1] ? run + 1 : 1;
        stairs = value.bytes[i] == value.bytes[i - 1] + 1 ? stairs + 1 : 1;
        if (run > RUN_MAX || stairs > STAIRS_MAX)
            return true;
    }
    return false;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static size_t times(struct text value, size_t at, size_t size)
{
    size_t count = 0;
    for (size_t i = at; i + size <= value.size;) {
        size_t same = 0;
        while (same < size && folded(value.bytes[i + same]) == folded(value.bytes[at + same]))
            same++;
        count += same == size;
        i += same == size ? size : 1;
    }
    return count;
}

/* A word of four letters that comes three times: `npm_deaddeaddead`. In what a program drew by
 * lot it does not, unless that is long. */
static bool has_refrain(struct text value)
{
    enum { REFRAIN = 4, TIMES = 3, LEAST = REFRAIN * TIMES, LONGEST = 256 };
    for (size_t i = 0; value.size <= LONGEST && i + (size_t)LEAST <= value.size; i++) {
        size_t letters = 0;
        while (letters < REFRAIN && is_letter_or_digit(value.bytes[i + letters]))
            letters++;
        if (letters == REFRAIN && times(value, i, REFRAIN) >= TIMES)
            return true;
    }
    return false;
}

bool secret_is_made_up(struct text value)
{
    static const char *const words[] = {
        "example",
        "sample",
        "placeholder",
        "changeme",
        "change-me",
        "change_me",
        "dummy",
        "fake",
        "redacted",
        "your",
        "xxxx",
        "foobar",
        "deadbeef",
        "test",
        "secret",
        "password",
        "token",
        "notreal",
        "invalid",
        "mock",
        "...",
        "***",
        "insert",
        "exampl3",
        /* The keys of AWS's own pages, also where somebody changed their end. */
        "iosfodnn7",
        "wjalrxutnfemi",
        NULL,
    };
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(value, words[i]) != SIZE_MAX)
            return true;
    return has_run(value) || has_refrain(value) || secret_entropy(value) < 3.0;
}

/* Blanks the words that stand-ins are made of; what is left decides. */
static size_t meaning_left(struct text value, char left[VALUE_MAX])
{
    static const char *const words[] = {
        "passwords",  "password",      "passwd",   "passphrase", "pass",        "p@ssw0rd",
        "passw0rd",   "p@ssword",      "secret",   "s3cr3t",     "token",       "apikey",
        "api",        "key",           "private",  "access",     "credential",  "changethis",
        "changeme",   "change",        "replace",  "insert",     "update",      "example",
        "sample",     "placeholder",   "dummy",    "fake",       "test",        "testing",
        "demo",       "default",       "local",    "localhost",  "development", "develop",
        "dev",        "production",    "staging",  "prod",       "user",        "username",
        "admin",      "administrator", "root",     "postgres",   "postgresql",  "mysql",
        "mariadb",    "mongodb",       "mongo",    "redis",      "rabbitmq",    "guest",
        "docker",     "compose",       "grafana",  "minio",      "wordpress",   "nextcloud",
        "keycloak",   "elastic",       "django",   "flask",      "rails",       "laravel",
        "symfony",    "super",         "strong",   "secure",     "insecure",    "your",
        "my",         "some",          "the",      "this",       "here",        "with",
        "value",      "string",        "random",   "generate",   "generated",   "todo",
        "none",       "null",          "true",     "false",      "foo",         "bar",
        "baz",        "qwerty",        "letmein",  "welcome",    "hello",       "world",
        "app",        "application",   "database", "data",       "base",        "server",
        "client",     "not",           "use",      "please",     "only",        "very",
        "long",       "for",           "jwt",      "session",    "cookie",      "signing",
        "encryption", "auth",          "web",      "xxx",        "t0k3n",       "invalid",
        "wrong",      "personal",      "abc123",   "enterprise", "repository",  "repo",
        "nothing",    "needed",        NULL,
    };
    size_t size = value.size < VALUE_MAX ? value.size : VALUE_MAX;
    for (size_t i = 0; i < size; i++) {
        char c = value.bytes[i];
        left[i] = c;
        if (c >= 'A' && c <= 'Z')
            left[i] = (char)(c + 32);
    }
    for (size_t w = 0; words[w]; w++) {
        size_t length = strlen(words[w]);
        for (size_t at = 0; at + length <= size; at++)
            if (memcmp(left + at, words[w], length) == 0)
                memset(left + at, ' ', length);
    }
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += is_letter_or_digit(left[i]);
    return count;
}

static bool is_number(struct text value)
{
    for (size_t i = 0; i < value.size; i++)
        if (value.bytes[i] < '0' || value.bytes[i] > '9')
            return false;
    return true;
}

/* Letters of one case, also in words with separators between: a name or a word of
 * a tutorial. What somebody made to be a password mixes more. */
static bool is_plain_word(struct text value)
{
    enum { LONGEST_WORD = 24 };
    bool lower = false;
    bool upper = false;
    bool separated = false;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.bytes[i];
        lower |= c >= 'a' && c <= 'z';
        upper |= c >= 'A' && c <= 'Z';
        separated |= strchr("_- .", c) != NULL;
        if (!is_letter_or_digit(c) && !strchr("_- .", c))
            return false;
        if (c >= '0' && c <= '9')
            return false;
    }
    return !(lower && upper) && (separated || value.size < LONGEST_WORD);
}

bool secret_password_is_stand_in(struct text value)
{
    static const char *const marks[] = {
        "${",       "$(",          "{{",   "}}",           "<",          ">",
        "%(",       "...",         "***",  "://",          "example",    "xxxx",
        "changeme", "placeholder", "env.", "not-a-secret", "notasecret", NULL};
    enum { LEAST_SIZE = 6, LEAST_LEFT = 5 };
    if (value.size < LEAST_SIZE || is_number(value) || has_run(value) || is_plain_word(value))
        return true;
    if (strchr("$/.~%@", value.bytes[0]))
        return true;
    for (size_t i = 0; marks[i]; i++)
        if (text_find_folded(value, marks[i]) != SIZE_MAX)
            return true;
    char left[VALUE_MAX];
    return meaning_left(value, left) < LEAST_LEFT || secret_entropy(value) < 2.5;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_any(struct text value, bool (*is)(char))
{
    for (size_t i = 0; i < value.size; i++)
        if (is(value.bytes[i]))
            return true;
    return false;
}

bool secret_has_digit_and_letter(struct text value)
{
    return has_any(value, is_digit) && (has_any(value, is_upper) || has_any(value, is_lower));
}

bool secret_has_both_cases(struct text value)
{
    return has_any(value, is_upper) && has_any(value, is_lower);
}

static uint32_t crc32_of(struct text value)
{
    uint32_t crc = 0xffffffffU;
    for (size_t i = 0; i < value.size; i++) {
        crc ^= (unsigned char)value.bytes[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
    }
    return ~crc;
}

bool secret_has_github_checksum(struct text token)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    enum { PREFIX = 4, CHECKSUM = 6 };
    if (token.size <= PREFIX + CHECKSUM)
        return false;
    uint32_t crc = crc32_of((struct text){token.bytes + PREFIX, token.size - PREFIX - CHECKSUM});
    for (size_t i = 0; i < CHECKSUM; i++) {
        if (token.bytes[token.size - 1 - i] != digits[crc % 62])
            return false;
        crc /= 62;
    }
    return true;
}

bool secret_has_gitlab_checksum(struct text token)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    enum { CHECKSUM = 7 };
    if (!memchr(token.bytes, '.', token.size))
        return true;
    if (token.size <= CHECKSUM)
        return false;
    uint32_t crc = crc32_of((struct text){token.bytes, token.size - CHECKSUM});
    for (size_t i = 0; i < CHECKSUM; i++) {
        if (token.bytes[token.size - 1 - i] != digits[crc % 36])
            return false;
        crc /= 36;
    }
    return true;
}

bool secret_has_grafana_checksum(struct text token)
{
    static const char digits[] = "0123456789abcdef";
    enum { CHECKSUM = 8 };
    if (token.size <= CHECKSUM + 1)
        return false;
    uint32_t crc = crc32_of((struct text){token.bytes, token.size - CHECKSUM - 1});
    const char *checksum = token.bytes + token.size - CHECKSUM;
    for (size_t i = 0; i < CHECKSUM; i += 2, crc >>= 8)
        if (checksum[i] != digits[crc >> 4 & 0xf] || checksum[i + 1] != digits[crc & 0xf])
            return false;
    return true;
}
