#include "facts/ruby_calls.h"

#include "facts/manifest_nodes.h"

#include <string.h>

enum { BLOCKS_MAX = 64 };

static bool begins(struct text line, const char *word)
{
    size_t size = strlen(word);
    return text_starts_with(line, word) && (line.size == size || strchr(" (\t", line.bytes[size]));
}

static bool opens_condition(struct text line)
{
    return begins(line, "if") || begins(line, "unless") || begins(line, "case") ||
           begins(line, "while");
}

static bool opens_block(struct text line)
{
    size_t block = text_find(line, " do |");
    bool is_block = line.size > 3 && memcmp(line.bytes + line.size - 3, " do", 3) == 0;
    return is_block || block != SIZE_MAX || begins(line, "def") || begins(line, "begin");
}

void ruby_each_call(struct text text, const char *method,
                    void (*each)(void *context, struct text name, struct text line), void *context)
{
    struct manifest_lines lines = {.rest = text};
    bool conditions[BLOCKS_MAX]; /* of each open block */
    size_t depth = 0;
    size_t held = 0; /* conditions among them */
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, " #");
        if (line.size == 0 || line.bytes[0] == '#')
            continue;
        bool is_condition = opens_condition(line);
        if (is_condition || opens_block(line)) {
            if (depth == BLOCKS_MAX)
                return;
            conditions[depth++] = is_condition;
            held += is_condition;
        } else if (begins(line, "end") && depth > 0) {
            held -= conditions[--depth];
        } else if (held == 0 && begins(line, method) && !text_has(line, " if ") &&
                   !text_has(line, " unless ") && !text_has(line, " ? ")) {
            size_t size = strlen(method);
            size_t at = size + strspn(line.bytes + size, " (\t");
            bool is_text = at < line.size && (line.bytes[at] == '"' || line.bytes[at] == '\'');
            struct text name = text_quoted(line, at);
            if (is_text && name.size > 0 && !text_has(name, "#{"))
                each(context, name, line);
        }
    }
}
