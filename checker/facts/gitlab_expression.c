#include "facts/gitlab_expression.h"

#include "base/pattern.h"

#include <string.h>

/* Brackets within brackets: nobody writes more. */
enum { DEPTH_MAX = 32 };

/* What a part of an expression is: a value, or the truth of a comparison. */
struct operand {
    bool is_truth;
    enum truth truth;
    bool is_pattern;
    struct gitlab_value value; /* of a pattern: its text, or open */
};

struct parser {
    struct gitlab_asking *asking;
    struct text rest;
    unsigned depth;
    bool broken;
};

static void skip_space(struct parser *parser)
{
    while (parser->rest.size > 0 && strchr(" \t\r\n", parser->rest.bytes[0]) &&
           parser->rest.bytes[0]) {
        parser->rest.bytes++;
        parser->rest.size--;
    }
}

static struct text take(struct parser *parser, size_t size)
{
    struct text taken = {parser->rest.bytes, size};
    parser->rest.bytes += size;
    parser->rest.size -= size;
    return taken;
}

static bool take_word(struct parser *parser, const char *word)
{
    skip_space(parser);
    if (!text_starts_with(parser->rest, word))
        return false;
    take(parser, strlen(word));
    return true;
}

static enum truth not_truth(enum truth truth)
{
    return truth == TRUTH_OPEN ? TRUTH_OPEN : truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
}

