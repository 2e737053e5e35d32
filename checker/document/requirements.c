#include "document/requirements.h"

#include "document/build.h"

#include <string.h>

/* A logical line: lines joined, comments left out. */
struct reader {
    struct build build;
    struct text rest;
    uint32_t line; /* that was read last */
    struct node *requirements, *options;
    struct buffer joined;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Up to a '#' at the line's start or behind a blank. */
static struct text without_comment(struct text line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.bytes[i] == '#' && (i == 0 || is_blank(line.bytes[i - 1])))
            return (struct text){line.bytes, i};
    return line;
}

/* False at the end; the place is that of the first byte that counts. */
static bool next_line(struct reader *reader, struct text *out, struct position *at)
{
    struct text line;
    buffer_clear(&reader->joined);
    *at = (struct position){0};
    while (text_next_line(&reader->rest, &line)) {
        reader->line++;
        bool continues = line.size > 0 && line.bytes[line.size - 1] == '\\';
        struct text part = without_comment((struct text){line.bytes, line.size - continues});
        struct text seen = text_trim(part);
        if (at->line == 0 && seen.size > 0)
            *at = position_in(reader->line, line, (size_t)(seen.bytes - line.bytes));
        if (reader->joined.size > 0)
            buffer_add_byte(&reader->joined, ' ');
        buffer_add(&reader->joined, seen.bytes, seen.size);
        /* A comment ends with its line. */
        if (continues && part.size == line.size - 1)
            continue;
        *out = text_trim((struct text){buffer_string(&reader->joined), reader->joined.size});
        return true;
    }
    *out = text_trim((struct text){buffer_string(&reader->joined), reader->joined.size});
    return out->size > 0;
}

static struct text take_word(struct text *rest)
{
    size_t size = 0;
    while (size < rest->size && !is_blank(rest->bytes[size]))
        size++;
    struct text word = {rest->bytes, size};
    *rest = text_trim((struct text){rest->bytes + size, rest->size - size});
    return word;
}

static bool add_text(struct reader *reader, struct node *node, const char *name, struct text text)
{
    struct position at = {node->line, node->column};
    return build_field(&reader->build, node, name, build_text(&reader->build, text, at));
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
}

/* `[a, b]` behind a name; false when the bracket has no end. */
static bool take_extras(struct reader *reader, struct node *node, struct text *rest)
{
    struct position at = {node->line, node->column};
    struct node *extras = build_node(&reader->build, NODE_SEQUENCE, at);
    if (!build_field(&reader->build, node, "extras", extras))
        return false;
    if (rest->size == 0 || rest->bytes[0] != '[')
        return true;
    size_t end = text_find(*rest, "]");
    if (end == SIZE_MAX)
        return build_refuse(&reader->build, at, "'[' has no ']'");
    size_t start = 1;
    for (size_t i = 1; i <= end; i++) {
        if (i < end && rest->bytes[i] != ',')
            continue;
        struct text extra = text_trim((struct text){rest->bytes + start, i - start});
        if (extra.size > 0 &&
            !build_add(&reader->build, extras, build_text(&reader->build, extra, at)))
            return false;
        start = i + 1;
    }
    *rest = text_trim((struct text){rest->bytes + end + 1, rest->size - end - 1});
    return true;
}

/* `--hash=...` and other options behind a requirement are taken off its end. */
static bool take_hashes(struct reader *reader, struct node *node, struct text *rest)
{
    struct position at = {node->line, node->column};
    struct node *hashes = build_node(&reader->build, NODE_SEQUENCE, at);
    if (!build_field(&reader->build, node, "hashes", hashes))
        return false;
    size_t options = text_find(*rest, " --");
    if (options == SIZE_MAX)
        return true;
    struct text more = text_trim((struct text){rest->bytes + options, rest->size - options});
    *rest = text_trim((struct text){rest->bytes, options});
    while (more.size > 0) {
        struct text word = take_word(&more);
        struct text value = {0};
        if (text_starts_with(word, "--hash="))
            value = (struct text){word.bytes + 7, word.size - 7};
        else if (text_equals(word, "--hash"))
            value = take_word(&more);
        if (value.size > 0 &&
            !build_add(&reader->build, hashes, build_text(&reader->build, value, at)))
            return false;
    }
    return true;
}

static bool is_address(struct text text)
{
    return text_find(text, "://") != SIZE_MAX || text_starts_with(text, ".") ||
           text_starts_with(text, "/") || text_starts_with(text, "file:");
}

