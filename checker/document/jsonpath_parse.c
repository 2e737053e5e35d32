#include "base/limits.h"
#include "document/jsonpath_parser.h"
#include "document/unescape.h"

#include <string.h>

bool jsonpath_refuse(struct jsonpath_parser *parser, size_t at, const char *meant,
                     const char *expected, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *parser->problem = (struct jsonpath_problem){
        .at = at,
        .length = 1,
        .message = arena_vprintf(parser->arena, format, arguments),
        .expected = expected,
        .meant = meant,
    };
    va_end(arguments);
    return false;
}

int jsonpath_peek(const struct jsonpath_parser *parser)
{
    return parser->at < parser->text.size ? (unsigned char)parser->text.bytes[parser->at] : -1;
}

bool jsonpath_next_is(const struct jsonpath_parser *parser, const char *string)
{
    struct text rest = {parser->text.bytes + parser->at, parser->text.size - parser->at};
    return text_starts_with(rest, string);
}

void jsonpath_skip_blanks(struct jsonpath_parser *parser)
{
    int byte;
    while ((byte = jsonpath_peek(parser)) == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
        parser->at++;
}

bool jsonpath_enter(struct jsonpath_parser *parser, size_t at)
{
    return ++parser->depth <= LIMIT_JSONPATH_NESTING ||
           jsonpath_refuse(parser, at, NULL, NULL, "nested more than %d deep",
                           LIMIT_JSONPATH_NESTING);
}

void jsonpath_leave(struct jsonpath_parser *parser)
{
    parser->depth--;
}

static void add_selector(struct jsonpath_parser *parser, struct jsonpath_segment *segment,
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

static bool begins_integer(const struct jsonpath_parser *parser)
{
    return jsonpath_peek(parser) == '-' || is_digit(jsonpath_peek(parser));
}

/* `int` of RFC 9535, section 2.3.3.1, within plus and minus 2^53 - 1. */
static bool parse_integer(struct jsonpath_parser *parser, int64_t *out)
{
    const int64_t most = ((int64_t)1 << 53) - 1;
    size_t start = parser->at;
    bool negative = jsonpath_peek(parser) == '-';
    parser->at += negative;
    if (!is_digit(jsonpath_peek(parser)))
        return jsonpath_refuse(parser, parser->at, NULL, NULL, "a digit is expected after '-'");
    bool zero = jsonpath_peek(parser) == '0';
    int64_t value = 0;
    size_t first = parser->at;
    for (; is_digit(jsonpath_peek(parser)); parser->at++) {
        value = value * 10 + (jsonpath_peek(parser) - '0');
        if (value > most)
            return jsonpath_refuse(parser, start, NULL, "at most 9007199254740991 (2^53 - 1)",
                                   "the index is too large");
    }
    if (zero && (negative || parser->at - first > 1))
        return jsonpath_refuse(parser, start, NULL, NULL,
                               "an index has no leading zero and is not -0");
    *out = negative ? -value : value;
    return true;
}

bool jsonpath_parse_quoted(struct jsonpath_parser *parser, struct text *out)
{
    struct text rest = {parser->text.bytes + parser->at, parser->text.size - parser->at};
    struct unescaped unescaped;
    if (!unescape_quoted(parser->arena, rest, UNESCAPE_JSONPATH, &unescaped)) {
        /* Who writes a regular expression forgets that its backslashes are escaped. */
        const char *at = rest.bytes + unescaped.size;
        const char *meant = NULL;
        if (unescaped.size + 1 < rest.size && at[0] == '\\' && at[1] > ' ' && at[1] < 0x7f &&
            !strchr("u'\"", at[1]))
            meant = arena_printf(parser->arena, "\\\\%c", at[1]);
        return jsonpath_refuse(parser, parser->at + unescaped.size, meant, NULL, "%s",
                               unescaped.problem);
    }
    parser->at += unescaped.size;
    *out = unescaped.text;
    return true;
}

/* An index, or the start of a slice: `2`, `2:5`, `:5`, `::2`. */
static bool parse_index_or_slice(struct jsonpath_parser *parser, struct jsonpath_selector *out)
{
    *out = (struct jsonpath_selector){.kind = SELECTOR_INDEX, .step = 1};
    if (begins_integer(parser)) {
        out->starts = true;
        if (!parse_integer(parser, &out->index))
            return false;
    }
    size_t end = parser->at;
    jsonpath_skip_blanks(parser);
    if (jsonpath_peek(parser) != ':') {
        parser->at = end;
        return true;
    }
    out->kind = SELECTOR_SLICE;
    parser->at++;
    jsonpath_skip_blanks(parser);
    if (begins_integer(parser)) {
        out->ends = true;
        if (!parse_integer(parser, &out->end))
            return false;
        jsonpath_skip_blanks(parser);
    }
    if (jsonpath_peek(parser) != ':')
        return true;
    parser->at++;
    jsonpath_skip_blanks(parser);
    return !begins_integer(parser) || parse_integer(parser, &out->step);
}

static const char selectors_expected[] =
    "a name in quotes, an index, a slice such as 1:3, '*', or a filter that begins with '?'";

static bool is_word_byte(int byte)
{
    return byte == '-' || byte == '_' || byte >= 0x80 || is_digit(byte) ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* What stands where a selector should: said in the words of who wrote it. */
static bool refuse_selector(struct jsonpath_parser *parser)
{
    int byte = jsonpath_peek(parser);
    if (byte == '@' || byte == '$' || byte == '!')
        return jsonpath_refuse(parser, parser->at, "?", NULL, "a filter begins with '?'");
    if (byte == '(')
        return jsonpath_refuse(parser, parser->at, NULL,
                               "'?' before a filter; [-1] is the last item",
                               "RFC 9535 has no scripts between brackets");
    if (byte == ']')
        return jsonpath_refuse(parser, parser->at, NULL, selectors_expected,
                               "nothing is selected between the brackets");
    struct text word = {parser->text.bytes + parser->at, 0};
    while (is_word_byte(jsonpath_peek(parser))) {
        parser->at++;
        word.size++;
    }
    parser->at -= word.size;
    if (word.size == 0)
        return jsonpath_refuse(parser, parser->at, NULL, selectors_expected,
                               "no selector begins like this");
    jsonpath_refuse(parser, parser->at,
                    arena_printf(parser->arena, "\"%s\"", arena_copy(parser->arena, word)), NULL,
                    "a name between brackets stands in quotes");
    parser->problem->length = word.size;
    return false;
}

static bool parse_selector(struct jsonpath_parser *parser, struct jsonpath_segment *segment)
{
    int byte = jsonpath_peek(parser);
    struct jsonpath_selector selector = {.kind = SELECTOR_WILDCARD};
    if (byte == '\'' || byte == '"') {
        selector.kind = SELECTOR_NAME;
        if (!jsonpath_parse_quoted(parser, &selector.name))
            return false;
    } else if (byte == '*') {
        parser->at++;
    } else if (byte == '?') {
        size_t start = parser->at++;
        selector.kind = SELECTOR_FILTER;
        jsonpath_skip_blanks(parser);
        if (!jsonpath_enter(parser, start) || !jsonpath_parse_filter(parser, &selector.filter))
            return false;
        jsonpath_leave(parser);
    } else if (byte == ':' || begins_integer(parser)) {
        if (!parse_index_or_slice(parser, &selector))
            return false;
    } else {
        return refuse_selector(parser);
    }
    add_selector(parser, segment, selector);
    return true;
}

static bool parse_brackets(struct jsonpath_parser *parser, struct jsonpath_segment *segment)
{
    size_t start = parser->at++;
    for (;;) {
        jsonpath_skip_blanks(parser);
        if (jsonpath_peek(parser) < 0)
            return jsonpath_refuse(parser, start, NULL, NULL, "'[' has no ']'");
        if (!parse_selector(parser, segment))
            return false;
        jsonpath_skip_blanks(parser);
        int byte = jsonpath_peek(parser);
        if (byte < 0)
            return jsonpath_refuse(parser, start, NULL, NULL, "'[' has no ']'");
        if (byte != ']' && byte != ',')
            return jsonpath_refuse(parser, parser->at, NULL, NULL, "',' or ']' is expected");
        parser->at++;
        if (byte == ']')
            return true;
    }
}

/* The size of the character at the parser, if a shorthand name may hold it. */
static size_t name_character(const struct jsonpath_parser *parser, bool first)
{
    int byte = jsonpath_peek(parser);
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

static bool parse_shorthand(struct jsonpath_parser *parser, struct jsonpath_segment *segment)
{
    size_t start = parser->at;
    if (jsonpath_peek(parser) == '*') {
        parser->at++;
        add_selector(parser, segment, (struct jsonpath_selector){.kind = SELECTOR_WILDCARD});
        return true;
    }
    for (size_t taken; (taken = name_character(parser, parser->at == start)) > 0;)
        parser->at += taken;
    if (parser->at == start)
        return jsonpath_refuse(parser, start, NULL, NULL, "a name or '*' is expected after '.'");
    if (jsonpath_peek(parser) == '-') {
        size_t end = parser->at;
        while (end < parser->text.size &&
               !strchr(" \t\r\n.[]()=<>!&|,'\"", parser->text.bytes[end]))
            end++;
        struct text word = {parser->text.bytes + start, end - start};
        const char *meant =
            arena_printf(parser->arena, "[\"%s\"]", arena_copy(parser->arena, word));
        jsonpath_refuse(parser, start, meant, NULL, "a name with a hyphen is written in brackets");
        parser->problem->length = word.size;
        return false;
    }
    struct text name = {parser->text.bytes + start, parser->at - start};
    add_selector(parser, segment,
                 (struct jsonpath_selector){
                     .kind = SELECTOR_NAME,
                     .name = {.bytes = arena_copy(parser->arena, name), .size = name.size}});
    return true;
}

static bool parse_segment(struct jsonpath_parser *parser, struct jsonpath_segment *segment)
{
    if (jsonpath_peek(parser) == '[')
        return parse_brackets(parser, segment);
    parser->at++;
    if (jsonpath_peek(parser) != '.')
        return parse_shorthand(parser, segment);
    parser->at++;
    segment->descends = true;
    return jsonpath_peek(parser) == '[' ? parse_brackets(parser, segment)
                                        : parse_shorthand(parser, segment);
}

static bool is_singular(const struct jsonpath_segment *segment)
{
    return !segment->descends && segment->count == 1 &&
           (segment->selectors[0].kind == SELECTOR_NAME ||
            segment->selectors[0].kind == SELECTOR_INDEX);
}

bool jsonpath_parse_segments(struct jsonpath_parser *parser, struct jsonpath_query *out)
{
    out->singular = true;
    for (;;) {
        size_t before = parser->at;
        jsonpath_skip_blanks(parser);
        int byte = jsonpath_peek(parser);
        if (byte != '.' && byte != '[') {
            parser->at = before;
            return true;
        }
        struct jsonpath_segment segment = {0};
        if (!parse_segment(parser, &segment))
            return false;
        out->singular &= is_singular(&segment);
        out->segments = arena_grow(parser->arena, out->segments, out->count, &out->capacity,
                                   sizeof(*out->segments));
        out->segments[out->count++] = segment;
    }
}

static bool parse_path(struct jsonpath_parser *parser)
{
    if (parser->text.size > LIMIT_JSONPATH_BYTES)
        return jsonpath_refuse(parser, 0, NULL, NULL, "longer than %d bytes", LIMIT_JSONPATH_BYTES);
    if (jsonpath_peek(parser) != '$' && jsonpath_peek(parser) != '@') {
        bool is_name = name_character(parser, true) > 0;
        return jsonpath_refuse(parser, 0, is_name ? "$." : NULL, NULL, "a path begins with '$'");
    }
    parser->path->query.absolute = jsonpath_peek(parser) == '$';
    parser->at++;
    if (!jsonpath_parse_segments(parser, &parser->path->query))
        return false;
    size_t end = parser->at;
    jsonpath_skip_blanks(parser);
    if (jsonpath_peek(parser) >= 0)
        return jsonpath_refuse(parser, parser->at, NULL, NULL, "'.' or '[' is expected");
    return parser->at == end || jsonpath_refuse(parser, end, NULL, NULL, "blanks after the path");
}

struct jsonpath *jsonpath_new(struct arena *arena, struct text expression,
                              struct jsonpath_problem *problem)
{
    struct jsonpath_parser parser = {.arena = arena,
                                     .text = expression,
                                     .path = ARENA_NEW(arena, struct jsonpath),
                                     .problem = problem};
    if (parse_path(&parser))
        return parser.path;
    jsonpath_release(parser.path);
    return NULL;
}

void jsonpath_release(struct jsonpath *path)
{
    for (size_t i = 0; path && i < path->pattern_count; i++)
        pattern_free(path->patterns[i]);
    if (path)
        path->pattern_count = 0;
}

struct pattern *const *jsonpath_patterns(const struct jsonpath *path, size_t *count)
{
    *count = path->pattern_count;
    return path->patterns;
}

const struct jsonpath_problem *jsonpath_doubt(const struct jsonpath *path)
{
    return path->has_doubt ? &path->doubt : NULL;
}