static enum truth truth_of_boolean(bool is_true)
{
    return is_true ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth truth_of(const struct operand *operand)
{
    if (operand->is_truth)
        return operand->truth;
    switch (operand->value.kind) {
    case GITLAB_NULL:
        return TRUTH_FALSE;
    case GITLAB_TEXT:
        return truth_of_boolean(operand->value.text[0] != '\0');
    case GITLAB_SET:
        return TRUTH_TRUE;
    case GITLAB_OPEN:
        break;
    }
    return TRUTH_OPEN;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static struct operand parse_variable(struct parser *parser)
{
    take(parser, 1);
    bool braces = parser->rest.size > 0 && parser->rest.bytes[0] == '{';
    if (braces)
        take(parser, 1);
    size_t size = 0;
    while (size < parser->rest.size && is_name_byte(parser->rest.bytes[size]))
        size++;
    const char *name = arena_copy(parser->asking->scratch, take(parser, size));
    parser->broken |= size == 0 || (braces && !take_word(parser, "}"));
    return (struct operand){.value = gitlab_variable(parser->asking, name)};
}

static struct operand parse_text(struct parser *parser)
{
    char quote = take(parser, 1).bytes[0];
    const char *end = memchr(parser->rest.bytes, quote, parser->rest.size);
    parser->broken |= !end;
    size_t size = end ? (size_t)(end - parser->rest.bytes) : parser->rest.size;
    const char *text = arena_copy(parser->asking->scratch, take(parser, size));
    if (end)
        take(parser, 1);
    return (struct operand){.value = {GITLAB_TEXT, text}};
}

/* `/.../` with flags, as PCRE2 takes them; `\/` is a slash. */
static struct operand parse_pattern(struct parser *parser)
{
    take(parser, 1);
    size_t size = 0;
    while (size < parser->rest.size && parser->rest.bytes[size] != '/')
        size += parser->rest.bytes[size] == '\\' && size + 1 < parser->rest.size ? 2 : 1;
    struct text body = take(parser, size < parser->rest.size ? size : parser->rest.size);
    parser->broken |= !take_word(parser, "/");
    size_t flags = 0;
    while (flags < parser->rest.size && strchr("ismU", parser->rest.bytes[flags]) &&
           parser->rest.bytes[flags])
        flags++;
    struct text letters = take(parser, flags);
    const char *text =
        arena_printf(parser->asking->scratch, "%s%.*s%s%.*s", flags ? "(?" : "", (int)letters.size,
                     letters.bytes, flags ? ")" : "", (int)body.size, body.bytes);
    return (struct operand){.is_pattern = true, .value = {GITLAB_TEXT, text}};
}

static enum truth parse_or(struct parser *parser);

static struct operand parse_primary(struct parser *parser)
{
    skip_space(parser);
    char byte = parser->rest.size > 0 ? parser->rest.bytes[0] : '\0';
    if (byte == '$')
        return parse_variable(parser);
    if (byte == '"' || byte == '\'')
        return parse_text(parser);
    if (byte == '/')
        return parse_pattern(parser);
    if (take_word(parser, "null"))
        return (struct operand){.value = {GITLAB_NULL, NULL}};
    if (byte == '(' && parser->depth < DEPTH_MAX) {
        take(parser, 1);
        parser->depth++;
        enum truth truth = parse_or(parser);
        parser->depth--;
        parser->broken |= !take_word(parser, ")");
        return (struct operand){.is_truth = true, .truth = truth};
    }
    parser->broken = true;
    return (struct operand){.is_truth = true, .truth = TRUTH_OPEN};
}

static enum truth equal(const struct parser *parser, const struct operand *a,
                        const struct operand *b)
{
    if (a->is_truth || b->is_truth || a->is_pattern || b->is_pattern ||
        a->value.kind == GITLAB_OPEN || b->value.kind == GITLAB_OPEN)
        return TRUTH_OPEN;
    if (a->value.kind == GITLAB_NULL || b->value.kind == GITLAB_NULL)
        return truth_of_boolean(a->value.kind == b->value.kind);
    if (a->value.kind == GITLAB_TEXT && b->value.kind == GITLAB_TEXT) {
        bool same = strcmp(a->value.text, b->value.text) == 0;
        const char *source = parser->asking->scenario->source;
        parser->asking->names |= same && source && strcmp(a->value.text, source) == 0;
        return truth_of_boolean(same);
    }
    if (a->value.kind == GITLAB_SET && b->value.kind == GITLAB_SET)
        return !a->value.text || !b->value.text
                   ? TRUTH_OPEN
                   : truth_of_boolean(strcmp(a->value.text, b->value.text) == 0);
    const char *constant = a->value.kind == GITLAB_TEXT ? a->value.text : b->value.text;
    return constant[0] ? TRUTH_OPEN : TRUTH_FALSE;
}

static enum truth matches(const struct parser *parser, const struct operand *subject,
                          const struct operand *pattern)
{
    if (subject->is_truth || subject->value.kind == GITLAB_OPEN)
        return TRUTH_OPEN;
    if (subject->value.kind == GITLAB_NULL)
        return TRUTH_FALSE;
    if (subject->value.kind != GITLAB_TEXT || !pattern->is_pattern)
        return TRUTH_OPEN;
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *compiled =
        pattern_new(parser->asking->scratch, pattern->value.text, true, &problem, &at);
    if (!compiled)
        return TRUTH_OPEN;
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start;
    size_t end;
    enum pattern_result result =
        pattern_search(compiled, matcher, text_of(subject->value.text), 0, &start, &end);
    pattern_matcher_free(matcher);
    pattern_free(compiled);
    const char *source = parser->asking->scenario->source;
    parser->asking->names |=
        result == PATTERN_MATCH && source && strcmp(subject->value.text, source) == 0;
    return result == PATTERN_LIMIT ? TRUTH_OPEN : truth_of_boolean(result == PATTERN_MATCH);
}

static enum truth parse_comparison(struct parser *parser)
{
    struct operand left = parse_primary(parser);
    if (take_word(parser, "==")) {
        struct operand right = parse_primary(parser);
        return equal(parser, &left, &right);
    }
    if (take_word(parser, "!=")) {
        bool names = parser->asking->names;
        struct operand right = parse_primary(parser);
        enum truth truth = not_truth(equal(parser, &left, &right));
        parser->asking->names = names;
        return truth;
    }
    if (take_word(parser, "=~")) {
        struct operand right = parse_primary(parser);
        return matches(parser, &left, &right);
    }
    if (take_word(parser, "!~")) {
        bool names = parser->asking->names;
        struct operand right = parse_primary(parser);
        enum truth truth = not_truth(matches(parser, &left, &right));
        parser->asking->names = names;
        return truth;
    }
    return truth_of(&left);
}

static enum truth parse_and(struct parser *parser)
{
    enum truth truth = parse_comparison(parser);
    while (!parser->broken && take_word(parser, "&&")) {
        enum truth right = parse_comparison(parser);
        if (truth == TRUTH_FALSE || right == TRUTH_FALSE)
            truth = TRUTH_FALSE;
        else if (truth == TRUTH_OPEN || right == TRUTH_OPEN)
            truth = TRUTH_OPEN;
    }
    return truth;
}

static enum truth parse_or(struct parser *parser)
{
    enum truth truth = parse_and(parser);
    while (!parser->broken && take_word(parser, "||")) {
        enum truth right = parse_and(parser);
        if (truth == TRUTH_TRUE || right == TRUTH_TRUE)
            truth = TRUTH_TRUE;
        else if (truth == TRUTH_OPEN || right == TRUTH_OPEN)
            truth = TRUTH_OPEN;
    }
    return truth;
}

enum truth gitlab_expression_truth(struct gitlab_asking *asking, struct text expression)
{
    struct parser parser = {.asking = asking, .rest = expression};
    enum truth truth = parse_or(&parser);
    skip_space(&parser);
    return parser.broken || parser.rest.size > 0 ? TRUTH_OPEN : truth;
}
