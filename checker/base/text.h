/* text.h - slices of bytes, growing buffers and the few string helpers that C
 * lacks. A slice borrows its bytes and is not NUL-terminated; a buffer owns
 * them (malloc) and always keeps a NUL after its end. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *bytes;
    size_t size;
};

struct buffer {
    char *bytes; /* NULL while nothing was added */
    size_t size;
    size_t capacity;
};

#define BUFFER_EMPTY ((struct buffer){0})

struct text text_of(const char *string);
bool text_equals(struct text text, const char *string);
bool text_starts_with(struct text text, const char *prefix);
/* Without the white space (space, tab, CR, LF, FF, VT) at both ends. */
struct text text_trim(struct text text);
/* Takes the next line off `rest`, without its LF or CRLF; false at the end. */
bool text_next_line(struct text *rest, struct text *line);
/* Offset of the first `needle` in `text`, or SIZE_MAX. */
size_t text_find(struct text text, const char *needle);
/* The same, ASCII letters folded. */
size_t text_find_folded(struct text text, const char *needle);

bool string_starts_with(const char *string, const char *prefix);
bool string_ends_with(const char *string, const char *suffix);
bool string_equals_folded(const char *a, const char *b);
/* Is `string` one of `words` (NULL-ended)? */
bool string_is_one_of(const char *string, const char *const *words);

char *arena_copy(struct arena *arena, struct text text); /* adds a NUL */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* Room for one more item at the end of a growing array in an arena: returns the
 * array, moved when it was full. `capacity` is kept by the caller, 0 at first. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
    __attribute__((returns_nonnull));

void buffer_add(struct buffer *buffer, const char *bytes, size_t size);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_clear(struct buffer *buffer); /* keeps the room */
/* Forgets what was added since it had that size. */
void buffer_cut(struct buffer *buffer, size_t size);
void buffer_release(struct buffer *buffer);
const char *buffer_string(const struct buffer *buffer); /* never NULL */

/* Decodes one code point at `bytes`; returns the bytes taken (1 for a byte that
 * is not valid UTF-8, which decodes as U+FFFD), 0 at the end. */
size_t utf8_decode(const char *bytes, size_t size, uint32_t *out);
bool utf8_is_valid(struct text text);
/* Writes a code point, at most four bytes; returns how many. */
size_t utf8_encode(uint32_t code, char *out);

#endif
