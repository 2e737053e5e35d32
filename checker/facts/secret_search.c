#include "facts/secret_search.h"

#include "base/digest.h"
#include "facts/base64.h"
#include "facts/private_key.h"
#include "facts/secret_address.h"
#include "facts/secret_jwt.h"
#include "facts/secret_pattern.h"
#include "facts/secret_settings.h"
#include "facts/secret_value.h"

#include <string.h>

enum { SECRETS_MAX = 1000, AWS_NEAR = 400, SHOWN_MAX = 4 };

/* The same bytes are one secret, though two detectors see them: the first wins. */
static bool is_taken(const struct secret_search *search, size_t start, size_t end)
{
    for (size_t i = 0; i < search->count; i++)
        if (start < search->spans[i].end && search->spans[i].start < end)
            return true;
    return false;
}

static void add(struct secret_search *search, const struct secret_span *span)
{
    if (is_taken(search, span->start, span->end))
        return;
    if (search->count == (search->maximum ? search->maximum : SECRETS_MAX)) {
        search->limit = true;
        return;
    }
    search->spans = arena_grow(search->arena, search->spans, search->count, &search->capacity,
                               sizeof(*search->spans));
    search->spans[search->count++] = *span;
}

static void find_private_keys(struct secret_search *search)
{
    struct private_key key;
    for (size_t from = 0; private_key_find(search->arena, search->text, from, &key); from = key.end)
        add(search, &(struct secret_span){.start = key.start,
                                          .end = key.end,
                                          .from = key.start + key.header.size,
                                          .to = key.end,
                                          .secret = key.body,
                                          .sort = "private_key",
                                          .detector = "pem-key",
                                          .redacted = arena_copy(search->arena, key.header),
                                          .encrypted = key.encrypted,
                                          .expires = INT64_MIN});
}

static bool has_aws_key_near(const struct secret_search *search, size_t start, size_t end)
{
    struct text text = search->text;
    size_t from = start > AWS_NEAR ? start - AWS_NEAR : 0;
    size_t to = text.size - end > AWS_NEAR ? end + AWS_NEAR : text.size;
    struct text near = {text.bytes + from, to - from};
    size_t at = 0;
    size_t match_start = 0;
    size_t match_end = 0;
    while (pattern_search(secret_pattern_of_aws_key(), search->matcher, near, at, &match_start,
                          &match_end) == PATTERN_MATCH) {
        struct text value = {near.bytes + match_start, match_end - match_start};
        bool is_hex = strspn(arena_copy(search->arena, value), "0123456789abcdef") == 40;
        if (!is_hex && !secret_is_made_up(value) && secret_entropy(value) > 4.0)
            return true;
        at = match_end;
    }
    return false;
}

static bool is_base64_key(const struct secret_search *search, struct text value)
{
    struct text decoded;
    struct private_key found;
    return base64_decode(search->arena, value, &decoded) &&
           private_key_find(search->arena, decoded, 0, &found);
}

/* The literal that the text begins with; 0 when it begins with none. */
static size_t literal_before(const struct secret_format *format, struct text text)
{
    for (size_t i = 0; format->literals[i]; i++)
        if (text_starts_with(text, format->literals[i]))
            return strlen(format->literals[i]);
    return 0;
}

struct match {
    size_t start, end;
    struct text secret, random;
};

static bool is_secret(const struct secret_search *search, const struct secret_format *format,
                      const struct match *match)
{
    switch (format->check) {
    case SECRET_CHECK_RANDOM:
        return !secret_is_made_up(match->random);
    case SECRET_CHECK_MIXED:
        return !secret_is_made_up(match->random) && secret_has_digit_and_letter(match->random);
    case SECRET_CHECK_MIXED_CASE:
        return !secret_is_made_up(match->random) && secret_has_both_cases(match->random);
    case SECRET_CHECK_GITHUB:
        return secret_has_github_checksum(match->secret);
    case SECRET_CHECK_GITLAB:
        return !secret_is_made_up(match->random) && secret_has_gitlab_checksum(match->secret);
    case SECRET_CHECK_GRAFANA:
        return secret_has_grafana_checksum(match->secret);
    case SECRET_CHECK_AWS_PAIR:
        return !secret_is_made_up(match->random) &&
               has_aws_key_near(search, match->start, match->end);
    case SECRET_CHECK_BASE64_KEY:
        return is_base64_key(search, match->secret);
    }
    return false;
}

/* Only what its service issued, or who knows how it does, has the right checksum. */
static bool is_checked(const struct secret_format *format, struct text secret)
{
    switch (format->check) {
    case SECRET_CHECK_GITHUB:
    case SECRET_CHECK_GRAFANA:
        return true;
    case SECRET_CHECK_GITLAB:
        return memchr(secret.bytes, '.', secret.size) != NULL;
    case SECRET_CHECK_RANDOM:
    case SECRET_CHECK_MIXED:
    case SECRET_CHECK_MIXED_CASE:
    case SECRET_CHECK_AWS_PAIR:
    case SECRET_CHECK_BASE64_KEY:
        return false;
    }
    return false;
}

