#include "facts/github_expression.h"

#include <stdlib.h>
#include <string.h>

/* GitHub allows 21,000 bytes and a depth of 50. */
enum { EXPRESSION_BYTES_MAX = 21000, EXPRESSION_DEPTH_MAX = 60, EXPRESSION_ARGUMENTS_MAX = 256 };

bool expression_fence_find(struct text text, size_t from, struct expression_fence *out)
{
    if (from >= text.size)
        return false;
    size_t start =
        text_find((struct text){.bytes = text.bytes + from, .size = text.size - from}, "${{");
    if (start == SIZE_MAX)
        return false;
    start += from;
    bool quoted = false;
    for (size_t at = start + 3; at < text.size; at++) {
        if (text.bytes[at] == '\'')
            quoted = !quoted;
        if (quoted || at + 1 >= text.size || text.bytes[at] != '}' || text.bytes[at + 1] != '}')
            continue;
        *out = (struct expression_fence){
            .start = start,
            .end = at + 2,
            .body = {.bytes = text.bytes + start + 3, .size = at - start - 3},
            .closed = true,
        };
        return true;
    }
    *out = (struct expression_fence){
        .start = start,
        .end = text.size,
        .body = {.bytes = text.bytes + start + 3, .size = text.size - start - 3},
    };
    return true;
}

struct parser {
    struct arena *arena;
    struct text text;
    size_t at;
    unsigned depth;
    const char *problem;
};

static const struct expression *parse_or(struct parser *parser);

static const struct expression *refuse(struct parser *parser, const char *problem)
{
    if (!parser->problem)
        parser->problem = problem;
    return NULL;
}

static struct expression *expression_new(struct parser *parser, enum expression_kind kind)
{
    struct expression *expression = ARENA_NEW(parser->arena, struct expression);
    expression->kind = kind;
    return expression;
}

static char peek(const struct parser *parser)
{
    return parser->at < parser->text.size ? parser->text.bytes[parser->at] : '\0';
}

static char peek_second(const struct parser *parser)
{
    return parser->at + 1 < parser->text.size ? parser->text.bytes[parser->at + 1] : '\0';
}

