#include "document/build.h"

#include "base/limits.h"
#include "document/keys.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct node *build_node(struct build *build, enum node_kind kind, struct position at)
{
    if (++build->nodes > LIMIT_DOCUMENT_NODES) {
        document_problem_set(build->problem, true, at.line, at.column, "more than %d nodes",
                             LIMIT_DOCUMENT_NODES);
        return NULL;
    }
    struct node *node = ARENA_NEW(build->arena, struct node);
    *node = (struct node){
        .kind = kind,
        .line = at.line,
        .column = at.column,
        .end_line = at.line,
        .end_column = at.column,
        .text = "",
    };
    return node;
}

static uint32_t count_code_points(struct text text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return count;
}

struct node *build_text(struct build *build, struct text text, struct position at)
{
    struct node *node = build_node(build, NODE_TEXT, at);
    if (!node)
        return NULL;
    node->text = arena_copy(build->arena, text);
    node->size = text.size;
    node->end_column += count_code_points(text);
    return node;
}

struct node *build_boolean(struct build *build, bool boolean, struct position at)
{
    struct node *node = build_text(build, text_of(boolean ? "true" : "false"), at);
    if (node)
        node->kind = NODE_BOOLEAN;
    return node;
}

/* Room doubles when it is used up, which is when the count is a power of two. */
static struct node **grown(struct build *build, struct node **items, size_t count)
{
    if ((count & (count - 1)) != 0)
        return items;
    struct node **moved = ARENA_ARRAY(build->arena, struct node *, count == 0 ? 1 : 2 * count);
    if (count > 0)
        memcpy(moved, items, count * sizeof(struct node *));
    return moved;
}

static void adopt(struct node *parent, struct node *child)
{
    child->parent = parent;
    if (child->end_line > parent->end_line ||
        (child->end_line == parent->end_line && child->end_column > parent->end_column)) {
        parent->end_line = child->end_line;
        parent->end_column = child->end_column;
    }
}

bool build_add(struct build *build, struct node *sequence, struct node *item)
{
    if (!sequence || !item)
        return false;
    sequence->items = grown(build, sequence->items, sequence->count);
    item->index = sequence->count;
    sequence->items[sequence->count++] = item;
    adopt(sequence, item);
    return true;
}

bool build_pair(struct build *build, struct node *mapping, struct node *key, struct node *value)
{
    if (!mapping || !key || !value)
        return false;
    mapping->keys = grown(build, mapping->keys, mapping->count);
    mapping->items = grown(build, mapping->items, mapping->count);
    mapping->keys[mapping->count] = key;
    value->index = mapping->count;
    mapping->items[mapping->count++] = value;
    adopt(mapping, key);
    adopt(mapping, value);
    return true;
}

bool build_field(struct build *build, struct node *mapping, const char *name, struct node *value)
{
    if (!value)
        return false;
    struct position at = {value->line, value->column};
    struct node *key = build_text(build, text_of(name), at);
    if (!key)
        return false;
    key->end_column = at.column;
    return build_pair(build, mapping, key, value);
}

bool build_set(struct build *build, struct node *mapping, struct table *known, struct node *key,
               struct node *value)
{
    if (!key || !value)
        return false;
    size_t index = (size_t)(uintptr_t)table_find(known, key->text);
    if (index > 0) {
        mapping->keys[index - 1] = key;
        mapping->items[index - 1] = value;
        value->index = index - 1;
        adopt(mapping, key);
        adopt(mapping, value);
        return true;
    }
    if (!build_pair(build, mapping, key, value))
        return false;
    table_set(known, key->text, (void *)(uintptr_t)mapping->count);
    return true;
}

bool build_refuse(struct build *build, struct position at, const char *format, ...)
{
    char message[sizeof(build->problem->message)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    document_problem_set(build->problem, false, at.line, at.column, "%s", message);
    return false;
}

bool build_document(struct build *build, struct node *root, struct document *out)
{
    if (!root)
        return false;
    struct node **roots = ARENA_NEW(build->arena, struct node *);
    roots[0] = root;
    *out = (struct document){.roots = roots, .count = 1};
    return true;
}

/* The first byte that is no UTF-8 or is NUL; the text's size when there is none. */
static size_t first_bad_byte(struct text text)
{
    size_t at = 0;
    while (at < text.size) {
        uint32_t code;
        size_t taken = utf8_decode(text.bytes + at, text.size - at, &code);
        if (text.bytes[at] == '\0' || (taken == 1 && (unsigned char)text.bytes[at] >= 0x80))
            return at;
        at += taken;
    }
    return at;
}

bool build_accepts(struct build *build, struct text *text)
{
    if (text->size > LIMIT_BLOB_BYTES) {
        document_problem_set(build->problem, true, 1, 1, "larger than %d bytes", LIMIT_BLOB_BYTES);
        return false;
    }
    if (text_starts_with(*text, "\xef\xbb\xbf"))
        *text = (struct text){text->bytes + 3, text->size - 3};
    size_t bad = first_bad_byte(*text);
    if (bad == text->size)
        return true;
    uint32_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < bad; i++)
        if (text->bytes[i] == '\n') {
            line++;
            start = i + 1;
        }
    struct text before = {text->bytes + start, bad - start};
    return build_refuse(build, position_in(line, before, before.size), "%s",
                        text->bytes[bad] ? "the text is not UTF-8" : "a NUL byte in the text");
}

struct position position_in(uint32_t line, struct text text, size_t at)
{
    struct text before = {text.bytes, at < text.size ? at : text.size};
    return (struct position){line, count_code_points(before) + 1};
}
