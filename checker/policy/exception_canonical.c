#include "policy/exception_canonical.h"

#include "base/date.h"
#include "base/digest.h"
#include "policy/exception_compare.h"

#include <string.h>

/* No value can look like a line of its own. */
static void add_line(struct buffer *out, const char *key, const char *value)
{
    buffer_printf(out, "%s ", key);
    for (; *value; value++)
        if ((unsigned char)*value < ' ' || *value == '\\' || *value == 0x7f)
            buffer_printf(out, "\\x%02x", (unsigned char)*value);
        else
            buffer_add_byte(out, *value);
    buffer_add_byte(out, '\n');
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_lines(struct arena *arena, struct buffer *out, const char *key,
                      const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    const char **sorted = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        sorted[i] = list[i];
    if (count > 1)
        qsort(sorted, count, sizeof(*sorted), by_bytes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0)
            add_line(out, key, sorted[i]);
}

static void add_day(struct buffer *out, const char *key, int32_t day)
{
    char date[DATE_TEXT_SIZE] = "none";
    if (day != INT32_MIN)
        date_format(day, date);
    add_line(out, key, date);
}

static void add_reason(struct arena *arena, struct buffer *out, const char *justification)
{
    struct sha256 digest;
    char hex[SHA256_HEX_SIZE];
    const char *plain = exception_plain_text(arena, justification ? justification : "");
    sha256_init(&digest);
    sha256_add(&digest, plain, strlen(plain));
    sha256_finish_hex(&digest, hex);
    add_line(out, "justification-sha256", hex);
}

struct text exception_canonical(struct arena *arena, const struct exception *exception)
{
    struct buffer out = BUFFER_EMPTY;
    add_line(&out, "bylaw-exception", "1");
    add_line(&out, "id", exception->id);
    add_lines(arena, &out, "rule", exception->rules);
    add_lines(arena, &out, "repo", exception->repositories);
    add_lines(arena, &out, "path", exception->paths);
    add_lines(arena, &out, "subject", exception->subjects);
    add_lines(arena, &out, "finding", exception->findings);
    add_day(&out, "valid_from", exception->valid_from);
    add_day(&out, "expires", exception->expires);
    add_reason(arena, &out, exception->justification);
    struct text bytes = {.bytes = buffer_string(&out), .size = out.size};
    bytes.bytes = arena_copy(arena, bytes);
    buffer_release(&out);
    return bytes;
}

const char *exception_signature_path(struct arena *arena, const struct exception *exception)
{
    const char *path = exception->place.path;
    const char *slash = strrchr(path, '/');
    if (exception->layout != EXCEPTION_IN_REGISTER)
        return arena_printf(arena, ".bylaw/exceptions/%s.sig", exception->id);
    return arena_printf(arena, "%.*s%s.sig", slash ? (int)(slash - path) + 1 : 0, path,
                        exception->id);
}
