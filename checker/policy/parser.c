#include "policy/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_BYTES = 80, SUGGESTED_BYTES = 64, LISTED_WORDS = 14 };

struct place place_of(const struct parser *parser, const struct node *node)
{
    return (struct place){.path = parser->path, .line = node->line, .column = node->column};
}

const char *shown(struct parser *parser, const char *text)
{
    size_t size = strlen(text);
    if (size <= SHOWN_BYTES)
        return text;
    size_t cut = SHOWN_BYTES - 3;
    while (cut > 0 && ((unsigned char)text[cut] & 0xc0) == 0x80)
        cut--;
    return arena_printf(parser->arena, "%.*s...", (int)cut, text);
}

__attribute__((format(printf, 5, 0))) static struct diagnostic *
mistake_add(struct parser *parser, int code, struct place place, uint32_t length,
            const char *format, va_list arguments)
{
    parser->mistakes++;
    parser->spare = (struct diagnostic){0};
    if (parser->mistakes > LIMIT_MISTAKES) {
        if (parser->mistakes == LIMIT_MISTAKES + 1)
            diagnostics_add(parser->diagnostics, E104,
                            (struct place){.path = parser->path, .line = place.line},
                            "more than %d mistakes; the rest is not told", LIMIT_MISTAKES);
        return &parser->spare;
    }
    char message[1024];
    vsnprintf(message, sizeof(message), format, arguments);
    struct diagnostic *diagnostic =
        diagnostics_add(parser->diagnostics, code, place, "%s", message);
    diagnostic->length = length;
    return diagnostic;
}

static uint32_t length_of(const struct node *at)
{
    return node_is_scalar(at) && at->line == at->end_line && at->end_column > at->column
               ? at->end_column - at->column
               : 0;
}

struct diagnostic *mistake(struct parser *parser, int code, const struct node *at,
                           const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic =
        mistake_add(parser, code, place_of(parser, at), length_of(at), format, arguments);
    va_end(arguments);
    return diagnostic;
}

static uint32_t code_points(const char *bytes, size_t size)
{
    uint32_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < size; count++)
        at += utf8_decode(bytes + at, size - at, &code);
    return count;
}

/* Are the bytes of the text the bytes of the file? Not where escapes were
 * undone, and not over several lines. */
static bool is_verbatim(const struct node *node)
{
    uint32_t quotes = node->quoted ? 2 : 0;
    return node_is_scalar(node) && !node->block && node->text && node->line == node->end_line &&
           node->end_column - node->column == code_points(node->text, node->size) + quotes;
}

static struct place place_within(const struct parser *parser, const struct node *at, size_t offset,
                                 size_t size, uint32_t *length)
{
    struct place place = place_of(parser, at);
    *length = 0;
    if (is_verbatim(at) && offset <= at->size) {
        place.column += code_points(at->text, offset) + (at->quoted ? 1 : 0);
        size_t rest = at->size - offset;
        *length = code_points(at->text + offset, size < rest ? size : rest);
    }
    return place;
}

struct diagnostic *mistake_within(struct parser *parser, int code, const struct node *at,
                                  size_t offset, size_t size, const char *format, ...)
{
    uint32_t length;
    struct place place = place_within(parser, at, offset, size, &length);
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic *diagnostic = mistake_add(parser, code, place, length, format, arguments);
    va_end(arguments);
    return diagnostic;
}

void mistake_note_parameter(struct parser *parser, struct diagnostic *diagnostic, size_t param)
{
    const struct parameter *parameter = &parser->params[param];
    diagnostic_note(diagnostic, parameter->place, (uint32_t)strlen(parameter->name),
                    arena_printf(parser->arena, "'%s' is declared here, as %s", parameter->name,
                                 type_format(parser->arena, &parameter->type)));
}

const char *words_listed(struct arena *arena, const char *const *words)
{
    const char *list = "";
    for (size_t i = 0; words[i]; i++) {
        if (i == LISTED_WORDS && words[i + 1])
            return arena_printf(arena, "%s, ...", list);
        const char *join = i == 0 ? "" : words[i + 1] ? ", " : " or ";
        list = arena_printf(arena, "%s%s%s", list, join, words[i]);
    }
    return list;
}

void mistake_candidates(struct parser *parser, struct diagnostic *diagnostic, const char *word,
                        const char *const *candidates)
{
    if (strlen(word) <= SUGGESTED_BYTES)
        diagnostic->meant = suggest(word, candidates);
    if (!diagnostic->meant && candidates[0])
        diagnostic->expected = words_listed(parser->arena, candidates);
}

bool expect_mapping(struct parser *parser, const struct node *node, const char *what)
{
    if (node->kind == NODE_MAPPING)
        return true;
    mistake(parser, E203, node, "%s is a mapping, not %s", what, node_kind_name(node->kind));
    return false;
}

bool expect_few(struct parser *parser, const struct node *node)
{
    if (parser->condition_count == LIMIT_CONDITIONS)
        mistake(parser, E104, node, "more than %d conditions", LIMIT_CONDITIONS);
    return parser->condition_count++ < LIMIT_CONDITIONS;
}

bool is_name(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool is_letter = text[i] >= 'a' && text[i] <= 'z';
        bool is_more = (text[i] >= '0' && text[i] <= '9') || text[i] == '_';
        if (!is_letter && (i == 0 || !is_more))
            return false;
    }
    return size > 0;
}

void parser_free_patterns(struct parser *parser)
{
    for (size_t i = 0; i < parser->pattern_count; i++)
        pattern_free(parser->patterns[i]);
    parser->pattern_count = 0;
}
