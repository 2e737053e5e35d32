/* Four bytes of a place, then a source; the source is also path and message. What
 * is printed must be UTF-8 without a control character but the line's end. */
#include "base/diagnostic.h"
#include "base/excerpt.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4 || size > 1 << 14)
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    struct text source = {(const char *)data + 4, size - 4};
    const char *string = arena_copy(&arena, source);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    diagnostics_add_source(&diagnostics, string, source);
    for (uint32_t i = 0; i < 3; i++) {
        struct place place = {string, data[0] + i % 2, data[1] * (uint32_t)data[2]};
        struct diagnostic *diagnostic =
            diagnostics_add(&diagnostics, DIAGNOSTIC_ERROR, place, "%s", string);
        diagnostic->length = data[3];
        const char *const candidates[] = {string, "severity", NULL};
        diagnostic->meant = suggest("severty", candidates);
    }
    diagnostics_sort(&diagnostics);
    if (diagnostics.count != 2 || diagnostics.errors != 2)
        abort();
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 1);
    struct text printed = {out.bytes, out.size};
    if (!utf8_is_valid(printed))
        abort();
    uint32_t code = 0;
    for (size_t at = 0; at < out.size;) {
        at += utf8_decode(out.bytes + at, out.size - at, &code);
        if (code != '\n' && visible_is_unsafe(code))
            abort();
    }
    buffer_release(&out);
    arena_release(&arena);
    return 0;
}
