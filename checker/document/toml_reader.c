#include "document/toml_reader.h"

#include "base/limits.h"
#include "document/keys.h"

static uint32_t column_of(struct toml_reader *reader, size_t offset)
{
    if (offset < reader->counted_at) {
        reader->counted_at = reader->line_start;
        reader->counted = 0;
    }
    while (reader->counted_at < offset) {
        uint32_t code;
        reader->counted_at += utf8_decode(reader->text.bytes + reader->counted_at,
                                          reader->text.size - reader->counted_at, &code);
        reader->counted++;
    }
    return reader->counted + 1;
}

bool toml_refuse_at(struct toml_reader *reader, size_t offset, const char *message)
{
    document_problem_set(reader->problem, false, reader->line, column_of(reader, offset), "%s",
                         message);
    return false;
}

bool toml_refuse(struct toml_reader *reader, const char *message)
{
    return toml_refuse_at(reader, reader->at, message);
}

bool toml_refuse_deep(struct toml_reader *reader)
{
    document_problem_set(reader->problem, true, reader->line, column_of(reader, reader->at),
                         "nested too deeply");
    return false;
}

int toml_peek(const struct toml_reader *reader)
{
    return reader->at < reader->text.size ? (unsigned char)reader->text.bytes[reader->at] : -1;
}

bool toml_starts(const struct toml_reader *reader, const char *prefix)
{
    struct text rest = {reader->text.bytes + reader->at, reader->text.size - reader->at};
    return text_starts_with(rest, prefix);
}

void toml_skip_blanks(struct toml_reader *reader)
{
    while (toml_peek(reader) == ' ' || toml_peek(reader) == '\t')
        reader->at++;
}

bool toml_skip_line_end(struct toml_reader *reader)
{
    bool pair = toml_starts(reader, "\r\n");
    if (!pair && toml_peek(reader) != '\n')
        return false;
    reader->at += pair ? 2 : 1;
    reader->line++;
    reader->line_start = reader->at;
    reader->counted_at = reader->at;
    reader->counted = 0;
    return true;
}

bool toml_skip_rune(struct toml_reader *reader)
{
    uint32_t code;
    size_t taken =
        utf8_decode(reader->text.bytes + reader->at, reader->text.size - reader->at, &code);
    if (code == 0xfffd && taken == 1)
        return toml_refuse(reader, "the text is not UTF-8");
    reader->at += taken;
    return true;
}

bool toml_skip_comment(struct toml_reader *reader)
{
    if (toml_peek(reader) != '#')
        return true;
    for (;;) {
        int byte = toml_peek(reader);
        if (byte < 0 || byte == '\n' || toml_starts(reader, "\r\n"))
            return true;
        if (byte >= 0x80) {
            if (!toml_skip_rune(reader))
                return false;
            continue;
        }
        if (byte == '\r')
            return toml_refuse(reader, "a line feed is expected after a carriage return");
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return toml_refuse(reader, "a comment holds no control characters");
        reader->at++;
    }
}

struct node *toml_node_new(struct toml_reader *reader, enum node_kind kind,
                           const struct node *parent)
{
    if (++reader->nodes > LIMIT_DOCUMENT_NODES) {
        document_problem_set(reader->problem, true, reader->line, column_of(reader, reader->at),
                             "more than %d nodes", LIMIT_DOCUMENT_NODES);
        return NULL;
    }
    struct node *node = ARENA_NEW(reader->arena, struct node);
    node->kind = kind;
    toml_node_begin(reader, node);
    node->text = "";
    node->parent = parent;
    return node;
}

void toml_node_begin(struct toml_reader *reader, struct node *node)
{
    toml_node_end(reader, node);
    node->line = node->end_line;
    node->column = node->end_column;
}

void toml_node_end(struct toml_reader *reader, struct node *node)
{
    node->end_line = reader->line;
    node->end_column = column_of(reader, reader->at);
}

void toml_node_place(struct node *node, const struct node *to)
{
    node->line = to->line;
    node->column = to->column;
    node->end_line = to->end_line;
    node->end_column = to->end_column;
}