static bool read_address(struct reader *reader, struct node *node, struct text rest)
{
    struct text url = take_word(&rest);
    size_t egg = text_find(url, "#egg=");
    if (egg != SIZE_MAX) {
        struct text name = {url.bytes + egg + 5, 0};
        while (name.bytes + name.size < url.bytes + url.size && is_name_byte(name.bytes[name.size]))
            name.size++;
        if (!add_text(reader, node, "name", name))
            return false;
    }
    return add_text(reader, node, "url", url);
}

/* `name [extras] specifier` or `name [extras] @ url`. */
static bool read_named(struct reader *reader, struct node *node, struct text rest)
{
    struct text name = {rest.bytes, 0};
    while (name.size < rest.size && is_name_byte(rest.bytes[name.size]))
        name.size++;
    if (name.size == 0)
        return build_refuse(&reader->build, (struct position){node->line, node->column},
                            "the name of a package, a path or an address is expected");
    rest = text_trim((struct text){rest.bytes + name.size, rest.size - name.size});
    if (!add_text(reader, node, "name", name) || !take_extras(reader, node, &rest))
        return false;
    if (rest.size > 0 && rest.bytes[0] == '@')
        return add_text(reader, node, "url",
                        text_trim((struct text){rest.bytes + 1, rest.size - 1}));
    if (rest.size > 1 && rest.bytes[0] == '(' && rest.bytes[rest.size - 1] == ')')
        rest = text_trim((struct text){rest.bytes + 1, rest.size - 2});
    if (rest.size > 0 && !strchr("<>=!~", rest.bytes[0]))
        return build_refuse(&reader->build, (struct position){node->line, node->column},
                            "a version specifier is expected after '%.*s'",
                            name.size > 100 ? 100 : (int)name.size, name.bytes);
    return rest.size == 0 || add_text(reader, node, "specifier", rest);
}

static bool read_requirement(struct reader *reader, struct text rest, struct position at,
                             bool editable)
{
    struct node *node = build_node(&reader->build, NODE_MAPPING, at);
    if (!node ||
        !build_field(&reader->build, node, "editable", build_boolean(&reader->build, editable, at)))
        return false;
    if (!take_hashes(reader, node, &rest))
        return false;
    bool address = is_address(rest) && text_find(rest, " @ ") == SIZE_MAX;
    size_t marker = text_find(rest, address ? " ;" : ";");
    if (marker != SIZE_MAX) {
        size_t behind = marker + (address ? 2 : 1);
        if (!add_text(reader, node, "marker",
                      text_trim((struct text){rest.bytes + behind, rest.size - behind})))
            return false;
        rest = text_trim((struct text){rest.bytes, marker});
    }
    return (address ? read_address(reader, node, rest) : read_named(reader, node, rest)) &&
           build_add(&reader->build, reader->requirements, node);
}

static bool read_option(struct reader *reader, struct text line, struct position at)
{
    struct text option = take_word(&line);
    size_t equals = text_find(option, "=");
    if (equals != SIZE_MAX) {
        line = (struct text){option.bytes + equals + 1, option.size - equals - 1};
        option.size = equals;
    } else if (option.size > 2 && option.bytes[1] != '-') {
        line = (struct text){option.bytes + 2, option.size - 2};
        option.size = 2;
    }
    if (text_equals(option, "-e") || text_equals(option, "--editable"))
        return read_requirement(reader, line, at, true);
    struct node *node = build_node(&reader->build, NODE_MAPPING, at);
    return node && add_text(reader, node, "option", option) &&
           (line.size == 0 || add_text(reader, node, "value", line)) &&
           build_add(&reader->build, reader->options, node);
}

static bool read_all(struct reader *reader)
{
    struct text line;
    struct position at;
    while (next_line(reader, &line, &at)) {
        if (line.size == 0)
            continue;
        if (!(line.bytes[0] == '-' ? read_option(reader, line, at)
                                   : read_requirement(reader, line, at, false)))
            return false;
    }
    return true;
}

bool requirements_parse(struct arena *arena, struct text text, struct document *out,
                        struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}};
    if (!build_accepts(&reader.build, &text))
        return false;
    reader.rest = text;
    struct position at = {1, 1};
    struct node *root = build_node(&reader.build, NODE_MAPPING, at);
    reader.requirements = build_node(&reader.build, NODE_SEQUENCE, at);
    reader.options = build_node(&reader.build, NODE_SEQUENCE, at);
    bool good = build_field(&reader.build, root, "requirements", reader.requirements) &&
                build_field(&reader.build, root, "options", reader.options) && read_all(&reader);
    buffer_release(&reader.joined);
    return good && build_document(&reader.build, root, out);
}
