#include "document/toml.h"

#include "document/keys.h"
#include "document/toml_scalar.h"
#include "document/toml_table.h"

static bool is_bare(int byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '-';
}

static struct text rest_of(const struct toml_reader *reader)
{
    return (struct text){reader->text.bytes + reader->at, reader->text.size - reader->at};
}

static bool set_text(struct toml_reader *reader, struct node *node, struct text text)
{
    node->text = text.bytes;
    node->size = text.size;
    toml_node_end(reader, node);
    return true;
}

static bool read_key_part(struct toml_reader *reader, struct toml_path *path)
{
    if (path->count == LIMIT_DOCUMENT_DEPTH)
        return toml_refuse_deep(reader);
    int byte = toml_peek(reader);
    if (byte != '"' && byte != '\'' && !is_bare(byte))
        return toml_refuse(reader, "a key is expected, in quotes where it is not of letters, "
                                   "digits, '-' and '_' alone");
    if (toml_starts(reader, "\"\"\"") || toml_starts(reader, "'''"))
        return toml_refuse(reader, "a key is no text of several lines");
    struct node *key = toml_node_new(reader, NODE_TEXT, NULL);
    if (!key)
        return false;
    path->parts[path->count++] = key;
    struct text text;
    if (byte == '"' || byte == '\'') {
        key->quoted = true;
        return toml_text_read(reader, &text) && set_text(reader, key, text);
    }
    size_t start = reader->at;
    while (is_bare(toml_peek(reader)))
        reader->at++;
    text = (struct text){reader->text.bytes + start, reader->at - start};
    return set_text(reader, key, (struct text){arena_copy(reader->arena, text), text.size});
}

/* With the blanks around it. */
static bool read_key(struct toml_reader *reader, struct toml_path *path)
{
    path->count = 0;
    do {
        reader->at += path->count > 0;
        toml_skip_blanks(reader);
        if (!read_key_part(reader, path))
            return false;
        toml_skip_blanks(reader);
    } while (toml_peek(reader) == '.');
    return true;
}

static struct node *read_value(struct toml_reader *reader, const struct node *parent,
                               unsigned depth, struct toml_table **table);

/* Below `section`: the root, a header's table or an inline one. */
static bool read_assignment(struct toml_reader *reader, struct toml_table *section)
{
    struct toml_path path;
    if (!read_key(reader, &path))
        return false;
    if (toml_peek(reader) != '=')
        return toml_refuse(reader, "'=' is expected after a key");
    struct toml_table *table = NULL;
    struct toml_entry *entry = toml_table_add(reader, section, &path, &table);
    if (!entry)
        return false;
    reader->at++;
    toml_skip_blanks(reader);
    entry->value = read_value(reader, table->node, table->depth, &entry->table);
    if (!entry->value)
        return false;
    for (struct toml_table *grown = table; grown != section; grown = grown->above)
        toml_node_end(reader, grown->node);
    toml_node_end(reader, section->node);
    return true;
}

/* Over blanks; no line ends between the braces. */
static bool skip_inline_blanks(struct toml_reader *reader)
{
    toml_skip_blanks(reader);
    int byte = toml_peek(reader);
    bool ends = byte < 0 || byte == '\n' || byte == '\r' || byte == '#';
    return !ends || toml_refuse(reader, "'}' is expected on the line where the table begins");
}

static bool read_inline_pairs(struct toml_reader *reader, struct toml_table *table)
{
    if (!skip_inline_blanks(reader))
        return false;
    if (toml_peek(reader) == '}')
        return true;
    for (;;) {
        if (!read_assignment(reader, table) || !skip_inline_blanks(reader))
            return false;
        if (toml_peek(reader) == '}')
            return true;
        if (toml_peek(reader) != ',')
            return toml_refuse(reader, "',' or '}' is expected");
        reader->at++;
        if (!skip_inline_blanks(reader))
            return false;
        if (toml_peek(reader) == '}')
            return toml_refuse(reader, "an inline table has no ',' before its '}'");
    }
}

static struct node *read_inline(struct toml_reader *reader, const struct node *parent,
                                unsigned depth, struct toml_table **out)
{
    struct node *node = toml_node_new(reader, NODE_MAPPING, parent);
    struct toml_table *table = node ? toml_table_new(reader, TOML_INLINE, node, depth + 1) : NULL;
    if (!table)
        return NULL;
    reader->at++;
    if (!read_inline_pairs(reader, table))
        return NULL;
    reader->at++;
    toml_node_end(reader, node);
    toml_table_finish(reader, table);
    *out = table;
    return node;
}

/* White space, line ends and comments, which arrays may hold anywhere. */
static bool skip_space(struct toml_reader *reader)
{
    do {
        toml_skip_blanks(reader);
        if (!toml_skip_comment(reader))
            return false;
    } while (toml_skip_line_end(reader));
    return true;
}

static bool read_items(struct toml_reader *reader, struct node *array, unsigned depth)
{
    for (;;) {
        if (!skip_space(reader))
            return false;
        if (toml_peek(reader) == ']')
            return true;
        struct toml_table *ignored = NULL;
        const struct node *item = read_value(reader, array, depth, &ignored);
        if (!item)
            return false;
        buffer_add(&reader->items, (const char *)&item, sizeof(struct node *));
        if (!skip_space(reader))
            return false;
        if (toml_peek(reader) == ']')
            return true;
        if (toml_peek(reader) != ',')
            return toml_refuse(reader, "',' or ']' is expected");
        reader->at++;
    }
}

