#include "facts/operations_item.h"

#include "facts/residue.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool operations_is_linked(struct text text)
{
    if (text_find(text, "://") != SIZE_MAX || text_find(text, "](") != SIZE_MAX ||
        text_find(text, "[[") != SIZE_MAX)
        return true;
    for (size_t i = 1; i + 1 < text.size; i++) {
        char before = text.bytes[i - 1], at = text.bytes[i];
        bool is_key = at == '-' && before >= 'A' && before <= 'Z' && i >= 2 &&
                      text.bytes[i - 2] >= 'A' && text.bytes[i - 2] <= 'Z';
        if (is_digit(text.bytes[i + 1]) && ((at == '#' && !is_digit(before)) || is_key))
            return true;
    }
    return text.size > 1 && text.bytes[0] == '#' && is_digit(text.bytes[1]);
}

bool operations_is_filled(struct arena *arena, struct text cell)
{
    static const char *const none[] = {"-",          "--",  "n/a",   "none", "tbd", "?",
                                       "unassigned", "...", "owner", "name", NULL};
    const char *text = prose_fold(arena, arena_copy(arena, text_trim(cell)));
    return *text && !string_is_one_of(text, none) && strcmp(text, "—") != 0 &&
           !residue_is_value(text);
}

static bool after_mark(struct text line, struct text *rest)
{
    line = text_trim(line);
    size_t at = 0;
    if (line.size > 2 && strchr("-*+", line.bytes[0]) && line.bytes[1] == ' ')
        at = 2;
    while (!at && line.size > 2 && is_digit(line.bytes[0])) {
        size_t digits = 0;
        while (digits < line.size && is_digit(line.bytes[digits]))
            digits++;
        if (digits + 1 >= line.size || !strchr(".)", line.bytes[digits]) ||
            line.bytes[digits + 1] != ' ')
            return false;
        at = digits + 2;
    }
    *rest = at ? text_trim((struct text){line.bytes + at, line.size - at}) : line;
    return at > 0;
}

bool operations_item(struct text line, enum operations_box *box, struct text *rest)
{
    *box = OPERATIONS_NO_BOX;
    if (!after_mark(line, rest))
        return false;
    if (text_starts_with(*rest, "[ ]"))
        *box = OPERATIONS_OPEN_BOX;
    else if (text_starts_with(*rest, "[x]") || text_starts_with(*rest, "[X]"))
        *box = OPERATIONS_TICKED_BOX;
    if (*box != OPERATIONS_NO_BOX)
        *rest = text_trim((struct text){rest->bytes + 3, rest->size - 3});
    return true;
}

struct text operations_whole_item(const struct prose *prose, size_t line)
{
    size_t indent = 0, end = line + 1;
    struct text first = prose->lines[line].text;
    while (indent < first.size && first.bytes[indent] == ' ')
        indent++;
    for (; end < prose->line_count && end < line + 12; end++) {
        struct text text = prose->lines[end].text;
        size_t deep = 0;
        while (deep < text.size && text.bytes[deep] == ' ')
            deep++;
        if (deep <= indent || deep == text.size)
            break;
    }
    struct text last = prose->lines[end - 1].text;
    return (struct text){first.bytes, (size_t)(last.bytes + last.size - first.bytes)};
}
