#include "report/json_text.h"

#include "report/finding_text.h"

#include <string.h>

enum { LONGEST_REFERENCE = sizeof("&#1234567;") };

/* Where the text may end at the latest: not behind the beginning of a reference, nor
 * behind a backslash that belongs to what follows. */
static size_t whole_end(const char *text, size_t end)
{
    for (size_t back = 1; back < LONGEST_REFERENCE && back <= end; back++) {
        if (text[end - back] == ';')
            break;
        if (text[end - back] == '&')
            return end - back;
    }
    size_t slashes = 0;
    while (slashes < end && text[end - slashes - 1] == '\\')
        slashes++;
    return end - slashes % 2;
}

void buffer_shorten(struct buffer *buffer, size_t most)
{
    static const char ending[] = "...";
    const size_t room = most - (sizeof(ending) - 1);
    size_t units = 0;
    size_t fits = 0; /* with the ending */
    for (size_t at = 0; at < buffer->size;) {
        uint32_t code;
        at += utf8_decode(buffer->bytes + at, buffer->size - at, &code);
        units += code > 0xffff ? 2 : 1;
        if (units <= room)
            fits = at;
    }
    if (units <= most)
        return;
    buffer_cut(buffer, whole_end(buffer->bytes, fits));
    buffer_add_string(buffer, ending);
}

void markdown_add_paragraph(struct buffer *out, const char *text)
{
    if (out->size > 0)
        buffer_add_string(out, "\n\n");
    escape_markdown(out, text);
}

static void add_text(struct json *json, const char *key, const char *text, size_t most,
                     void (*escape)(struct buffer *out, const char *string))
{
    struct buffer escaped = BUFFER_EMPTY;
    escape(&escaped, text);
    buffer_shorten(&escaped, most);
    json_string(json, key, buffer_string(&escaped));
    buffer_release(&escaped);
}

void json_line(struct json *json, const char *key, const char *text, size_t most)
{
    add_text(json, key, text, most, escape_visible);
}

void json_markdown(struct json *json, const char *key, const char *text, size_t most)
{
    add_text(json, key, text, most, escape_markdown);
}

static void add_folded(struct json *json, const char *key, const char *text, size_t most,
                       void (*escape)(struct buffer *out, const char *string))
{
    struct buffer folded = BUFFER_EMPTY;
    buffer_add_folded(&folded, text);
    add_text(json, key, buffer_string(&folded), most, escape);
    buffer_release(&folded);
}

void json_line_folded(struct json *json, const char *key, const char *text, size_t most)
{
    add_folded(json, key, text, most, escape_visible);
}

void json_markdown_folded(struct json *json, const char *key, const char *text, size_t most)
{
    add_folded(json, key, text, most, escape_markdown);
}
