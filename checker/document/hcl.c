#include "document/hcl.h"

#include "base/limits.h"
#include "document/hcl_reader.h"
#include "document/keys.h"

#include <string.h>

bool hcl_refuse(struct hcl_reader *reader, const char *message)
{
    return build_refuse(&reader->build, cursor_position(&reader->cursor), "%s", message);
}

bool hcl_enter(struct hcl_reader *reader)
{
    if (reader->depth < LIMIT_DOCUMENT_DEPTH) {
        reader->depth++;
        return true;
    }
    struct position at = cursor_position(&reader->cursor);
    document_problem_set(reader->build.problem, true, at.line, at.column, "nested too deeply");
    return false;
}

static bool skip_block_comment(struct hcl_reader *reader)
{
    struct position start = cursor_position(&reader->cursor);
    cursor_skip(&reader->cursor, 2);
    while (!cursor_is_at(&reader->cursor, "*/")) {
        if (cursor_peek(&reader->cursor) < 0)
            return build_refuse(&reader->build, start, "the comment has no end");
        cursor_step(&reader->cursor);
    }
    cursor_skip(&reader->cursor, 2);
    return true;
}

bool hcl_skip_space(struct hcl_reader *reader, bool lines)
{
    struct cursor *cursor = &reader->cursor;
    for (;;) {
        cursor_skip_blanks(cursor);
        if (lines && cursor_peek(cursor) == '\n')
            cursor_step(cursor);
        else if (cursor_peek(cursor) == '#' || cursor_is_at(cursor, "//"))
            cursor_skip_line(cursor);
        else if (!cursor_is_at(cursor, "/*"))
            return true;
        else if (!skip_block_comment(reader))
            return false;
    }
}

bool hcl_is_name_start(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           byte >= 0x80;
}

struct text hcl_read_name(struct hcl_reader *reader)
{
    size_t start = reader->cursor.at;
    int byte = cursor_peek(&reader->cursor);
    while (hcl_is_name_start(byte) || byte == '-' || (byte >= '0' && byte <= '9')) {
        cursor_step(&reader->cursor);
        byte = cursor_peek(&reader->cursor);
    }
    return cursor_since(&reader->cursor, start);
}

static const char *known_key(struct hcl_reader *reader, const struct node *mapping, const char *key)
{
    return arena_printf(reader->build.arena, "%p %s", (const void *)mapping, key);
}

struct node *hcl_find(struct hcl_reader *reader, const struct node *mapping, const char *key)
{
    struct arena_mark mark = arena_mark(reader->build.arena);
    struct node *found = table_find(&reader->known, known_key(reader, mapping, key));
    arena_reset(reader->build.arena, mark);
    return found;
}

bool hcl_add(struct hcl_reader *reader, struct node *mapping, struct node *key, struct node *value)
{
    if (!build_pair(&reader->build, mapping, key, value))
        return false;
    table_set(&reader->known, known_key(reader, mapping, key->text), value);
    return true;
}

/* The value of `key` in `mapping`, made when it is not there yet. */
static struct node *child_of(struct hcl_reader *reader, struct node *mapping, struct node *key,
                             enum node_kind kind)
{
    struct node *child = hcl_find(reader, mapping, key->text);
    struct position at = {key->line, key->column};
    if (child && child->kind != kind) {
        build_refuse(&reader->build, at,
                     "'%.100s' is another thing than on line %u: blocks of one type have the same "
                     "number of labels, and no attribute their name",
                     key->text, child->line);
        return NULL;
    }
    if (child)
        return child;
    child = build_node(&reader->build, kind, at);
    return hcl_add(reader, mapping, key, child) ? child : NULL;
}

static bool read_body(struct hcl_reader *reader, struct node *body);

