#include "document/yaml.h"

#include "base/limits.h"
#include "base/table.h"
#include "document/keys.h"
#include "document/scalar.h"

#include <string.h>
#include <yaml.h>

/* An anchored node; `weight` and `height` tell what an alias to it costs. */
struct anchor {
    struct node *node;
    size_t weight;
    unsigned height;
    bool open; /* an alias in here would be a circle */
};

/* A collection that is being read. Its children wait on the builder's stack. */
struct frame {
    struct node *node;
    struct anchor *anchor;
    size_t first; /* index on the stack of its first child */
    size_t weight_before;
    unsigned height;
};

struct builder {
    struct arena *arena;
    struct document_problem *problem;
    yaml_parser_t parser;
    struct table anchors; /* of the document that is being read */
    struct buffer stack;  /* of struct node * */
    struct frame frames[LIMIT_DOCUMENT_DEPTH];
    unsigned depth;
    size_t weight; /* nodes so far, aliases expanded */
    size_t root_capacity;
    struct document document;
};

static uint32_t line_of(yaml_mark_t mark)
{
    return (uint32_t)mark.line + 1;
}

static uint32_t column_of(yaml_mark_t mark)
{
    return (uint32_t)mark.column + 1;
}

static struct node **stack_nodes(const struct builder *builder)
{
    return (struct node **)(void *)builder->stack.bytes;
}

static size_t stack_count(const struct builder *builder)
{
    return builder->stack.size / sizeof(struct node *);
}

/* libyaml sets no mark for bytes that it cannot decode, only their offset. */
static void set_reader_problem(struct builder *builder, struct text text)
{
    size_t offset = builder->parser.problem_offset;
    uint32_t line = 1;
    uint32_t column = 1;
    for (size_t at = 0; at < offset && at < text.size;) {
        uint32_t code;
        at += utf8_decode(text.bytes + at, text.size - at, &code);
        column++;
        if (code == '\n') {
            line++;
            column = 1;
        }
    }
    document_problem_set(builder->problem, false, line, column, "%s", builder->parser.problem);
}

/* Is that a tab before the first word of a line? Of all that libyaml calls a character that
 * cannot start a token it is the one that nobody sees. */
static bool is_indenting_tab(struct text text, yaml_mark_t mark)
{
    struct text line = {.size = 0};
    for (size_t i = 0; i <= mark.line; i++)
        if (!text_next_line(&text, &line))
            return false;
    for (size_t i = 0; i < mark.column && i < line.size; i++)
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t')
            return false;
    return mark.column < line.size && line.bytes[mark.column] == '\t';
}

static void set_parser_problem(struct builder *builder, struct text text)
{
    const yaml_parser_t *parser = &builder->parser;
    if (parser->error == YAML_READER_ERROR && parser->problem) {
        set_reader_problem(builder, text);
        return;
    }
    if (parser->error == YAML_SCANNER_ERROR && is_indenting_tab(text, parser->problem_mark)) {
        document_problem_set(builder->problem, false, line_of(parser->problem_mark),
                             column_of(parser->problem_mark),
                             "a tab: YAML is indented with blanks alone");
        return;
    }
    bool has_context = parser->context && *parser->context;
    document_problem_set(builder->problem, parser->error == YAML_MEMORY_ERROR,
                         line_of(parser->problem_mark), column_of(parser->problem_mark), "%s%s%s",
                         parser->problem ? parser->problem : "out of memory",
                         has_context ? " " : "", has_context ? parser->context : "");
}

static bool refuse(struct builder *builder, yaml_mark_t mark, bool limit, const char *message)
{
    document_problem_set(builder->problem, limit, line_of(mark), column_of(mark), "%s", message);
    return false;
}

static bool add_weight(struct builder *builder, size_t weight, yaml_mark_t mark)
{
    builder->weight += weight;
    if (builder->weight <= LIMIT_DOCUMENT_NODES)
        return true;
    document_problem_set(builder->problem, true, line_of(mark), column_of(mark),
                         "more than %d nodes, aliases counted in full", LIMIT_DOCUMENT_NODES);
    return false;
}

