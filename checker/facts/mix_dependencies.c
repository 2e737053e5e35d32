#include "facts/mix_dependencies.h"

#include "facts/manifest_nodes.h"

#include <string.h>

/* The tuple that begins at `at`, up to its brace. */
static struct text tuple_at(struct text text, size_t at)
{
    unsigned depth = 0;
    for (size_t end = at; end < text.size; end++) {
        depth += text.bytes[end] == '{' || text.bytes[end] == '[';
        depth -= text.bytes[end] == '}' || text.bytes[end] == ']';
        if (depth == 0)
            return (struct text){text.bytes + at, end - at + 1};
    }
    return (struct text){text.bytes + at, text.size - at};
}

static struct text name_of(struct text tuple)
{
    size_t size = 0;
    while (2 + size < tuple.size && !strchr(" ,}\n", tuple.bytes[2 + size]))
        size++;
    return (struct text){tuple.bytes + 2, size};
}

void mix_each_dependency(struct text text,
                         void (*each)(void *context, const struct mix_dependency *dependency),
                         void *context)
{
    struct manifest_lines lines = {.rest = text};
    bool is_in = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        if (text_starts_with(line, "def"))
            is_in = text_has(line, "deps");
        for (size_t at = 0; is_in && at < line.size;) {
            size_t found = text_find((struct text){line.bytes + at, line.size - at}, "{:");
            if (found == SIZE_MAX)
                break;
            at += found;
            struct text tuple = tuple_at(text, (size_t)(line.bytes - text.bytes) + at);
            struct mix_dependency dependency = {
                .name = name_of(tuple),
                .is_local = text_has(tuple, "path:") || text_has(tuple, "in_umbrella:"),
                .line = lines.number,
            };
            if (dependency.name.size > 0)
                each(context, &dependency);
            at += tuple.size < line.size - at ? tuple.size : line.size - at;
        }
    }
}
