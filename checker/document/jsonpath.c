#include "document/jsonpath.h"

#include "base/limits.h"
#include "document/jsonpath_steps.h"

#include <string.h>

/* The nodes that one step gives to the next. */
struct selection {
    struct arena *arena;
    const struct node **items;
    size_t count, capacity;
    size_t *steps; /* taken by the whole path */
};

static bool take_step(const struct selection *selection)
{
    return ++*selection->steps <= LIMIT_DOCUMENT_NODES;
}

static bool add(struct selection *selection, const struct node *node)
{
    selection->items = arena_grow(selection->arena, selection->items, selection->count,
                                  &selection->capacity, sizeof(*selection->items));
    selection->items[selection->count++] = node;
    return take_step(selection);
}

static const struct node *find_name(const struct node *node, struct text name)
{
    if (node->kind != NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (node->keys[i]->size == name.size &&
            memcmp(node->keys[i]->text, name.bytes, name.size) == 0)
            return node->items[i];
    return NULL;
}

static const struct node *find_index(const struct node *node, int64_t index)
{
    if (node->kind != NODE_SEQUENCE)
        return NULL;
    int64_t count = (int64_t)node->count;
    if (index < 0)
        index += count;
    return index >= 0 && index < count ? node->items[index] : NULL;
}

static bool select_children(const struct jsonpath_segment *segment, const struct node *node,
                            struct selection *out)
{
    if (node_is_scalar(node))
        return true;
    for (size_t i = 0; i < segment->count; i++) {
        const struct jsonpath_selector *selector = &segment->selectors[i];
        if (!take_step(out))
            return false;
        if (selector->kind == SELECTOR_WILDCARD) {
            for (size_t j = 0; j < node->count; j++)
                if (!add(out, node->items[j]))
                    return false;
            continue;
        }
        const struct node *found = selector->kind == SELECTOR_NAME
                                       ? find_name(node, selector->name)
                                       : find_index(node, selector->index);
        if (found && !add(out, found))
            return false;
    }
    return true;
}

struct level {
    const struct node *node;
    size_t next;
};

/* The node and all below it, each before its children. */
static bool select_descendants(const struct jsonpath_segment *segment, const struct node *root,
                               struct selection *out)
{
    struct level levels[LIMIT_DOCUMENT_DEPTH + 1];
    size_t depth = 1;
    levels[0] = (struct level){.node = root};
    if (!take_step(out) || !select_children(segment, root, out))
        return false;
    while (depth > 0) {
        struct level *level = &levels[depth - 1];
        if (node_is_scalar(level->node) || level->next == level->node->count) {
            depth--;
            continue;
        }
        const struct node *child = level->node->items[level->next++];
        if (!take_step(out) || !select_children(segment, child, out))
            return false;
        if (!node_is_scalar(child) && depth <= LIMIT_DOCUMENT_DEPTH)
            levels[depth++] = (struct level){.node = child};
    }
    return true;
}

bool jsonpath_select(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct node ***out, size_t *count)
{
    size_t steps = 0;
    struct selection selection = {.arena = arena, .steps = &steps};
    if (root)
        add(&selection, root);
    for (size_t i = 0; i < path->count; i++) {
        struct selection next = {.arena = arena, .steps = &steps};
        for (size_t j = 0; j < selection.count; j++) {
            const struct jsonpath_segment *segment = &path->segments[i];
            bool good = segment->descends ? select_descendants(segment, selection.items[j], &next)
                                          : select_children(segment, selection.items[j], &next);
            if (!good)
                return false;
        }
        selection = next;
    }
    *out = selection.items;
    *count = selection.count;
    return true;
}

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

static void write_step(struct buffer *out, const struct node *parent, const struct node *node)
{
    for (size_t i = 0; i < parent->count; i++) {
        if (parent->items[i] != node)
            continue;
        if (parent->kind == NODE_MAPPING)
            write_name(out, parent->keys[i]);
        else
            buffer_printf(out, "[%zu]", i);
        return;
    }
}

const char *jsonpath_normalised(struct arena *arena, const struct node *node)
{
    const struct node *chain[LIMIT_DOCUMENT_DEPTH + 2];
    size_t depth = 0;
    for (; node && depth < LIMIT_DOCUMENT_DEPTH + 2; node = node->parent)
        chain[depth++] = node;
    struct buffer path = BUFFER_EMPTY;
    buffer_add_byte(&path, '$');
    for (size_t i = depth; i-- > 1;)
        write_step(&path, chain[i], chain[i - 1]);
    const char *copy = arena_copy(arena, (struct text){path.bytes, path.size});
    buffer_release(&path);
    return copy;
}