static struct node *node_new(struct builder *builder, enum node_kind kind,
                             const yaml_event_t *event)
{
    struct node *node = ARENA_NEW(builder->arena, struct node);
    node->kind = kind;
    node->line = line_of(event->start_mark);
    node->column = column_of(event->start_mark);
    node->end_line = line_of(event->end_mark);
    node->end_column = column_of(event->end_mark);
    return node;
}

static const char *custom_tag(struct builder *builder, const yaml_char_t *tag)
{
    const char *name = (const char *)tag;
    if (!name || !*name || strcmp(name, "!") == 0 || string_starts_with(name, "tag:yaml.org,2002:"))
        return NULL;
    return arena_strdup(builder->arena, name);
}

/* Puts a whole node where it belongs: below the open collection, or as a root.
 * `height` counts the collections within it, itself included. */
static bool place_node(struct builder *builder, struct node *node, unsigned height,
                       yaml_mark_t mark)
{
    if (builder->depth == 0) {
        struct document *document = &builder->document;
        document->roots = arena_grow(builder->arena, document->roots, document->count,
                                     &builder->root_capacity, sizeof(*document->roots));
        document->roots[document->count++] = node;
        return true;
    }
    struct frame *frame = &builder->frames[builder->depth - 1];
    bool is_key =
        frame->node->kind == NODE_MAPPING && (stack_count(builder) - frame->first) % 2 == 0;
    if (is_key && !node_is_scalar(node))
        return refuse(builder, mark, false, "a key must be a scalar");
    if (builder->depth + height > LIMIT_DOCUMENT_DEPTH)
        return refuse(builder, mark, true, "nested too deeply");
    if (height > frame->height)
        frame->height = height;
    if (!node->parent)
        node->parent = frame->node;
    buffer_add(&builder->stack, (const char *)&node, sizeof(struct node *));
    return true;
}

static struct anchor *anchor_add(struct builder *builder, const yaml_char_t *name,
                                 struct node *node)
{
    if (!name)
        return NULL;
    struct anchor *anchor = ARENA_NEW(builder->arena, struct anchor);
    anchor->node = node;
    anchor->weight = 1;
    table_set(&builder->anchors, arena_strdup(builder->arena, (const char *)name), anchor);
    return anchor;
}

static enum node_kind kind_of_scalar(const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t size = event->data.scalar.length;
    const char *tag = (const char *)event->data.scalar.tag;
    if (tag && *tag) {
        bool resolves = strcmp(tag, YAML_INT_TAG) == 0 || strcmp(tag, YAML_FLOAT_TAG) == 0 ||
                        strcmp(tag, YAML_BOOL_TAG) == 0 || strcmp(tag, YAML_NULL_TAG) == 0;
        return resolves ? scalar_kind(text, size) : NODE_TEXT;
    }
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? scalar_kind(text, size)
                                                               : NODE_TEXT;
}

static bool read_scalar(struct builder *builder, const yaml_event_t *event)
{
    if (!add_weight(builder, 1, event->start_mark))
        return false;
    struct node *node = node_new(builder, kind_of_scalar(event), event);
    yaml_scalar_style_t style = event->data.scalar.style;
    node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    node->block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    node->text = arena_copy(builder->arena, (struct text){(const char *)event->data.scalar.value,
                                                          event->data.scalar.length});
    node->size = event->data.scalar.length;
    node->tag = custom_tag(builder, event->data.scalar.tag);
    anchor_add(builder, event->data.scalar.anchor, node);
    return place_node(builder, node, 0, event->start_mark);
}

static bool read_alias(struct builder *builder, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const struct anchor *anchor = table_find(&builder->anchors, name);
    if (!anchor || anchor->open) {
        document_problem_set(builder->problem, false, line_of(event->start_mark),
                             column_of(event->start_mark),
                             anchor ? "alias '%.100s' stands inside the node that it names"
                                    : "alias '%.100s' names no anchor before it",
                             name);
        return false;
    }
    return add_weight(builder, anchor->weight, event->start_mark) &&
           place_node(builder, anchor->node, anchor->height, event->start_mark);
}