/* The labels between a block's type and its brace, each a key below the last. */
static struct node *read_labels(struct hcl_reader *reader, struct node *body, struct node *key)
{
    struct node *parent = body;
    for (;;) {
        if (!hcl_skip_space(reader, false))
            return NULL;
        int byte = cursor_peek(&reader->cursor);
        if (byte == '{')
            return child_of(reader, parent, key, NODE_SEQUENCE);
        struct position at = cursor_position(&reader->cursor);
        struct node *label = NULL;
        bool plain = true;
        if (byte == '"')
            label = hcl_read_quoted(reader, &plain);
        else if (hcl_is_name_start(byte))
            label = build_text(&reader->build, hcl_read_name(reader), at);
        else
            hcl_refuse(reader, "'=', a label or '{' is expected");
        if (!label)
            return NULL;
        parent = child_of(reader, parent, key, NODE_MAPPING);
        if (!parent)
            return NULL;
        key = label;
    }
}

static bool read_block(struct hcl_reader *reader, struct node *body, struct node *key)
{
    struct node *sequence = read_labels(reader, body, key);
    if (!sequence || !hcl_enter(reader))
        return false;
    struct position start = cursor_position(&reader->cursor);
    /* A block stands at its type, its body within it. */
    struct node *inner =
        build_node(&reader->build, NODE_MAPPING, (struct position){key->line, key->column});
    cursor_step(&reader->cursor);
    if (!inner || !read_body(reader, inner))
        return false;
    if (cursor_peek(&reader->cursor) != '}')
        return build_refuse(&reader->build, start, "the block has no '}'");
    cursor_step(&reader->cursor);
    struct position end = cursor_position(&reader->cursor);
    inner->end_line = end.line;
    inner->end_column = end.column;
    reader->depth--;
    return build_add(&reader->build, sequence, inner);
}

static bool read_attribute(struct hcl_reader *reader, struct node *body, struct node *key)
{
    const struct node *earlier = hcl_find(reader, body, key->text);
    if (earlier)
        return build_refuse(&reader->build, (struct position){key->line, key->column},
                            "'%.100s' was already given on line %u", key->text, earlier->line);
    cursor_step(&reader->cursor);
    if (!hcl_skip_space(reader, false))
        return false;
    struct node *value = hcl_read_expression(reader, false);
    return value && hcl_add(reader, body, key, value);
}

/* An attribute or a block. */
static bool read_item(struct hcl_reader *reader, struct node *body)
{
    struct position at = cursor_position(&reader->cursor);
    bool plain = true;
    struct node *key = NULL;
    if (hcl_is_name_start(cursor_peek(&reader->cursor)))
        key = build_text(&reader->build, hcl_read_name(reader), at);
    else if (cursor_peek(&reader->cursor) == '"')
        key = hcl_read_quoted(reader, &plain);
    else
        return hcl_refuse(reader, "the name of an attribute or a block is expected");
    if (!key || !hcl_skip_space(reader, false))
        return false;
    bool is_attribute =
        cursor_peek(&reader->cursor) == '=' && cursor_ahead(&reader->cursor, 1) != '=';
    return is_attribute ? read_attribute(reader, body, key) : read_block(reader, body, key);
}

/* Up to the closing brace or the end of the text. */
static bool read_body(struct hcl_reader *reader, struct node *body)
{
    for (;;) {
        if (!hcl_skip_space(reader, true))
            return false;
        int byte = cursor_peek(&reader->cursor);
        if (byte < 0 || byte == '}')
            return true;
        if (!read_item(reader, body) || !hcl_skip_space(reader, false))
            return false;
        byte = cursor_peek(&reader->cursor);
        if (byte >= 0 && byte != '\n' && byte != '}')
            return hcl_refuse(reader, "the end of the line is expected");
    }
}

bool hcl_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem)
{
    struct hcl_reader reader = {.build = {.arena = arena, .problem = problem}};
    if (!build_accepts(&reader.build, &text))
        return false;
    reader.cursor = cursor_of(text);
    table_init(&reader.known, arena);
    struct node *root = build_node(&reader.build, NODE_MAPPING, (struct position){1, 1});
    if (!root || !read_body(&reader, root))
        return false;
    if (cursor_peek(&reader.cursor) == '}')
        return hcl_refuse(&reader, "this '}' closes no block");
    return build_document(&reader.build, root, out);
}
