#include "document/cursor.h"

#include <string.h>

struct cursor cursor_of(struct text text)
{
    return (struct cursor){.text = text, .line = 1};
}

int cursor_ahead(const struct cursor *cursor, size_t ahead)
{
    size_t at = cursor->at + ahead;
    return at < cursor->text.size ? (unsigned char)cursor->text.bytes[at] : -1;
}

int cursor_peek(const struct cursor *cursor)
{
    return cursor_ahead(cursor, 0);
}

bool cursor_is_at(const struct cursor *cursor, const char *word)
{
    struct text rest = {cursor->text.bytes + cursor->at, cursor->text.size - cursor->at};
    return text_starts_with(rest, word);
}

void cursor_step(struct cursor *cursor)
{
    int byte = cursor_peek(cursor);
    if (byte < 0)
        return;
    cursor->at++;
    if (byte == '\n') {
        cursor->line++;
        cursor->line_start = cursor->counted_at = cursor->at;
        cursor->counted = 0;
    }
}

void cursor_skip(struct cursor *cursor, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        cursor_step(cursor);
}

void cursor_skip_blanks(struct cursor *cursor)
{
    int byte;
    while ((byte = cursor_peek(cursor)) == ' ' || byte == '\t' || byte == '\r')
        cursor->at++;
}

void cursor_skip_line(struct cursor *cursor)
{
    struct text rest = {cursor->text.bytes + cursor->at, cursor->text.size - cursor->at};
    const char *end = rest.size > 0 ? memchr(rest.bytes, '\n', rest.size) : NULL;
    cursor->at = end ? (size_t)(end - cursor->text.bytes) : cursor->text.size;
}

struct position cursor_position(struct cursor *cursor)
{
    for (; cursor->counted_at < cursor->at; cursor->counted_at++)
        cursor->counted += ((unsigned char)cursor->text.bytes[cursor->counted_at] & 0xC0) != 0x80;
    return (struct position){cursor->line, cursor->counted + 1};
}

struct text cursor_since(const struct cursor *cursor, size_t start)
{
    return (struct text){cursor->text.bytes + start, cursor->at - start};
}
