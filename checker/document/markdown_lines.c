#include "document/markdown_parts.h"

#include <stdlib.h>
#include <string.h>

void markdown_lines_init(struct markdown_lines *lines, struct text text)
{
    struct buffer starts = BUFFER_EMPTY;
    size_t start = 0;
    buffer_add(&starts, (const char *)&start, sizeof(size_t));
    for (size_t at = 0; at < text.size; at++) {
        if (text.bytes[at] == '\r' && at + 1 < text.size && text.bytes[at + 1] == '\n')
            at++;
        if ((text.bytes[at] == '\n' || text.bytes[at] == '\r') && at + 1 < text.size) {
            start = at + 1;
            buffer_add(&starts, (const char *)&start, sizeof(size_t));
        }
    }
    lines->count = text.size > 0 ? starts.size / sizeof(size_t) : 0;
    if (lines->count > 0)
        buffer_add(&starts, (const char *)&text.size, sizeof(size_t));
    lines->text = text;
    lines->seen_offset = 0;
    lines->seen_column = 0;
    lines->starts = (size_t *)(void *)starts.bytes;
}

void markdown_lines_release(struct markdown_lines *lines)
{
    free(lines->starts);
    *lines = (struct markdown_lines){0};
}

struct text markdown_line_range(const struct markdown_lines *lines, size_t first, size_t last)
{
    if (last > lines->count)
        last = lines->count;
    if (first == 0 || first > last)
        return (struct text){.bytes = "", .size = 0};
    size_t start = lines->starts[first - 1];
    return (struct text){.bytes = lines->text.bytes + start, .size = lines->starts[last] - start};
}

struct text markdown_line(const struct markdown_lines *lines, size_t line)
{
    struct text text = markdown_line_range(lines, line, line);
    while (text.size > 0 &&
           (text.bytes[text.size - 1] == '\n' || text.bytes[text.size - 1] == '\r'))
        text.size--;
    return text;
}

uint32_t markdown_line_of(struct markdown_lines *lines, size_t offset, uint32_t *column)
{
    if (lines->count == 0) {
        *column = 1;
        return 1;
    }
    size_t low = 0;
    size_t high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    size_t at = lines->starts[low];
    uint32_t counted = 1;
    if (lines->seen_offset >= at && lines->seen_offset <= offset && lines->seen_column > 0) {
        at = lines->seen_offset;
        counted = lines->seen_column;
    }
    for (; at < offset && at < lines->text.size; counted++) {
        uint32_t code;
        at += utf8_decode(lines->text.bytes + at, lines->text.size - at, &code);
    }
    lines->seen_offset = at;
    lines->seen_column = counted;
    *column = counted;
    return (uint32_t)low + 1;
}
