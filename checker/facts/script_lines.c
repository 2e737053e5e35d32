#include "facts/script_lines.h"

#include "base/text.h"

/* Lists within lists: GitLab allows ten levels. */
enum { DEPTH_MAX = 10 };

static void add_line(struct script_lines *script, uint32_t line)
{
    script->lines = arena_grow(script->arena, script->lines, script->count, &script->capacity,
                               sizeof(*script->lines));
    script->lines[script->count++] = value_integer(line);
}

/* The text of a literal block begins on the line below its mark; that of another
 * scalar that spans lines was folded into one. */
static void add_scalar(struct script_lines *script, const struct node *node)
{
    struct text rest = {.bytes = node->text, .size = node->size};
    size_t count = 0;
    struct text line;
    for (struct text scan = rest; text_next_line(&scan, &line);)
        count++;
    bool spans = node->block && node->end_line - node->line >= count;
    uint32_t first = node->block ? node->line + 1 : node->line;
    for (uint32_t i = 0; text_next_line(&rest, &line); i++) {
        add_line(script, spans ? first + i : first);
        buffer_add(script->text, line.bytes, line.size);
        buffer_add_byte(script->text, '\n');
    }
}

static void add(struct script_lines *script, const struct node *node, unsigned depth)
{
    if (!node || node->kind == NODE_NULL || depth > DEPTH_MAX)
        return;
    if (node_is_scalar(node))
        add_scalar(script, node);
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
        add(script, node->items[i], depth + 1);
}

void script_lines_add(struct script_lines *script, const struct node *node)
{
    add(script, node, 0);
}

struct value script_lines_value(const struct script_lines *script)
{
    return script->count > 0 ? value_list_of(script->arena, script->lines, script->count)
                             : value_text(NULL);
}
