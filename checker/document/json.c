#include "document/json.h"

#include "base/limits.h"
#include "document/json5.h"
#include "document/json5_parts.h"
#include "document/keys.h"
#include "document/unescape.h"

#include <string.h>

struct frame {
    struct node *node;
    size_t first; /* index on the stack of its first child */
};

/* What may come next inside a collection. */
enum state {
    AT_VALUE, /* a value, no end before it */
    AT_FIRST, /* the first item or key, or the end */
    AT_KEY,   /* after a comma of an object */
    AT_NEXT,  /* a comma or the end */
};

struct reader {
    struct arena *arena;
    struct document_problem *problem;
    struct text text;
    size_t at;
    uint32_t line;
    size_t line_start; /* offset of the line, for its columns */
    size_t counted_at; /* offset up to which the columns of the line were counted */
    uint32_t counted;  /* code points between the two */
    bool comments;
    bool last_key_holds;
    bool five; /* JSON5 */
    struct frame frames[LIMIT_DOCUMENT_DEPTH];
    unsigned depth;
    struct buffer stack; /* of struct node * */
    size_t nodes;
    struct node *root;
};

static uint32_t column_of(struct reader *reader, size_t offset)
{
    if (offset < reader->counted_at) {
        reader->counted_at = reader->line_start;
        reader->counted = 0;
    }
    while (reader->counted_at < offset && reader->counted_at < reader->text.size) {
        uint32_t code;
        reader->counted_at += utf8_decode(reader->text.bytes + reader->counted_at,
                                          reader->text.size - reader->counted_at, &code);
        reader->counted++;
    }
    return reader->counted + 1;
}

static bool refuse_at(struct reader *reader, size_t offset, const char *message)
{
    document_problem_set(reader->problem, false, reader->line, column_of(reader, offset), "%s",
                         message);
    return false;
}

static bool refuse(struct reader *reader, const char *message)
{
    return refuse_at(reader, reader->at, message);
}

static int peek(const struct reader *reader)
{
    return reader->at < reader->text.size ? (unsigned char)reader->text.bytes[reader->at] : -1;
}

static void next_line(struct reader *reader)
{
    reader->line++;
    reader->line_start = reader->at;
    reader->counted_at = reader->at;
    reader->counted = 0;
}

static struct text rest_of(const struct reader *reader)
{
    return (struct text){reader->text.bytes + reader->at, reader->text.size - reader->at};
}

static void skip_blanks(struct reader *reader)
{
    for (;; reader->at++) {
        int byte = peek(reader);
        size_t more = reader->five ? json5_space(rest_of(reader)) : 0;
        if (more > 0) {
            reader->at += more - 1;
            continue;
        }
        if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r')
            return;
        if (byte == '\n') {
            reader->at++;
            next_line(reader);
            reader->at--;
        }
    }
}

static bool skip_comment(struct reader *reader)
{
    size_t start = reader->at;
    reader->at++;
    if (peek(reader) == '/') {
        while (peek(reader) != '\n' && peek(reader) >= 0)
            reader->at++;
        return true;
    }
    if (peek(reader) != '*') {
        reader->at = start;
        return refuse(reader, "a comment begins with '//' or '/*'");
    }
    uint32_t line = reader->line;
    uint32_t column = column_of(reader, start);
    reader->at++;
    while (peek(reader) >= 0) {
        int byte = peek(reader);
        reader->at++;
        if (byte == '\n')
            next_line(reader);
        if (byte == '*' && peek(reader) == '/') {
            reader->at++;
            return true;
        }
    }
    document_problem_set(reader->problem, false, line, column, "the comment has no end");
    return false;
}

static bool skip_space(struct reader *reader)
{
    skip_blanks(reader);
    while (reader->comments && peek(reader) == '/') {
        if (!skip_comment(reader))
            return false;
        skip_blanks(reader);
    }
    return true;
}

static struct node *node_new(struct reader *reader, enum node_kind kind)
{
    if (++reader->nodes > LIMIT_DOCUMENT_NODES) {
        document_problem_set(reader->problem, true, reader->line, column_of(reader, reader->at),
                             "more than %d nodes", LIMIT_DOCUMENT_NODES);
        return NULL;
    }
    struct node *node = ARENA_NEW(reader->arena, struct node);
    node->kind = kind;
    node->line = reader->line;
    node->column = column_of(reader, reader->at);
    node->text = "";
    if (reader->depth == 0) {
        reader->root = node;
    } else {
        node->parent = reader->frames[reader->depth - 1].node;
        buffer_add(&reader->stack, (const char *)&node, sizeof(struct node *));
    }
    return node;
}

static void end_node(struct reader *reader, struct node *node)
{
    node->end_line = reader->line;
    node->end_column = column_of(reader, reader->at);
}