/* The head of a token says whose it is; of another secret nothing is shown. */
static void add_match(struct secret_search *search, const struct secret_format *format,
                      const struct match *match, size_t literal)
{
    size_t from = (size_t)(match->secret.bytes - search->text.bytes);
    size_t shown = literal < SHOWN_MAX ? literal : SHOWN_MAX;
    add(search,
        &(struct secret_span){
            .start = match->start,
            .end = match->end,
            .from = from,
            .to = from + match->secret.size,
            .shown = shown,
            .secret = match->secret,
            .sort = format->sort,
            .detector = format->name,
            .redacted = arena_printf(search->arena, "%.*s***", (int)shown, match->secret.bytes),
            .encrypted = putty_key_is_encrypted(
                (struct text){search->text.bytes + match->start, match->end - match->start}),
            .checked = is_checked(format, match->secret),
            .expires = INT64_MIN,
        });
}

static void find_format(struct secret_search *search, size_t index)
{
    const struct secret_format *format = &secret_formats[index];
    struct text text = search->text;
    struct match match = {0};
    for (size_t from = 0; from < text.size && !search->limit; from = match.end) {
        enum pattern_result result = pattern_search(secret_pattern(index), search->matcher, text,
                                                    from, &match.start, &match.end);
        if (result == PATTERN_LIMIT)
            search->limit = true;
        if (result != PATTERN_MATCH)
            return;
        match.secret = pattern_group(search->matcher, text, 1);
        if (match.secret.size == 0)
            match.secret = (struct text){text.bytes + match.start, match.end - match.start};
        match.random = pattern_group(search->matcher, text, 2);
        size_t literal = literal_before(format, match.secret);
        if (match.random.size == 0)
            match.random = (struct text){match.secret.bytes + literal, match.secret.size - literal};
        if (is_secret(search, format, &match))
            add_match(search, format, &match, literal);
    }
}

static void find_web_tokens(struct secret_search *search)
{
    struct secret_jwt token;
    for (size_t from = 0; secret_jwt_find(search->arena, search->text, from, &token);
         from = token.end) {
        if (!token.is_secret)
            continue;
        struct text secret = {search->text.bytes + token.start, token.end - token.start};
        add(search, &(struct secret_span){.start = token.start,
                                          .end = token.end,
                                          .from = token.start,
                                          .to = token.end,
                                          .shown = strlen("eyJ"),
                                          .secret = secret,
                                          .sort = "web_token",
                                          .detector = "json-web-token",
                                          .redacted = "eyJ***",
                                          .expires = token.expires});
    }
}

static void find_addresses(struct secret_search *search)
{
    struct secret_address address;
    for (size_t from = 0; secret_address_find(search->text, from, &address); from = address.end) {
        if (!address.is_secret)
            continue;
        struct text scheme = {search->text.bytes + address.start, address.scheme_size};
        add(search, &(struct secret_span){
                        .start = address.start,
                        .end = address.end,
                        .from = address.password_start,
                        .to = address.password_end,
                        .secret = {search->text.bytes + address.password_start,
                                   address.password_end - address.password_start},
                        .sort = "password",
                        .detector = address.is_database ? "connection-string" : "address-password",
                        .redacted = arena_printf(search->arena, "%s://***:***@***",
                                                 arena_copy(search->arena, scheme)),
                        .expires = INT64_MIN});
    }
}

static void find_settings(struct secret_search *search)
{
    struct secret_settings settings = {0};
    secret_settings_find(search->arena, search->path, search->text, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        const struct secret_setting *setting = &settings.items[i];
        add(search,
            &(struct secret_span){
                .start = setting->start,
                .end = setting->end,
                .from = setting->start,
                .to = setting->end,
                .secret = {search->text.bytes + setting->start, setting->end - setting->start},
                .sort = setting->sort,
                .detector = setting->detector,
                .redacted = arena_printf(search->arena, "%s=***", setting->name),
                .expires = INT64_MIN});
    }
}

void secret_search(struct secret_search *search)
{
    struct secret_hints hints = search->hits ? secret_hints_of_hits(search->arena, search->hits)
                                             : secret_hints_in(search->arena, search->text);
    if (hints.marks[SECRET_MARK_PRIVATE_KEY])
        find_private_keys(search);
    for (size_t i = 0; i < secret_format_count; i++)
        if (hints.formats[i])
            find_format(search, i);
    if (hints.marks[SECRET_MARK_JWT])
        find_web_tokens(search);
    if (search->path && secret_settings_are_in(search->path))
        find_settings(search);
    if (hints.marks[SECRET_MARK_URL])
        find_addresses(search);
}

void secret_fingerprint(const struct secret_span *span, char out[SECRET_FINGERPRINT_SIZE])
{
    struct sha256 digest;
    char hex[SHA256_HEX_SIZE];
    sha256_init(&digest);
    sha256_add(&digest, span->secret.bytes, span->secret.size);
    sha256_finish_hex(&digest, hex);
    memcpy(out, hex, SECRET_FINGERPRINT_SIZE - 1);
    out[SECRET_FINGERPRINT_SIZE - 1] = '\0';
}
