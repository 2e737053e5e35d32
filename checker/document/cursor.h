/* cursor.h - a place in a text that moves forward, and back to where it was: bytes,
 * lines and columns. Lines end with LF or CRLF. */
#ifndef DOCUMENT_CURSOR_H
#define DOCUMENT_CURSOR_H

#include "document/build.h"

struct cursor {
    struct text text;
    size_t at;
    uint32_t line; /* from 1 */
    size_t line_start;
    size_t counted_at; /* offset up to which the columns of the line were counted */
    uint32_t counted;  /* code points between the two */
};

struct cursor cursor_of(struct text text);
/* The byte there, or `ahead` bytes behind it; -1 at the end. */
int cursor_peek(const struct cursor *cursor);
int cursor_ahead(const struct cursor *cursor, size_t ahead);
/* Does the rest begin with it? */
bool cursor_is_at(const struct cursor *cursor, const char *word);
void cursor_step(struct cursor *cursor); /* over one byte; nothing at the end */
void cursor_skip(struct cursor *cursor, size_t bytes);
/* Over spaces, tabs and carriage returns. */
void cursor_skip_blanks(struct cursor *cursor);
/* To the line's end, the LF left. */
void cursor_skip_line(struct cursor *cursor);
/* Counts each byte of a line once, as long as it is not moved back. */
struct position cursor_position(struct cursor *cursor);
/* The bytes from an offset to here. */
struct text cursor_since(const struct cursor *cursor, size_t start);

#endif
