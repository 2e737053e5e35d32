#include "facts/secret_mask.h"

#include "facts/secret_pattern.h"

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
    struct secret_search search = {
        .arena = arena, .matcher = matcher, .path = path, .text = text, .maximum = SIZE_MAX};
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

const char *secret_mask_string(struct arena *arena, const char *string)
{
    enum { LEAST = 8 }; /* no secret is shorter */
    struct text text = text_of(string);
    struct arena_mark mark = arena_mark(arena);
    struct secret_hints hints = secret_hints_in(arena, text);
    bool is_clean = text.size < LEAST || secret_hints_are_empty(&hints);
    arena_reset(arena, mark);
    if (is_clean)
        return string;
    struct pattern_matcher *matcher = pattern_matcher_new();
    struct text masked = secret_mask(arena, matcher, NULL, text);
    pattern_matcher_free(matcher);
    return masked.bytes;
}

void secret_mask_sources(struct diagnostics *diagnostics)
{
    struct pattern_matcher *matcher = pattern_matcher_new();
    for (size_t i = 0; i < diagnostics->source_count; i++) {
        struct diagnostic_source *source = &diagnostics->sources[i];
        source->text = secret_mask(diagnostics->arena, matcher, source->path, source->text);
    }
    pattern_matcher_free(matcher);
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
