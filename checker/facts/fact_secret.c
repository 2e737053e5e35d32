#include "base/digest.h"
#include "facts/base64.h"
#include "facts/fact.h"
#include "facts/paths.h"
#include "facts/private_key.h"
#include "facts/secret_pattern.h"
#include "facts/secret_settings.h"
#include "facts/secret_value.h"

#include <string.h>

enum { SORT, DETECTOR, FINGERPRINT, REDACTED, ENCRYPTED, TEST };
enum { SECRETS_MAX = 1000, FINGERPRINT_SIZE = 16, AWS_NEAR = 400 };

static const char *const sorts[] = {"private_key", "cloud_key", "token",      "api_key",
                                    "password",    "env_file",  "kubeconfig", NULL};

static const struct fact_field fields[] = {
    {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "what it opens"},
    {"detector", {.kind = TYPE_TEXT}, false, "which format it has: github-token, pem-key, ..."},
    {"fingerprint",
     {.kind = TYPE_TEXT},
     false,
     "SHA-256 of the secret, 16 hexadecimal digits: names it without showing it"},
    {"redacted", {.kind = TYPE_TEXT}, false, "what may be shown of it"},
    {"encrypted", {.kind = TYPE_BOOLEAN}, false, "a private key behind a passphrase"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {0},
};

static const char *const key[] = {"path", "fingerprint", NULL};

static const struct fact_kind secret_kind = {
    .name = "secret",
    .summary = "a key, token or password in the tree; stand-ins and examples are none",
    .key = key,
    .fields = fields,
};

/* A place in the text, moved on as the matches come. */
struct cursor {
    struct text text;
    size_t offset, line_start;
    uint32_t line;
};

static void cursor_move(struct cursor *cursor, size_t offset)
{
    if (offset < cursor->offset)
        *cursor = (struct cursor){.text = cursor->text, .line = 1};
    const char *bytes = cursor->text.bytes;
    while (cursor->offset < offset) {
        const char *newline = memchr(bytes + cursor->offset, '\n', offset - cursor->offset);
        if (!newline)
            break;
        cursor->offset = (size_t)(newline - bytes) + 1;
        cursor->line_start = cursor->offset;
        cursor->line++;
    }
    cursor->offset = offset;
}

static uint32_t cursor_column(const struct cursor *cursor)
{
    uint32_t column = 1;
    for (size_t at = cursor->line_start; at < cursor->offset; column++) {
        uint32_t point = 0;
        at += utf8_decode(cursor->text.bytes + at, cursor->offset - at, &point);
    }
    return column;
}

struct found {
    size_t start, end;
};

struct search {
    struct fact_writer *writer;
    struct fact_file *file;
    struct cursor cursor;
    struct found found[SECRETS_MAX];
    size_t count;
    bool test, limit;
};

/* The same bytes are one secret, though two detectors see them: the first wins. */
static bool is_taken(const struct search *search, size_t start, size_t end)
{
    for (size_t i = 0; i < search->count; i++)
        if (start < search->found[i].end && search->found[i].start < end)
            return true;
    return false;
}

struct candidate {
    size_t start, end;
    struct text secret; /* what its fingerprint is made of */
    const char *sort, *detector, *redacted;
    bool encrypted;
};

static void add(struct search *search, const struct candidate *candidate)
{
    size_t start = candidate->start;
    size_t end = candidate->end;
    if (is_taken(search, start, end))
        return;
    if (search->count == SECRETS_MAX) {
        search->limit = true;
        return;
    }
    search->found[search->count++] = (struct found){start, end};
    struct sha256 digest;
    char hex[SHA256_HEX_SIZE];
    sha256_init(&digest);
    sha256_add(&digest, candidate->secret.bytes, candidate->secret.size);
    sha256_finish_hex(&digest, hex);
    hex[FINGERPRINT_SIZE] = '\0';
    cursor_move(&search->cursor, start);
    struct value *cells = fact_add(search->writer, &secret_kind, NULL, search->cursor.line,
                                   cursor_column(&search->cursor))
                              ->cells;
    cells[SORT] = value_text(candidate->sort);
    cells[DETECTOR] = value_text(candidate->detector);
    cells[FINGERPRINT] = fact_text(search->writer, hex);
    cells[REDACTED] = fact_text(search->writer, candidate->redacted);
    cells[ENCRYPTED] = value_boolean(candidate->encrypted);
    cells[TEST] = value_boolean(search->test);
}

static void find_private_keys(struct search *search)
{
    struct text text = search->file->content.text;
    struct arena *arena = search->file->arena;
    struct private_key found;
    for (size_t from = 0; private_key_find(arena, text, from, &found); from = found.end)
        add(search, &(struct candidate){.start = found.start,
                                        .end = found.end,
                                        .secret = found.body,
                                        .sort = "private_key",
                                        .detector = "pem-key",
                                        .redacted = arena_copy(arena, found.header),
                                        .encrypted = found.encrypted});
}

static bool has_aws_key_near(const struct search *search, size_t start, size_t end)
{
    struct text text = search->file->content.text;
    size_t from = start > AWS_NEAR ? start - AWS_NEAR : 0;
    size_t to = text.size - end > AWS_NEAR ? end + AWS_NEAR : text.size;
    struct text near = {text.bytes + from, to - from};
    size_t at = 0;
    size_t match_start = 0;
    size_t match_end = 0;
    while (pattern_search(secret_pattern_of_aws_key(), search->file->matcher, near, at,
                          &match_start, &match_end) == PATTERN_MATCH) {
        struct text value = {near.bytes + match_start, match_end - match_start};
        bool is_hex = strspn(arena_copy(search->file->arena, value), "0123456789abcdef") == 40;
        if (!is_hex && !secret_is_made_up(value) && secret_entropy(value) > 4.0)
            return true;
        at = match_end;
    }
    return false;
}

static bool is_base64_key(const struct search *search, struct text value)
{
    struct text decoded;
    struct private_key found;
    return base64_decode(search->file->arena, value, &decoded) &&
           private_key_find(search->file->arena, decoded, 0, &found);
}

static bool is_secret(const struct search *search, const struct secret_format *format, size_t start,
                      size_t end, struct text value)
{
    switch (format->check) {
    case SECRET_CHECK_VALUE:
        return !secret_is_made_up(value);
    case SECRET_CHECK_GITHUB:
        return secret_has_github_checksum(value);
    case SECRET_CHECK_AWS_PAIR:
        return !secret_is_made_up(value) && has_aws_key_near(search, start, end);
    case SECRET_CHECK_BASE64_KEY:
        return is_base64_key(search, value);
    }
    return false;
}

static void find_format(struct search *search, size_t index)
{
    const struct secret_format *format = &secret_formats[index];
    struct text text = search->file->content.text;
    size_t start = 0;
    size_t end = 0;
    for (size_t from = 0; from < text.size && !search->limit; from = end) {
        enum pattern_result result =
            pattern_search(secret_pattern(index), search->file->matcher, text, from, &start, &end);
        if (result == PATTERN_LIMIT)
            search->limit = true;
        if (result != PATTERN_MATCH)
            return;
        struct text group = pattern_group(search->file->matcher, text, 1);
        struct text value = group.size > 0 ? group : (struct text){text.bytes + start, end - start};
        if (is_secret(search, format, start, end, value))
            add(search, &(struct candidate){.start = start,
                                            .end = end,
                                            .secret = value,
                                            .sort = format->sort,
                                            .detector = format->name,
                                            .redacted = format->shown});
    }
}

static void find_settings(struct search *search)
{
    struct secret_settings settings = {0};
    struct text text = search->file->content.text;
    struct arena *arena = search->file->arena;
    secret_settings_find(arena, search->file->path, text, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        const struct secret_setting *setting = &settings.items[i];
        add(search, &(struct candidate){
                        .start = setting->start,
                        .end = setting->end,
                        .secret = {text.bytes + setting->start, setting->end - setting->start},
                        .sort = setting->sort,
                        .detector = setting->detector,
                        .redacted = arena_printf(arena, "%s=***", setting->name)});
    }
}

/* A NUL is what git goes by; a PDF whose first bytes have none has other controls. */
static bool is_binary_head(struct text head)
{
    for (size_t i = 0; i < head.size; i++) {
        unsigned char byte = (unsigned char)head.bytes[i];
        if (byte < ' ' && (byte < '\b' || (byte > '\r' && byte != 0x1b)))
            return true;
    }
    return false;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    switch (file->content.state) {
    case CONTENT_TEXT:
        break;
    case CONTENT_TOO_LARGE:
    case CONTENT_MISSING:
    case CONTENT_CORRUPT: {
        if (file->content.state == CONTENT_TOO_LARGE && is_binary_head(file->content.head))
            return; /* binaries are not searched, however small */
        enum unknown_class class = UNKNOWN_UNREADABLE;
        const char *reason = fact_file_unreadable(file, &class);
        struct fact_row *row =
            fact_add_gap(writer, &secret_kind, NULL, class, reason ? reason : "cannot be read");
        row->cells[TEST] = value_boolean(path_is_test(file->path));
        return;
    }
    case CONTENT_BINARY:
    case CONTENT_LFS_POINTER:
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
    secret_patterns_start();
    struct search search = {
        .writer = writer,
        .file = file,
        .cursor = {.text = file->content.text, .line = 1},
        .test = path_is_test(file->path),
    };
    const uint64_t *hits = file->literal_hits;
    if (!hits || (hits[0] & 1) != 0)
        find_private_keys(&search);
    bool *present = ARENA_ARRAY(file->arena, bool, secret_format_count);
    if (hits)
        secret_formats_of_hits(hits, present);
    else
        secret_formats_in(file->content.text, present);
    for (size_t i = 0; i < secret_format_count; i++)
        if (present[i])
            find_format(&search, i);
    if (secret_settings_are_in(file->path))
        find_settings(&search);
    if (search.limit)
        fact_add_gap(writer, &secret_kind, NULL, UNKNOWN_UNREADABLE,
                     "more secrets, or a longer search, than is done in one file");
}

static const struct fact_kind *const kinds[] = {&secret_kind, NULL};
static const char *const paths[] = {"**", NULL};
FACT(secret) = {
    .name = "secret",
    .area = FACT_AREA_SECURITY,
    .summary = "private keys, tokens of known formats, and passwords in settings files",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .literals = secret_literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