/* A text of JSON5 may go on behind a line's end. */
static void take_text(struct reader *reader, struct node *node, const struct unescaped *unescaped)
{
    node->text = unescaped->text.bytes;
    node->size = unescaped->text.size;
    size_t end = reader->at + unescaped->size;
    while (reader->at < end)
        if (reader->text.bytes[reader->at++] == '\n')
            next_line(reader);
    end_node(reader, node);
}

static bool read_text(struct reader *reader)
{
    struct node *node = node_new(reader, NODE_TEXT);
    if (!node)
        return false;
    node->quoted = true;
    struct text rest = rest_of(reader);
    struct unescaped unescaped;
    if (!(reader->five ? json5_unescape(reader->arena, rest, &unescaped)
                       : unescape_quoted(reader->arena, rest, UNESCAPE_JSON, &unescaped)))
        return refuse_at(reader, reader->at + unescaped.size, unescaped.problem);
    take_text(reader, node, &unescaped);
    return true;
}

static size_t count_digits(const struct reader *reader, size_t at)
{
    size_t count = 0;
    while (at + count < reader->text.size && reader->text.bytes[at + count] >= '0' &&
           reader->text.bytes[at + count] <= '9')
        count++;
    return count;
}

static int byte_at(const struct reader *reader, size_t at)
{
    return at < reader->text.size ? (unsigned char)reader->text.bytes[at] : -1;
}

/* The end of the number at `at`, or SIZE_MAX; RFC 8259, section 6. */
static size_t number_end(const struct reader *reader, size_t at)
{
    at += byte_at(reader, at) == '-';
    size_t whole = count_digits(reader, at);
    if (whole == 0 || (whole > 1 && byte_at(reader, at) == '0'))
        return SIZE_MAX;
    at += whole;
    if (byte_at(reader, at) == '.') {
        size_t fraction = count_digits(reader, at + 1);
        if (fraction == 0)
            return SIZE_MAX;
        at += 1 + fraction;
    }
    if (byte_at(reader, at) == 'e' || byte_at(reader, at) == 'E') {
        at++;
        at += byte_at(reader, at) == '+' || byte_at(reader, at) == '-';
        size_t exponent = count_digits(reader, at);
        if (exponent == 0)
            return SIZE_MAX;
        at += exponent;
    }
    return at;
}

static bool is_word_byte(int byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '.' || byte == '+' || byte == '-';
}

static bool read_plain(struct reader *reader)
{
    static const struct {
        const char *word;
        enum node_kind kind;
    } words[] = {{"true", NODE_BOOLEAN}, {"false", NODE_BOOLEAN}, {"null", NODE_NULL}};
    size_t end = reader->at;
    while (is_word_byte(byte_at(reader, end)))
        end++;
    struct text text = {reader->text.bytes + reader->at, end - reader->at};
    enum node_kind kind = NODE_TEXT;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equals(text, words[i].word))
            kind = words[i].kind;
    if (kind == NODE_TEXT && text.size > 0 && number_end(reader, reader->at) == end)
        kind = NODE_NUMBER;
    if (kind == NODE_TEXT)
        return refuse(reader, "a value is expected");
    struct node *node = node_new(reader, kind);
    if (!node)
        return false;
    node->text = arena_copy(reader->arena, text);
    node->size = text.size;
    reader->at = end;
    end_node(reader, node);
    return true;
}

static bool read_plain_of_five(struct reader *reader)
{
    struct json5_scalar scalar;
    if (!json5_scalar_read(reader->arena, rest_of(reader), &scalar))
        return refuse(reader, "a value is expected");
    struct node *node = node_new(reader, scalar.kind);
    if (!node)
        return false;
    node->text = scalar.text;
    node->size = strlen(scalar.text);
    reader->at += scalar.size;
    end_node(reader, node);
    return true;
}

/* A key without quotes. */
static bool read_name(struct reader *reader)
{
    struct unescaped name;
    if (!json5_name(reader->arena, rest_of(reader), &name))
        return refuse(reader, name.problem);
    struct node *node = node_new(reader, NODE_TEXT);
    if (node)
        take_text(reader, node, &name);
    return node != NULL;
}

static bool open_collection(struct reader *reader, enum node_kind kind)
{
    if (reader->depth == LIMIT_DOCUMENT_DEPTH) {
        document_problem_set(reader->problem, true, reader->line, column_of(reader, reader->at),
                             "nested too deeply");
        return false;
    }
    struct node *node = node_new(reader, kind);
    if (!node)
        return false;
    reader->frames[reader->depth++] =
        (struct frame){.node = node, .first = reader->stack.size / sizeof(struct node *)};
    reader->at++;
    return true;
}

