#include "base/limits.h"
#include "document/jsonpath.h"

#include <string.h>

/* RFC 9535, section 2.7: single quotes, the short escapes, \u00xx in lower case. */
static void write_name(struct buffer *out, const struct node *key)
{
    static const char from[] = "\b\t\n\f\r'\\";
    static const char to[] = "btnfr'\\";
    buffer_add_string(out, "['");
    for (size_t i = 0; i < key->size; i++) {
        char byte = key->text[i];
        const char *short_escape = byte ? strchr(from, byte) : NULL;
        if (short_escape)
            buffer_printf(out, "\\%c", to[short_escape - from]);
        else if ((unsigned char)byte < 0x20)
            buffer_printf(out, "\\u%04x", (unsigned)(unsigned char)byte);
        else
            buffer_add_byte(out, byte);
    }
    buffer_add_string(out, "']");
}

static void write_step(struct buffer *out, const struct node *parent, size_t index)
{
    if (parent->kind == NODE_MAPPING)
        write_name(out, parent->keys[index]);
    else
        buffer_printf(out, "[%zu]", index);
}

static const char *finish(struct arena *arena, struct buffer *path)
{
    const char *copy = arena_copy(arena, (struct text){path->bytes, path->size});
    buffer_release(path);
    return copy;
}

static void write_location(struct buffer *out, const struct jsonpath_location *location)
{
    if (!location->parent)
        return;
    write_location(out, location->parent);
    write_step(out, location->parent->node, location->index);
}

const char *jsonpath_normalised(struct arena *arena, const struct jsonpath_location *location)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_add_byte(&path, '$');
    write_location(&path, location);
    return finish(arena, &path);
}

/* Where a node stands in its parent: as its reader said, else by looking. */
static size_t find_index(const struct node *parent, const struct node *node)
{
    if (node->index < parent->count && parent->items[node->index] == node)
        return node->index;
    for (size_t i = 0; i < parent->count; i++)
        if (parent->items[i] == node)
            return i;
    return SIZE_MAX;
}

const char *jsonpath_of_node(struct arena *arena, const struct node *node)
{
    const struct node *chain[LIMIT_DOCUMENT_DEPTH + 2];
    size_t depth = 0;
    for (; node && depth < LIMIT_DOCUMENT_DEPTH + 2; node = node->parent)
        chain[depth++] = node;
    struct buffer path = BUFFER_EMPTY;
    buffer_add_byte(&path, '$');
    for (size_t i = depth; i-- > 1;) {
        size_t index = find_index(chain[i], chain[i - 1]);
        if (index != SIZE_MAX)
            write_step(&path, chain[i], index);
    }
    return finish(arena, &path);
}
