#include "document/ini.h"

#include "base/table.h"
#include "document/build.h"

#include <string.h>

struct reader {
    struct build build;
    struct node *root;
    struct node *section;  /* the root before the first one */
    struct table sections; /* name -> its mapping */
    struct table *keys;    /* of the section: name -> index + 1 of the pair */
    struct table root_keys, key_tables;
    /* The value that indented lines go on with. */
    struct node *value;
    struct buffer lines;
    size_t indent; /* of its key */
    uint32_t line;
};

static struct table *keys_of(struct reader *reader, const char *section)
{
    struct table *keys = table_find(&reader->key_tables, section);
    if (!keys) {
        keys = ARENA_NEW(reader->build.arena, struct table);
        table_init(keys, reader->build.arena);
        table_set(&reader->key_tables, section, keys);
    }
    return keys;
}

/* What was gathered of the value is its text. */
static void end_value(struct reader *reader)
{
    struct node *value = reader->value;
    if (!value)
        return;
    struct text text = text_trim((struct text){buffer_string(&reader->lines), reader->lines.size});
    value->text = arena_copy(reader->build.arena, text);
    value->size = text.size;
    buffer_clear(&reader->lines);
    reader->value = NULL;
}

static bool open_section(struct reader *reader, struct text line, size_t at)
{
    end_value(reader);
    size_t end = line.size;
    while (end > at && line.bytes[end - 1] != ']')
        end--;
    struct text behind = {line.bytes + end, line.size - end};
    behind = text_trim(behind);
    bool has_comment = behind.size > 0 && (behind.bytes[0] == ';' || behind.bytes[0] == '#');
    if (end == at || (behind.size > 0 && !has_comment))
        return build_refuse(&reader->build, position_in(reader->line, line, line.size),
                            "']' is expected at the end of a section's name");
    struct text name = text_trim((struct text){line.bytes + at + 1, end - at - 2});
    struct position position = position_in(reader->line, line, at);
    struct node *key = build_text(&reader->build, name, position);
    if (!key)
        return false;
    reader->section = table_find(&reader->sections, key->text);
    reader->keys = keys_of(reader, key->text);
    if (reader->section)
        return true;
    reader->section = build_node(&reader->build, NODE_MAPPING, position);
    if (table_has(&reader->root_keys, key->text))
        return build_refuse(&reader->build, position,
                            "the section '%.100s' has the name of a key before it", key->text);
    if (!build_pair(&reader->build, reader->root, key, reader->section))
        return false;
    table_set(&reader->sections, key->text, reader->section);
    return true;
}

/* The second value of a key makes a sequence of the two. */
static bool repeat_key(struct reader *reader, size_t index, struct node *value)
{
    struct node *earlier = reader->section->items[index];
    if (earlier->kind == NODE_SEQUENCE)
        return build_add(&reader->build, earlier, value);
    struct position at = {earlier->line, earlier->column};
    struct node *sequence = build_node(&reader->build, NODE_SEQUENCE, at);
    if (!build_add(&reader->build, sequence, earlier) ||
        !build_add(&reader->build, sequence, value))
        return false;
    sequence->parent = reader->section;
    sequence->index = index;
    reader->section->items[index] = sequence;
    return true;
}

static bool add_key(struct reader *reader, struct text name, struct text line, size_t at,
                    struct node *value)
{
    struct node *key = build_text(&reader->build, name, position_in(reader->line, line, at));
    if (!key || !value)
        return false;
    const char *known = key->text;
    size_t index = (size_t)(uintptr_t)table_find(reader->keys, known);
    if (index > 0)
        return repeat_key(reader, index - 1, value);
    if (!build_pair(&reader->build, reader->section, key, value))
        return false;
    table_set(reader->keys, known, (void *)(uintptr_t)reader->section->count);
    return true;
}

/* The sign behind a key: '=', or ':' where it is no part of the key as in .npmrc's
 * `//host/:name=value`. The line's end when there is none. */
static size_t find_sign(struct text line, size_t at)
{
    size_t colon = line.size;
    for (size_t i = at; i < line.size; i++) {
        if (line.bytes[i] == '=')
            return colon + 1 < line.size &&
                           (line.bytes[colon + 1] == ' ' || line.bytes[colon + 1] == '\t')
                       ? colon
                       : i;
        if (line.bytes[i] == ':' && colon == line.size)
            colon = i;
    }
    return colon;
}

static bool read_key(struct reader *reader, struct text line, size_t at)
{
    end_value(reader);
    size_t sign = find_sign(line, at);
    struct text name = text_trim((struct text){line.bytes + at, sign - at});
    if (name.size == 0)
        return build_refuse(&reader->build, position_in(reader->line, line, at),
                            "a key is expected before '%c'", line.bytes[sign]);
    if (sign == line.size) {
        struct position end = position_in(reader->line, line, at + name.size);
        return add_key(reader, name, line, at, build_node(&reader->build, NODE_NULL, end));
    }
    size_t start = sign + 1;
    while (start < line.size && (line.bytes[start] == ' ' || line.bytes[start] == '\t'))
        start++;
    struct text rest = text_trim((struct text){line.bytes + start, line.size - start});
    struct node *value = build_text(&reader->build, rest, position_in(reader->line, line, start));
    if (!value)
        return false;
    reader->value = value;
    reader->indent = at;
    buffer_add(&reader->lines, rest.bytes, rest.size);
    return add_key(reader, name, line, at, value);
}

static bool continue_value(struct reader *reader, struct text line, size_t at)
{
    struct text rest = text_trim((struct text){line.bytes + at, line.size - at});
    struct node *value = reader->value;
    if (reader->lines.size == 0) {
        struct position position = position_in(reader->line, line, at);
        value->line = position.line;
        value->column = position.column;
    }
    buffer_add_byte(&reader->lines, '\n');
    buffer_add(&reader->lines, rest.bytes, rest.size);
    struct position end = position_in(reader->line, line, at + rest.size);
    value->end_line = end.line;
    value->end_column = end.column;
    return true;
}

static bool read_line(struct reader *reader, struct text line)
{
    if (text_trim(line).size == 0)
        return true;
    size_t at = 0;
    while (line.bytes[at] == ' ' || line.bytes[at] == '\t')
        at++;
    if (line.bytes[at] == ';' || line.bytes[at] == '#')
        return true;
    if (reader->value && at > reader->indent)
        return continue_value(reader, line, at);
    return line.bytes[at] == '[' ? open_section(reader, line, at) : read_key(reader, line, at);
}

static bool read_lines(struct reader *reader, struct text text)
{
    struct text line;
    while (text_next_line(&text, &line)) {
        reader->line++;
        if (!read_line(reader, line))
            return false;
    }
    end_value(reader);
    return true;
}

bool ini_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}};
    if (!build_accepts(&reader.build, &text))
        return false;
    table_init(&reader.sections, arena);
    table_init(&reader.key_tables, arena);
    reader.root = build_node(&reader.build, NODE_MAPPING, (struct position){1, 1});
    reader.section = reader.root;
    reader.keys = &reader.root_keys;
    table_init(reader.keys, arena);
    bool good = read_lines(&reader, text);
    buffer_release(&reader.lines);
    return good && build_document(&reader.build, reader.root, out);
}