static bool open_collection(struct builder *builder, enum node_kind kind, const yaml_event_t *event,
                            const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (builder->depth == LIMIT_DOCUMENT_DEPTH)
        return refuse(builder, event->start_mark, true, "nested too deeply");
    size_t weight_before = builder->weight;
    if (!add_weight(builder, 1, event->start_mark))
        return false;
    struct node *node = node_new(builder, kind, event);
    node->text = "";
    node->tag = custom_tag(builder, tag);
    struct frame *frame = &builder->frames[builder->depth++];
    *frame = (struct frame){.node = node,
                            .anchor = anchor_add(builder, anchor, node),
                            .first = stack_count(builder),
                            .weight_before = weight_before};
    if (frame->anchor)
        frame->anchor->open = true;
    return true;
}

/* A node that is written only to be merged is no node of the tree, and its
 * pairs belong to the mapping that they are merged into. */
static void detach(struct node *source, const struct node *mapping)
{
    source->parent = NULL;
    if (source->kind != NODE_MAPPING)
        return;
    for (size_t i = 0; i < source->count; i++) {
        if (source->keys[i]->parent == source)
            source->keys[i]->parent = mapping;
        if (source->items[i]->parent == source)
            source->items[i]->parent = mapping;
    }
}

static bool is_merge_key(const struct node *key)
{
    return !key->quoted && key->size == 2 && memcmp(key->text, "<<", 2) == 0;
}

/* Adds what one `<<` gives to `sources`. What is written after the key, and
 * not before, is written here. */
static bool collect_sources(struct builder *builder, struct node *mapping, const struct node *key,
                            struct node *value, struct buffer *sources)
{
    bool written_here =
        value->parent == mapping &&
        (value->line > key->line || (value->line == key->line && value->column > key->column));
    const struct node *parent = mapping;
    struct node **items = &value;
    size_t count = 1;
    if (value->kind == NODE_SEQUENCE) {
        parent = value;
        items = value->items;
        count = value->count;
        if (written_here)
            detach(value, mapping);
    }
    for (size_t i = 0; i < count; i++) {
        struct node *source = items[i];
        if (source->kind != NODE_MAPPING) {
            document_problem_set(builder->problem, false, key->line, key->column,
                                 "'<<' takes a mapping or a list of mappings");
            return false;
        }
        if (written_here && source->parent == parent)
            detach(source, mapping);
        buffer_add(sources, (const char *)&source, sizeof(struct node *));
    }
    return true;
}

/* Splits the pairs on the stack into the mapping's own and those of `<<`. */
static bool split_pairs(struct builder *builder, struct node *mapping, struct node **pairs,
                        size_t count, struct buffer *sources)
{
    mapping->keys = ARENA_ARRAY(builder->arena, struct node *, count);
    mapping->items = ARENA_ARRAY(builder->arena, struct node *, count);
    for (size_t i = 0; i < count; i++) {
        struct node *key = pairs[2 * i];
        struct node *value = pairs[2 * i + 1];
        /* A value under a custom tag is only known to the reader of that tag. */
        if (is_merge_key(key) && !value->tag) {
            if (!collect_sources(builder, mapping, key, value, sources))
                return false;
            continue;
        }
        mapping->keys[mapping->count] = key;
        mapping->items[mapping->count++] = value;
    }
    size_t earlier;
    size_t again;
    if (!keys_find_duplicate(mapping->keys, mapping->count, &earlier, &again))
        return true;
    document_problem_duplicate(builder->problem, mapping->keys[earlier], mapping->keys[again]);
    return false;
}

static bool fill_mapping(struct builder *builder, struct node *mapping, struct node **pairs,
                         size_t count)
{
    struct buffer sources = BUFFER_EMPTY;
    bool good = split_pairs(builder, mapping, pairs, count, &sources);
    if (good && sources.size > 0)
        keys_merge(builder->arena, mapping, (struct node **)(void *)sources.bytes,
                   sources.size / sizeof(struct node *));
    buffer_release(&sources);
    return good;
}

static void fill_sequence(struct builder *builder, struct node *sequence, struct node **items,
                          size_t count)
{
    sequence->items = ARENA_ARRAY(builder->arena, struct node *, count);
    sequence->count = count;
    for (size_t i = 0; i < count; i++) {
        sequence->items[i] = items[i];
    }
}

