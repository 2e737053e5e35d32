#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text text_of(const char *string)
{
    return (struct text){.bytes = string, .size = string ? strlen(string) : 0};
}

bool text_equals(struct text text, const char *string)
{
    size_t size = strlen(string);
    return text.size == size && (size == 0 || memcmp(text.bytes, string, size) == 0);
}

bool text_starts_with(struct text text, const char *prefix)
{
    size_t size = strlen(prefix);
    return text.size >= size && (size == 0 || memcmp(text.bytes, prefix, size) == 0);
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct text text_trim(struct text text)
{
    while (text.size > 0 && is_space(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

bool text_next_line(struct text *rest, struct text *line)
{
    if (rest->size == 0)
        return false;
    const char *end = memchr(rest->bytes, '\n', rest->size);
    size_t length = end ? (size_t)(end - rest->bytes) : rest->size;
    *line = (struct text){.bytes = rest->bytes, .size = length};
    if (line->size > 0 && line->bytes[line->size - 1] == '\r')
        line->size--;
    size_t taken = end ? length + 1 : length;
    rest->bytes += taken;
    rest->size -= taken;
    return true;
}

static unsigned char folded(char byte)
{
    unsigned char code = (unsigned char)byte;
    return code >= 'A' && code <= 'Z' ? code | 0x20 : code;
}

size_t text_find(struct text text, const char *needle)
{
    size_t size = strlen(needle);
    if (size == 0)
        return 0;
    for (size_t at = 0; at + size <= text.size; at++) {
        const char *hit = memchr(text.bytes + at, needle[0], text.size - size - at + 1);
        if (!hit)
            return SIZE_MAX;
        at = (size_t)(hit - text.bytes);
        if (memcmp(hit, needle, size) == 0)
            return at;
    }
    return SIZE_MAX;
}

size_t text_find_folded(struct text text, const char *needle)
{
    size_t size = strlen(needle);
    for (size_t at = 0; at + size <= text.size; at++) {
        size_t same = 0;
        while (same < size && folded(text.bytes[at + same]) == folded(needle[same]))
            same++;
        if (same == size)
            return at;
    }
    return SIZE_MAX;
}

bool string_starts_with(const char *string, const char *prefix)
{
    return strncmp(string, prefix, strlen(prefix)) == 0;
}

bool string_ends_with(const char *string, const char *suffix)
{
    size_t size = strlen(string);
    size_t tail = strlen(suffix);
    return size >= tail && memcmp(string + size - tail, suffix, tail) == 0;
}

bool string_equals_folded(const char *a, const char *b)
{
    while (*a && folded(*a) == folded(*b)) {
        a++;
        b++;
    }
    return folded(*a) == folded(*b);
}

bool string_is_one_of(const char *string, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(string, *words) == 0)
            return true;
    return false;
}

char *arena_copy(struct arena *arena, struct text text)
{
    char *copy = arena_bytes(arena, text.size);
    if (text.size > 0)
        memcpy(copy, text.bytes, text.size);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0)
        return arena_strdup(arena, "");
    char *string = arena_alloc(arena, (size_t)size + 1, 1);
    vsnprintf(string, (size_t)size + 1, format, arguments);
    return string;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *string = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return string;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity ? *capacity * 2 : 8;
    void *moved = arena_alloc(arena, larger, size);
    if (count > 0)
        memcpy(moved, items, count * size);
    *capacity = larger;
    return moved;
}

static void buffer_reserve(struct buffer *buffer, size_t more)
{
    if (more >= SIZE_MAX / 2 - buffer->size)
        abort();
    size_t wanted = buffer->size + more + 1;
    if (wanted <= buffer->capacity)
        return;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < wanted)
        capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes)
        abort();
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
    buffer_reserve(buffer, size);
    if (size > 0)
        memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        return;
    buffer_reserve(buffer, (size_t)size);
    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->size, (size_t)size + 1, format, arguments);
    va_end(arguments);
    buffer->size += (size_t)size;
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = BUFFER_EMPTY;
}

void buffer_cut(struct buffer *buffer, size_t size)
{
    if (size >= buffer->size)
        return;
    buffer->size = size;
    buffer->bytes[size] = '\0';
}

const char *buffer_string(const struct buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

/* The length that a first byte announces; 0 for one that begins nothing. */
static size_t utf8_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The sequences of Unicode 15, table 3-7: no surrogates, no overlong forms. */
size_t utf8_decode(const char *bytes, size_t size, uint32_t *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (size == 0)
        return 0;
    unsigned char first = (unsigned char)bytes[0];
    size_t length = utf8_length(first);
    if (length == 1) {
        *out = first;
        return 1;
    }
    *out = 0xfffd;
    if (length == 0 || length > size)
        return 1;
    uint32_t code = first & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if ((byte & 0xc0) != 0x80)
            return 1;
        code = code << 6 | (byte & 0x3fU);
    }
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 1;
    *out = code;
    return length;
}

bool utf8_is_valid(struct text text)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = 0;
        size_t taken = utf8_decode(text.bytes + at, text.size - at, &code);
        if (code == 0xfffd && taken == 1)
            return false;
        at += taken;
    }
    return true;
}

size_t utf8_encode(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    static const unsigned char marks[] = {0, 0xc0, 0xe0, 0xf0};
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    out[0] = (char)(marks[more] | code >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3f));
    return more + 1;
}