static bool close_collection(struct reader *reader)
{
    struct frame *frame = &reader->frames[--reader->depth];
    struct node *node = frame->node;
    size_t count = reader->stack.size / sizeof(struct node *) - frame->first;
    struct node **children =
        count > 0 ? (struct node **)(void *)reader->stack.bytes + frame->first : NULL;
    reader->at++;
    end_node(reader, node);
    bool mapping = node->kind == NODE_MAPPING;
    node->count = mapping ? count / 2 : count;
    node->items = ARENA_ARRAY(reader->arena, struct node *, node->count);
    if (mapping)
        node->keys = ARENA_ARRAY(reader->arena, struct node *, node->count);
    for (size_t i = 0; i < node->count; i++) {
        node->items[i] = children[mapping ? 2 * i + 1 : i];
        node->items[i]->index = i;
        if (mapping)
            node->keys[i] = children[2 * i];
    }
    reader->stack.size = frame->first * sizeof(struct node *);
    size_t earlier;
    size_t again;
    if (!mapping || !keys_find_duplicate(node->keys, node->count, &earlier, &again))
        return true;
    if (reader->last_key_holds) {
        keys_keep_last(node);
        return true;
    }
    document_problem_duplicate(reader->problem, node->keys[earlier], node->keys[again]);
    return false;
}

static bool read_key(struct reader *reader)
{
    bool quoted = peek(reader) == '"' || (reader->five && peek(reader) == '\'');
    if (!quoted && !reader->five)
        return refuse(reader, "a key in double quotes is expected");
    if (!(quoted ? read_text(reader) : read_name(reader)) || !skip_space(reader))
        return false;
    if (peek(reader) != ':')
        return refuse(reader, "':' is expected after a key");
    reader->at++;
    return true;
}

static bool read_value(struct reader *reader, enum state *state)
{
    int byte = peek(reader);
    *state = AT_NEXT;
    if (byte == '"' || (reader->five && byte == '\''))
        return read_text(reader);
    if (byte != '{' && byte != '[')
        return reader->five ? read_plain_of_five(reader) : read_plain(reader);
    *state = AT_FIRST;
    return open_collection(reader, byte == '{' ? NODE_MAPPING : NODE_SEQUENCE);
}

static bool read_in_collection(struct reader *reader, enum state *state)
{
    bool mapping = reader->frames[reader->depth - 1].node->kind == NODE_MAPPING;
    int end = mapping ? '}' : ']';
    int byte = peek(reader);
    bool may_end = *state == AT_FIRST || *state == AT_NEXT || reader->comments;
    if (byte == end && *state != AT_VALUE && may_end) {
        *state = AT_NEXT;
        return close_collection(reader);
    }
    if (*state == AT_NEXT) {
        if (byte != ',')
            return refuse(reader, mapping ? "',' or '}' is expected" : "',' or ']' is expected");
        reader->at++;
        *state = AT_KEY;
        return true;
    }
    if (mapping && *state != AT_VALUE) {
        *state = AT_VALUE;
        return read_key(reader);
    }
    return read_value(reader, state);
}

static bool read_document(struct reader *reader)
{
    enum state state = AT_VALUE;
    if (!skip_space(reader) || !read_value(reader, &state))
        return false;
    while (reader->depth > 0)
        if (!skip_space(reader) || !read_in_collection(reader, &state))
            return false;
    if (!skip_space(reader))
        return false;
    return peek(reader) < 0 || refuse(reader, "nothing is expected after the value");
}

static bool parse(struct reader *reader, struct text text, struct document *out)
{
    if (text.size > LIMIT_BLOB_BYTES) {
        document_problem_set(reader->problem, true, 1, 1, "larger than %d bytes", LIMIT_BLOB_BYTES);
        return false;
    }
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    reader->text = text;
    reader->line = 1;
    bool good = read_document(reader);
    buffer_release(&reader->stack);
    if (!good)
        return false;
    *out = (struct document){.roots = ARENA_NEW(reader->arena, struct node *), .count = 1};
    out->roots[0] = reader->root;
    return true;
}

bool json_parse(struct arena *arena, struct text text, bool comments, struct document *out,
                struct document_problem *problem)
{
    struct reader reader = {.arena = arena, .problem = problem, .comments = comments};
    return parse(&reader, text, out);
}

bool json_parse_last_key(struct arena *arena, struct text text, struct document *out,
                         struct document_problem *problem)
{
    struct reader reader = {.arena = arena, .problem = problem, .last_key_holds = true};
    return parse(&reader, text, out);
}

bool json5_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem)
{
    struct reader reader = {.arena = arena, .problem = problem, .comments = true, .five = true};
    return parse(&reader, text, out);
}