static struct node *read_array(struct toml_reader *reader, const struct node *parent,
                               unsigned depth)
{
    if (depth == LIMIT_DOCUMENT_DEPTH) {
        toml_refuse_deep(reader);
        return NULL;
    }
    struct node *node = toml_node_new(reader, NODE_SEQUENCE, parent);
    if (!node)
        return NULL;
    size_t first = reader->items.size;
    reader->at++;
    if (!read_items(reader, node, depth + 1))
        return NULL;
    reader->at++;
    toml_node_end(reader, node);
    node->count = (reader->items.size - first) / sizeof(struct node *);
    node->items = ARENA_ARRAY(reader->arena, struct node *, node->count);
    for (size_t i = 0; i < node->count; i++) {
        node->items[i] = ((struct node **)(void *)(reader->items.bytes + first))[i];
        node->items[i]->index = i;
    }
    reader->items.size = first;
    return node;
}

static struct node *read_text(struct toml_reader *reader, const struct node *parent)
{
    struct node *node = toml_node_new(reader, NODE_TEXT, parent);
    if (!node)
        return NULL;
    node->quoted = true;
    struct text text;
    return toml_text_read(reader, &text) && set_text(reader, node, text) ? node : NULL;
}

static struct node *read_plain(struct toml_reader *reader, const struct node *parent)
{
    struct text text = rest_of(reader);
    text.size = toml_scalar_size(text);
    struct toml_scalar scalar;
    if (!toml_scalar_read(reader->arena, text, &scalar)) {
        toml_refuse_at(reader, reader->at + scalar.at, scalar.problem);
        return NULL;
    }
    struct node *node = toml_node_new(reader, scalar.kind, parent);
    if (!node)
        return NULL;
    node->tag = scalar.tag;
    reader->at += text.size;
    set_text(reader, node, text_of(scalar.text));
    return node;
}

/* Of a table or an array that is `depth` deep. */
static struct node *read_value(struct toml_reader *reader, const struct node *parent,
                               unsigned depth, struct toml_table **table)
{
    switch (toml_peek(reader)) {
    case '{':
        return read_inline(reader, parent, depth, table);
    case '[':
        return read_array(reader, parent, depth);
    case '"':
    case '\'':
        return read_text(reader, parent);
    default:
        return read_plain(reader, parent);
    }
}

static bool read_header(struct toml_reader *reader, struct toml_table *root,
                        struct toml_table **section)
{
    struct node header = {0};
    toml_node_begin(reader, &header);
    bool element = toml_starts(reader, "[[");
    reader->at += element ? 2 : 1;
    struct toml_path path;
    if (!read_key(reader, &path))
        return false;
    if (!toml_starts(reader, element ? "]]" : "]"))
        return toml_refuse(reader, element ? "']]' is expected after the name of an array of tables"
                                           : "']' is expected after the name of a table");
    reader->at += element ? 2 : 1;
    toml_node_end(reader, &header);
    *section = toml_table_open(reader, root, &path, element, &header);
    return *section != NULL;
}

static bool read_line(struct toml_reader *reader, struct toml_table *root,
                      struct toml_table **section)
{
    toml_skip_blanks(reader);
    int byte = toml_peek(reader);
    bool empty = byte < 0 || byte == '\n' || byte == '\r' || byte == '#';
    if (byte == '[' && !read_header(reader, root, section))
        return false;
    if (byte != '[' && !empty && !read_assignment(reader, *section))
        return false;
    toml_skip_blanks(reader);
    if (!toml_skip_comment(reader))
        return false;
    if (toml_skip_line_end(reader) || toml_peek(reader) < 0)
        return true;
    if (toml_peek(reader) == '\r')
        return toml_refuse(reader, "a line feed is expected after a carriage return");
    return toml_refuse(reader, byte == '[' ? "a new line is expected after a header"
                                           : "a new line is expected after a value");
}

static struct node *read_document(struct toml_reader *reader)
{
    struct node *node = toml_node_new(reader, NODE_MAPPING, NULL);
    struct toml_table *root = toml_table_new(reader, TOML_HEADED, node, 1);
    struct toml_table *section = root;
    while (toml_peek(reader) >= 0)
        if (!read_line(reader, root, &section))
            return NULL;
    toml_node_end(reader, node);
    toml_table_finish(reader, root);
    return node;
}

bool toml_parse(struct arena *arena, struct text text, struct document *out,
                struct document_problem *problem)
{
    if (text.size > LIMIT_BLOB_BYTES) {
        document_problem_set(problem, true, 1, 1, "larger than %d bytes", LIMIT_BLOB_BYTES);
        return false;
    }
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    struct toml_reader reader = {.arena = arena, .problem = problem, .text = text, .line = 1};
    arena_init(&reader.scratch, 1 << 16);
    struct node *root = read_document(&reader);
    arena_release(&reader.scratch);
    buffer_release(&reader.items);
    if (!root)
        return false;
    *out = (struct document){.roots = ARENA_NEW(arena, struct node *), .count = 1};
    out->roots[0] = root;
    return true;
}