static void skip_space(struct parser *parser)
{
    while (parser->at < parser->text.size && strchr(" \t\r\n", peek(parser)) && peek(parser))
        parser->at++;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static const char *take_name(struct parser *parser)
{
    size_t start = parser->at;
    if (!is_letter(peek(parser)))
        return NULL;
    while (is_letter(peek(parser)) || is_digit(peek(parser)) || peek(parser) == '-')
        parser->at++;
    return arena_copy(parser->arena, (struct text){.bytes = parser->text.bytes + start,
                                                   .size = parser->at - start});
}

static const struct expression *parse_text(struct parser *parser)
{
    char *value = arena_alloc(parser->arena, parser->text.size - parser->at + 1, 1);
    size_t size = 0;
    for (parser->at++; parser->at < parser->text.size; parser->at++) {
        if (peek(parser) == '\'' && peek_second(parser) != '\'') {
            parser->at++;
            struct expression *text = expression_new(parser, EXPRESSION_TEXT);
            text->name = value;
            return text;
        }
        if (peek(parser) == '\'')
            parser->at++;
        value[size++] = peek(parser);
    }
    return refuse(parser, "a text without its closing quote");
}

static const struct expression *parse_number(struct parser *parser)
{
    char digits[64];
    size_t size = 0;
    while (is_letter(peek(parser)) || is_digit(peek(parser)) ||
           (peek(parser) && strchr(".+-", peek(parser)))) {
        char byte = peek(parser);
        bool sign = byte == '+' || byte == '-';
        if (sign && size > 0 && digits[size - 1] != 'e' && digits[size - 1] != 'E')
            break;
        if (size + 1 == sizeof(digits))
            return refuse(parser, "a number that is too long");
        digits[size++] = byte;
        parser->at++;
    }
    digits[size] = '\0';
    char *end = NULL;
    bool octal = digits[0] == '0' && digits[1] == 'o';
    double number = octal ? (double)strtol(digits + 2, &end, 8) : strtod(digits, &end);
    if (size == 0 || *end)
        return refuse(parser, "no number");
    struct expression *expression = expression_new(parser, EXPRESSION_NUMBER);
    expression->number = number;
    return expression;
}

static const struct expression *parse_call(struct parser *parser, const char *name)
{
    struct expression *call = expression_new(parser, EXPRESSION_CALL);
    call->name = name;
    size_t capacity = 0;
    parser->at++;
    skip_space(parser);
    if (peek(parser) == ')') {
        parser->at++;
        return call;
    }
    for (;;) {
        const struct expression *argument = parse_or(parser);
        if (!argument)
            return NULL;
        if (call->count == EXPRESSION_ARGUMENTS_MAX)
            return refuse(parser, "too many arguments");
        call->arguments = arena_grow(parser->arena, call->arguments, call->count, &capacity,
                                     sizeof(struct expression *));
        call->arguments[call->count++] = argument;
        skip_space(parser);
        char byte = peek(parser);
        parser->at++;
        if (byte == ')')
            return call;
        if (byte != ',')
            return refuse(parser, "a call without its closing parenthesis");
    }
}

static const struct expression *parse_name(struct parser *parser)
{
    const char *name = take_name(parser);
    skip_space(parser);
    if (peek(parser) == '(')
        return parse_call(parser, name);
    if (strcmp(name, "null") == 0)
        return expression_new(parser, EXPRESSION_NULL);
    if (strcmp(name, "NaN") == 0 || strcmp(name, "Infinity") == 0) {
        struct expression *number = expression_new(parser, EXPRESSION_NUMBER);
        number->number = strtod(name, NULL);
        return number;
    }
    if (strcmp(name, "true") == 0 || strcmp(name, "false") == 0) {
        struct expression *boolean = expression_new(parser, EXPRESSION_BOOLEAN);
        boolean->boolean = name[0] == 't';
        return boolean;
    }
    struct expression *context = expression_new(parser, EXPRESSION_CONTEXT);
    context->name = name;
    return context;
}

static const struct expression *parse_atom(struct parser *parser)
{
    skip_space(parser);
    char byte = peek(parser);
    if (byte == '\'')
        return parse_text(parser);
    if (is_letter(byte))
        return parse_name(parser);
    if (is_digit(byte) || byte == '-' || byte == '+' || byte == '.')
        return parse_number(parser);
    if (byte != '(')
        return refuse(parser, byte == '"' ? "texts take single quotes" : "an operand is missing");
    parser->at++;
    const struct expression *inner = parse_or(parser);
    skip_space(parser);
    if (inner && peek(parser) != ')')
        return refuse(parser, "a parenthesis without its end");
    parser->at++;
    return inner;
}

static const struct expression *parse_property(struct parser *parser, const struct expression *base)
{
    parser->at++;
    skip_space(parser);
    if (peek(parser) == '*') {
        parser->at++;
        struct expression *star = expression_new(parser, EXPRESSION_STAR);
        star->left = base;
        return star;
    }
    const char *name = take_name(parser);
    if (!name)
        return refuse(parser, "a property's name is missing");
    struct expression *property = expression_new(parser, EXPRESSION_PROPERTY);
    property->left = base;
    property->name = name;
    return property;
}

static const struct expression *parse_index(struct parser *parser, const struct expression *base)
{
    parser->at++;
    skip_space(parser);
    struct expression *index = expression_new(parser, EXPRESSION_INDEX);
    index->left = base;
    if (peek(parser) == '*') {
        parser->at++;
        index->kind = EXPRESSION_STAR;
    } else {
        index->right = parse_or(parser);
        if (!index->right)
            return NULL;
    }
    skip_space(parser);
    if (peek(parser) != ']')
        return refuse(parser, "an index without its closing bracket");
    parser->at++;
    return index;
}

/* Each dot or bracket is one more level of the tree that others walk down. */
static const struct expression *parse_postfix(struct parser *parser)
{
    const struct expression *expression = parse_atom(parser);
    unsigned before = parser->depth;
    while (expression) {
        skip_space(parser);
        if (peek(parser) != '.' && peek(parser) != '[')
            break;
        if (parser->depth++ >= EXPRESSION_DEPTH_MAX)
            return refuse(parser, "nested too deeply");
        expression = peek(parser) == '.' ? parse_property(parser, expression)
                                         : parse_index(parser, expression);
    }
    parser->depth = before;
    return expression;
}

static const struct expression *parse_not(struct parser *parser)
{
    skip_space(parser);
    if (peek(parser) != '!' || peek_second(parser) == '=')
        return parse_postfix(parser);
    if (parser->depth >= EXPRESSION_DEPTH_MAX)
        return refuse(parser, "nested too deeply");
    parser->at++;
    parser->depth++;
    const struct expression *operand = parse_not(parser);
    parser->depth--;
    if (!operand)
        return NULL;
    struct expression *negated = expression_new(parser, EXPRESSION_NOT);
    negated->left = operand;
    return negated;
}

struct binary_operator {
    const char *mark;
    enum expression_kind kind;
    unsigned level;
};

enum { LEVEL_OR, LEVEL_AND, LEVEL_EQUALITY, LEVEL_ORDER, LEVEL_COUNT };

static const struct binary_operator operators[] = {
    {"||", EXPRESSION_OR, LEVEL_OR},          {"&&", EXPRESSION_AND, LEVEL_AND},
    {"==", EXPRESSION_EQUAL, LEVEL_EQUALITY}, {"!=", EXPRESSION_NOT_EQUAL, LEVEL_EQUALITY},
    {"<=", EXPRESSION_AT_MOST, LEVEL_ORDER},  {">=", EXPRESSION_AT_LEAST, LEVEL_ORDER},
    {"<", EXPRESSION_LESS, LEVEL_ORDER},      {">", EXPRESSION_MORE, LEVEL_ORDER},
};

static const struct binary_operator *take_operator(struct parser *parser, unsigned level)
{
    skip_space(parser);
    struct text rest = {.bytes = parser->text.bytes + parser->at,
                        .size = parser->text.size - parser->at};
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (operators[i].level != level || !text_starts_with(rest, operators[i].mark))
            continue;
        parser->at += strlen(operators[i].mark);
        return &operators[i];
    }
    return NULL;
}

