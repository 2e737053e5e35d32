/* Any bytes as a file with waivers in comments: the first line is its name. Each has its place
 * within the file, and none without a rule, an end and a reason excuses. */
#include "policy/inline_waiver.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct text text = {(const char *)data, size};
    struct text name = {0};
    struct text line;
    struct inline_waivers waivers = {0};
    uint32_t lines = 0;
    arena_init(&arena, 1 << 14);
    text_next_line(&text, &name);
    inline_waivers_parse(&waivers, &arena, arena_copy(&arena, name), text);
    for (struct text rest = text; text_next_line(&rest, &line);)
        lines++;
    for (size_t i = 0; i < waivers.count; i++) {
        const struct exception *exception = &waivers.items[i].exception;
        bool is_whole = exception->rules[0] && exception->expires != INT32_MIN &&
                        exception->justification && strlen(exception->justification) >= 40;
        if (exception->lines[0] < 1 || exception->lines[0] > lines ||
            exception->lines[1] < exception->lines[0] ||
            (i > 0 && exception->lines[0] <= waivers.items[i - 1].exception.lines[0]))
            __builtin_trap();
        if (exception_state(exception, NULL, exception->expires) != EXCEPTION_INVALID && !is_whole)
            __builtin_trap();
        for (size_t k = 0; k < 2; k++) {
            const struct text beside = waivers.items[i].beside[k];
            if (beside.size > 0 && (beside.bytes < text.bytes - name.size ||
                                    beside.bytes + beside.size > (const char *)data + size))
                __builtin_trap();
        }
        if (!inline_waiver_is_same(&waivers.items[i], &waivers.items[i]))
            __builtin_trap();
    }
    arena_release(&arena);
    return 0;
}
