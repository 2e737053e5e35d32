#include "facts/paths.h"
#include "facts/secret_kinds.h"
#include "facts/secret_pattern.h"
#include "facts/secret_search.h"

#include <string.h>

enum { SORT, DETECTOR, FINGERPRINT, REDACTED, ENCRYPTED, CHECKED, TEST, EXPIRES };

const char *const secret_sorts[] = {"private_key",   "cloud_key", "token",      "api_key",
                                    "password",      "env_file",  "kubeconfig", "web_token",
                                    "password_hash", NULL};

static const struct fact_field fields[] = {
    {"sort", {.kind = TYPE_WORD, .words = secret_sorts}, false, "what it opens"},
    {"detector", {.kind = TYPE_TEXT}, false, "which format it has: github-token, pem-key, ..."},
    {"fingerprint",
     {.kind = TYPE_TEXT},
     false,
     "SHA-256 of the secret, 16 hexadecimal digits: names it without showing it"},
    {"redacted", {.kind = TYPE_TEXT}, false, "what may be shown of it"},
    {"encrypted", {.kind = TYPE_BOOLEAN}, false, "a private key behind a passphrase"},
    {"checked",
     {.kind = TYPE_BOOLEAN},
     false,
     "it has the checksum that its service gives it: more than the shape of a token"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    {"expires", {.kind = TYPE_TIME}, true, "when it ends, where the secret itself says so"},
    {0},
};

static const char *const key[] = {"path", "fingerprint", NULL};

const struct fact_kind fact_kind_secret = {
    .name = "secret",
    .summary = "a key, token or password in the tree; stand-ins and examples are none",
    .key = key,
    .fields = fields,
};

void secret_cursor_move(struct secret_cursor *cursor, size_t offset)
{
    if (offset < cursor->offset)
        *cursor = (struct secret_cursor){.text = cursor->text, .line = 1};
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

uint32_t secret_cursor_column(const struct secret_cursor *cursor)
{
    uint32_t column = 1;
    for (size_t at = cursor->line_start; at < cursor->offset; column++) {
        uint32_t point = 0;
        at += utf8_decode(cursor->text.bytes + at, cursor->offset - at, &point);
    }
    return column;
}

static void add(struct fact_writer *writer, const struct secret_span *span,
                struct secret_cursor *cursor, bool test)
{
    char fingerprint[SECRET_FINGERPRINT_SIZE];
    secret_fingerprint(span, fingerprint);
    secret_cursor_move(cursor, span->start);
    struct value *cells =
        fact_add(writer, &fact_kind_secret, NULL, cursor->line, secret_cursor_column(cursor))
            ->cells;
    cells[SORT] = value_text(span->sort);
    cells[DETECTOR] = value_text(span->detector);
    cells[FINGERPRINT] = fact_text(writer, fingerprint);
    cells[REDACTED] = fact_text(writer, span->redacted);
    cells[ENCRYPTED] = value_boolean(span->encrypted);
    cells[CHECKED] = value_boolean(span->checked);
    cells[TEST] = value_boolean(test);
    if (span->expires != INT64_MIN)
        cells[EXPIRES] = value_time(span->expires);
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
        struct fact_row *row = fact_add_gap(writer, &fact_kind_secret, NULL, class,
                                            reason ? reason : "cannot be read");
        row->cells[TEST] = value_boolean(path_is_test(file->path));
        return;
    }
    case CONTENT_BINARY:
    case CONTENT_LFS_POINTER:
    case CONTENT_LINK:
    case CONTENT_SUBMODULE:
        return;
    }
    struct secret_search search = {
        .arena = file->arena,
        .matcher = file->matcher,
        .path = file->path,
        .text = file->content.text,
        .hits = file->literal_hits,
    };
    secret_search(&search);
    struct secret_cursor cursor = {.text = file->content.text, .line = 1};
    bool test = path_is_test(file->path);
    for (size_t i = 0; i < search.count; i++)
        add(writer, &search.spans[i], &cursor, test);
    if (search.limit)
        fact_add_gap(writer, &fact_kind_secret, NULL, UNKNOWN_UNREADABLE,
                     "more secrets, or a longer search, than is done in one file");
}

static const struct fact_kind *const kinds[] = {&fact_kind_secret, NULL};
static const char *const paths[] = {"**", NULL};
FACT(secret) = {
    .name = "secret",
    .area = FACT_AREA_SECURITY,
    .summary =
        "private keys, tokens of known formats, passwords in addresses and in settings files",
    .version = 5,
    .kinds = kinds,
    .paths = paths,
    .literals = secret_literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
