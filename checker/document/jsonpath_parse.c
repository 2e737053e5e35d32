#include "document/jsonpath_steps.h"
#include "document/unescape.h"

#include <string.h>

struct parser {
    struct arena *arena;
    struct text text;
    size_t at;
    const char *problem;
    size_t problem_at;
    struct jsonpath *path;
};

static bool refuse_at(struct parser *parser, size_t at, const char *problem)
{
    parser->problem = problem;
    parser->problem_at = at;
    return false;
}

static bool refuse(struct parser *parser, const char *problem)
{
    return refuse_at(parser, parser->at, problem);
}

static int peek(const struct parser *parser)
{
    return parser->at < parser->text.size ? (unsigned char)parser->text.bytes[parser->at] : -1;
}

static void skip_blanks(struct parser *parser)
{
    while (peek(parser) == ' ' || peek(parser) == '\t' || peek(parser) == '\n' ||
           peek(parser) == '\r')
        parser->at++;
}

static void add_selector(struct parser *parser, struct jsonpath_segment *segment,
                         struct jsonpath_selector selector)
{
    segment->selectors = arena_grow(parser->arena, segment->selectors, segment->count,
                                    &segment->capacity, sizeof(*segment->selectors));
    segment->selectors[segment->count++] = selector;
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

/* `int` of RFC 9535, section 2.3.3.1, within plus and minus 2^53 - 1. */
static bool parse_index(struct parser *parser, int64_t *out)
{
    const int64_t most = ((int64_t)1 << 53) - 1;
    size_t start = parser->at;
    bool negative = peek(parser) == '-';
    parser->at += negative;
    if (!is_digit(peek(parser)))
        return refuse(parser, "a digit is expected after '-'");
    bool zero = peek(parser) == '0';
    int64_t value = 0;
    for (; is_digit(peek(parser)); parser->at++) {
        value = value * 10 + (peek(parser) - '0');
        if (value > most)
            return refuse_at(parser, start, "the index is too large");
    }
    if (zero && (negative || parser->at - start > 1))
        return refuse_at(parser, start, "an index has no leading zero and is not -0");
    *out = negative ? -value : value;
    return true;
}

static const char *expression_from(struct parser *parser, size_t at)
{
    return arena_copy(parser->arena,
                      (struct text){parser->text.bytes + at, parser->text.size - at});
}

static bool refuse_slice(struct parser *parser, size_t start)
{
    return refuse_at(parser, start,
                     arena_printf(parser->arena, "slices are not supported yet: '%.60s'",
                                  expression_from(parser, start)));
}

static bool parse_quoted(struct parser *parser, struct jsonpath_segment *segment)
{
    struct text rest = {parser->text.bytes + parser->at, parser->text.size - parser->at};
    struct unescaped unescaped;
    if (!unescape_quoted(parser->arena, rest, UNESCAPE_JSONPATH, &unescaped))
        return refuse_at(parser, parser->at + unescaped.size, unescaped.problem);
    parser->at += unescaped.size;
    add_selector(parser, segment,
                 (struct jsonpath_selector){.kind = SELECTOR_NAME, .name = unescaped.text});
    return true;
}

static bool parse_selector(struct parser *parser, struct jsonpath_segment *segment)
{
    size_t start = parser->at;
    int byte = peek(parser);
    if (byte == '\'' || byte == '"')
        return parse_quoted(parser, segment);
    if (byte == '*') {
        parser->at++;
        add_selector(parser, segment, (struct jsonpath_selector){.kind = SELECTOR_WILDCARD});
        return true;
    }
    if (byte == '?')
        return refuse(parser, arena_printf(parser->arena, "filters are not supported yet: '%.60s'",
                                           expression_from(parser, start)));
    if (byte == ':')
        return refuse_slice(parser, start);
    if (byte != '-' && !is_digit(byte))
        return refuse(parser, "a name in quotes, an index or '*' is expected");
    struct jsonpath_selector selector = {.kind = SELECTOR_INDEX};
    if (!parse_index(parser, &selector.index))
        return false;
    size_t end = parser->at;
    skip_blanks(parser);
    if (peek(parser) == ':')
        return refuse_slice(parser, start);
    parser->at = end;
    add_selector(parser, segment, selector);
    return true;
}

static bool parse_brackets(struct parser *parser, struct jsonpath_segment *segment)
{
    size_t start = parser->at++;
    for (;;) {
        skip_blanks(parser);
        if (peek(parser) < 0)
            return refuse_at(parser, start, "'[' has no ']'");
        if (!parse_selector(parser, segment))
            return false;
        skip_blanks(parser);
        int byte = peek(parser);
        if (byte < 0)
            return refuse_at(parser, start, "'[' has no ']'");
        if (byte != ']' && byte != ',')
            return refuse(parser, "',' or ']' is expected");
        parser->at++;
        if (byte == ']')
            return true;
    }
}

/* The size of the character at the parser, if a shorthand name may hold it. */
static size_t name_character(const struct parser *parser, bool first)
{
    int byte = peek(parser);
    if (byte < 0)
        return 0;
    if (byte < 0x80) {
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        return is_letter || byte == '_' || (!first && is_digit(byte));
    }
    uint32_t code;
    size_t taken =
        utf8_decode(parser->text.bytes + parser->at, parser->text.size - parser->at, &code);
    return code == 0xfffd && taken == 1 ? 0 : taken;
}

static bool parse_shorthand(struct parser *parser, struct jsonpath_segment *segment)
{
    size_t start = parser->at;
    if (peek(parser) == '*') {
        parser->at++;
        add_selector(parser, segment, (struct jsonpath_selector){.kind = SELECTOR_WILDCARD});
        return true;
    }
    for (size_t taken; (taken = name_character(parser, parser->at == start)) > 0;)
        parser->at += taken;
    if (parser->at == start)
        return refuse(parser, "a name or '*' is expected after '.'");
    if (peek(parser) == '-')
        return refuse_at(parser, start, "a name with a hyphen is written ['name']");
    struct text name = {parser->text.bytes + start, parser->at - start};
    add_selector(parser, segment,
                 (struct jsonpath_selector){
                     .kind = SELECTOR_NAME,
                     .name = {.bytes = arena_copy(parser->arena, name), .size = name.size}});
    return true;
}

static bool parse_segment(struct parser *parser)
{
    struct jsonpath *path = parser->path;
    path->segments = arena_grow(parser->arena, path->segments, path->count, &path->capacity,
                                sizeof(*path->segments));
    struct jsonpath_segment *segment = &path->segments[path->count++];
    *segment = (struct jsonpath_segment){0};
    if (peek(parser) == '[')
        return parse_brackets(parser, segment);
    if (peek(parser) != '.')
        return refuse(parser, "'.' or '[' is expected");
    parser->at++;
    if (peek(parser) != '.')
        return parse_shorthand(parser, segment);
    parser->at++;
    segment->descends = true;
    return peek(parser) == '[' ? parse_brackets(parser, segment) : parse_shorthand(parser, segment);
}

static bool parse_path(struct parser *parser)
{
    if (peek(parser) != '$' && peek(parser) != '@')
        return refuse(parser, "a path begins with '$'");
    parser->at++;
    for (;;) {
        size_t before = parser->at;
        skip_blanks(parser);
        if (peek(parser) < 0)
            return before == parser->at || refuse_at(parser, before, "blanks after the path");
        if (!parse_segment(parser))
            return false;
    }
}

struct jsonpath *jsonpath_new(struct arena *arena, const char *expression, const char **problem,
                              size_t *at)
{
    struct parser parser = {
        .arena = arena, .text = text_of(expression), .path = ARENA_NEW(arena, struct jsonpath)};
    if (parse_path(&parser))
        return parser.path;
    *problem = parser.problem;
    *at = parser.problem_at;
    return NULL;
}
