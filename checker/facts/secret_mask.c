#include "facts/secret_mask.h"

#include <stdlib.h>
#include <string.h>

static int compare_spans(const void *a, const void *b)
{
    const struct secret_span *left = a;
    const struct secret_span *right = b;
    return (left->from > right->from) - (left->from < right->from);
}

/* Line ends stay, so that lines keep their numbers. */
static void add_masked(struct buffer *out, struct text secret)
{
    bool dark = false;
    for (size_t i = 0; i < secret.size; i++) {
        if (secret.bytes[i] == '\n')
            buffer_add_byte(out, '\n');
        else if (!dark)
            buffer_add_string(out, "***");
        dark = secret.bytes[i] != '\n';
    }
}

static void write_masked(struct buffer *out, struct text text, const struct secret_span *spans,
                         size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = spans[i].from + spans[i].shown;
        if (from < at)
            continue;
        buffer_add(out, text.bytes + at, from - at);
        add_masked(out, (struct text){text.bytes + from, spans[i].to - from});
        at = spans[i].to;
    }
    buffer_add(out, text.bytes + at, text.size - at);
}

struct text secret_mask(struct arena *arena, struct pattern_matcher *matcher, const char *path,
                        struct text text)
{
    struct secret_search search = {.arena = arena, .matcher = matcher, .path = path, .text = text};
    secret_search(&search);
    if (search.count == 0)
        return text;
    qsort(search.spans, search.count, sizeof(*search.spans), compare_spans);
    struct buffer out = BUFFER_EMPTY;
    write_masked(&out, text, search.spans, search.count);
    struct text masked = {arena_copy(arena, (struct text){out.bytes, out.size}), out.size};
    buffer_release(&out);
    return masked;
}

void secret_mask_buffer(struct buffer *buffer)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct pattern_matcher *matcher = pattern_matcher_new();
    struct text text = {buffer_string(buffer), buffer->size};
    struct text masked = secret_mask(&arena, matcher, NULL, text);
    if (masked.bytes != text.bytes) {
        buffer_clear(buffer);
        buffer_add(buffer, masked.bytes, masked.size);
    }
    pattern_matcher_free(matcher);
    arena_release(&arena);
}