static bool close_collection(struct builder *builder, const yaml_event_t *event)
{
    struct frame *frame = &builder->frames[builder->depth - 1];
    struct node *node = frame->node;
    size_t count = stack_count(builder) - frame->first;
    struct node *none[] = {NULL};
    struct node **children = count > 0 ? stack_nodes(builder) + frame->first : none;
    if (event->start_mark.index != event->end_mark.index) {
        node->end_line = line_of(event->end_mark);
        node->end_column = column_of(event->end_mark);
    } else if (count > 0) {
        /* A block collection's own end stands at whatever comes next. */
        const struct node *last = children[count - 1];
        bool is_below = last->end_line > node->line ||
                        (last->end_line == node->line && last->end_column > node->column);
        node->end_line = is_below ? last->end_line : node->line;
        node->end_column = is_below ? last->end_column : node->column;
    }
    if (node->kind == NODE_SEQUENCE)
        fill_sequence(builder, node, children, count);
    else if (!fill_mapping(builder, node, children, count / 2))
        return false;

    /* Backwards: what an alias repeats stands where it is first. */
    for (size_t i = node->count; i-- > 0;)
        if (node->items[i]->parent == node)
            node->items[i]->index = i;
    builder->stack.size = frame->first * sizeof(struct node *);
    unsigned height = frame->height + 1;
    if (frame->anchor) {
        frame->anchor->weight = builder->weight - frame->weight_before;
        frame->anchor->height = height;
        frame->anchor->open = false;
    }
    builder->depth--;
    yaml_mark_t start = {.line = node->line - 1, .column = node->column - 1};
    return place_node(builder, node, height, start);
}

static bool read_event(struct builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        table_init(&builder->anchors, builder->arena);
        return true;
    case YAML_SCALAR_EVENT:
        return read_scalar(builder, event);
    case YAML_ALIAS_EVENT:
        return read_alias(builder, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(builder, NODE_SEQUENCE, event, event->data.sequence_start.anchor,
                               event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_collection(builder, NODE_MAPPING, event, event->data.mapping_start.anchor,
                               event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_collection(builder, event);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
}

static bool read_stream(struct builder *builder, struct text text)
{
    for (bool done = false; !done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&builder->parser, &event)) {
            set_parser_problem(builder, text);
            return false;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        bool good = read_event(builder, &event);
        yaml_event_delete(&event);
        if (!good)
            return false;
    }
    return true;
}

/* libyaml compares each %TAG with all before it. Text in UTF-16 may have any
 * percent sign for one. */
static bool has_too_many_directives(struct text text)
{
    enum { MOST_DIRECTIVES = 2000 };
    bool wide = text_starts_with(text, "\xff\xfe") || text_starts_with(text, "\xfe\xff");
    size_t count = 0;
    for (size_t at = 0; at < text.size && count <= MOST_DIRECTIVES; at++) {
        const char *sign = memchr(text.bytes + at, '%', text.size - at);
        if (!sign)
            break;
        at = (size_t)(sign - text.bytes);
        count += wide || at == 0 || sign[-1] == '\n' || sign[-1] == '\r' ||
                 (unsigned char)sign[-1] >= 0x80;
    }
    return count > MOST_DIRECTIVES;
}

bool yaml_parse(struct arena *arena, struct text text, struct document *out,
                struct document_problem *problem)
{
    if (text.size > LIMIT_BLOB_BYTES) {
        document_problem_set(problem, true, 1, 1, "larger than %d bytes", LIMIT_BLOB_BYTES);
        return false;
    }
    if (has_too_many_directives(text)) {
        document_problem_set(problem, true, 1, 1, "more than 2000 directives");
        return false;
    }
    struct builder builder = {.arena = arena, .problem = problem, .stack = BUFFER_EMPTY};
    if (!yaml_parser_initialize(&builder.parser)) {
        document_problem_set(problem, true, 1, 1, "out of memory");
        return false;
    }
    yaml_parser_set_input_string(&builder.parser,
                                 (const unsigned char *)(text.bytes ? text.bytes : ""), text.size);
    bool good = read_stream(&builder, text);
    yaml_parser_delete(&builder.parser);
    buffer_release(&builder.stack);
    if (good)
        *out = builder.document;
    return good;
}