/* Left to right, so a long chain is as deep as it is long: counted as depth,
 * because those that walk the tree go down it. */
static const struct expression *parse_binary(struct parser *parser, unsigned level)
{
    if (level == LEVEL_COUNT)
        return parse_not(parser);
    const struct expression *left = parse_binary(parser, level + 1);
    unsigned length = 0;
    while (left) {
        const struct binary_operator *operator= take_operator(parser, level);
        if (!operator)
            return left;
        if (++length > 500)
            return refuse(parser, "too many operators");
        const struct expression *right = parse_binary(parser, level + 1);
        if (!right)
            return NULL;
        struct expression *binary = expression_new(parser, operator->kind);
        binary->left = left;
        binary->right = right;
        left = binary;
    }
    return NULL;
}

static const struct expression *parse_or(struct parser *parser)
{
    if (parser->depth >= EXPRESSION_DEPTH_MAX)
        return refuse(parser, "nested too deeply");
    parser->depth++;
    const struct expression *expression = parse_binary(parser, LEVEL_OR);
    parser->depth--;
    return expression;
}

const struct expression *expression_parse(struct arena *arena, struct text text,
                                          const char **problem)
{
    if (!text.bytes)
        text = (struct text){.bytes = "", .size = 0};
    struct parser parser = {.arena = arena, .text = text};
    const struct expression *expression = NULL;
    if (text.size > EXPRESSION_BYTES_MAX)
        refuse(&parser, "longer than GitHub takes");
    else if (memchr(text.bytes, '\0', text.size))
        refuse(&parser, "a NUL");
    else
        expression = parse_or(&parser);
    skip_space(&parser);
    if (expression && parser.at < text.size)
        expression = refuse(&parser, "more than one expression");
    if (problem)
        *problem = expression ? NULL : parser.problem;
    return expression;
}

bool expression_asks_status(const struct expression *expression)
{
    static const char *const status[] = {"always", "cancelled", "failure", "success"};
    if (!expression)
        return false;
    for (size_t i = 0; expression->kind == EXPRESSION_CALL && i < 4; i++)
        if (string_equals_folded(expression->name, status[i]))
            return true;
    for (size_t i = 0; i < expression->count; i++)
        if (expression_asks_status(expression->arguments[i]))
            return true;
    return expression_asks_status(expression->left) || expression_asks_status(expression->right);
}
