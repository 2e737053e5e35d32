#include "facts/operations_table.h"

bool operations_is_row(struct text line)
{
    line = text_trim(line);
    return line.size > 1 && line.bytes[0] == '|';
}

bool operations_is_rule(struct text line)
{
    bool has_dash = false;
    line = text_trim(line);
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        if (byte != '|' && byte != ':' && byte != '-' && byte != ' ' && byte != '\t')
            return false;
        has_dash = has_dash || byte == '-';
    }
    return has_dash;
}

size_t operations_split(struct text line, struct text cells[OPERATIONS_COLUMNS_MAX])
{
    size_t count = 0, start = 1;
    line = text_trim(line);
    for (size_t i = 1; i <= line.size && count < OPERATIONS_COLUMNS_MAX; i++) {
        bool is_end = i == line.size || (line.bytes[i] == '|' && line.bytes[i - 1] != '\\');
        if (!is_end)
            continue;
        if (i < line.size || start < line.size)
            cells[count++] = text_trim((struct text){line.bytes + start, i - start});
        start = i + 1;
    }
    return count;
}
