#include "base/diagnostic.h"
#include "document/iregexp.h"
#include "document/jsonpath_parser.h"
#include "document/jsonpath_run.h"

#include <string.h>

static bool parse_any(struct jsonpath_parser *parser, struct jsonpath_condition **out);

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_word_byte(int byte)
{
    return byte == '_' || is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static struct text word_at(const struct jsonpath_parser *parser)
{
    size_t end = parser->at;
    while (end < parser->text.size && is_word_byte((unsigned char)parser->text.bytes[end]))
        end++;
    return (struct text){parser->text.bytes + parser->at, end - parser->at};
}

static bool refuse_word(struct jsonpath_parser *parser, struct text word, const char *meant,
                        const char *expected, const char *before, const char *behind)
{
    jsonpath_refuse(parser, parser->at, meant, expected, "%s'%.60s'%s", before,
                    arena_copy(parser->arena, word), behind);
    parser->problem->length = word.size > 0 ? word.size : 1;
    return false;
}

static struct jsonpath_condition *condition_new(struct jsonpath_parser *parser,
                                                enum jsonpath_condition_kind kind)
{
    struct jsonpath_condition *condition = ARENA_NEW(parser->arena, struct jsonpath_condition);
    condition->kind = kind;
    return condition;
}

static void add_part(struct jsonpath_parser *parser, struct jsonpath_condition *condition,
                     struct jsonpath_condition *part)
{
    condition->parts = arena_grow(parser->arena, condition->parts, condition->count,
                                  &condition->capacity, sizeof(struct jsonpath_condition *));
    condition->parts[condition->count++] = part;
}

static void set_literal(struct jsonpath_operand *out, enum node_kind kind, struct text text)
{
    *out = (struct jsonpath_operand){
        .kind = OPERAND_LITERAL, .literal = {.kind = kind, .text = text.bytes, .size = text.size}};
}

static void skip_digits(struct jsonpath_parser *parser)
{
    while (is_digit(jsonpath_peek(parser)))
        parser->at++;
}

/* `number` of RFC 9535, section 2.3.5.1: as JSON has it. */
static bool parse_number(struct jsonpath_parser *parser, struct jsonpath_operand *out)
{
    size_t start = parser->at;
    parser->at += jsonpath_peek(parser) == '-';
    size_t digits = parser->at;
    skip_digits(parser);
    if (parser->at == digits)
        return jsonpath_refuse(parser, parser->at, NULL, NULL, "a digit is expected after '-'");
    if (parser->text.bytes[digits] == '0' && parser->at - digits > 1)
        return jsonpath_refuse(parser, start, NULL, NULL, "a number has no leading zero");
    if (jsonpath_peek(parser) == '.') {
        size_t fraction = ++parser->at;
        skip_digits(parser);
        if (parser->at == fraction)
            return jsonpath_refuse(parser, parser->at, NULL, NULL,
                                   "a digit is expected after the decimal point");
    }
    if (jsonpath_peek(parser) == 'e' || jsonpath_peek(parser) == 'E') {
        parser->at++;
        parser->at += jsonpath_peek(parser) == '+' || jsonpath_peek(parser) == '-';
        size_t exponent = parser->at;
        skip_digits(parser);
        if (parser->at == exponent)
            return jsonpath_refuse(parser, parser->at, NULL, NULL,
                                   "a digit is expected in the exponent");
    }
    struct text text = {parser->text.bytes + start, parser->at - start};
    text.bytes = arena_copy(parser->arena, text);
    set_literal(out, NODE_NUMBER, text);
    return true;
}

static bool parse_query(struct jsonpath_parser *parser, struct jsonpath_operand *out)
{
    struct jsonpath_query *query = ARENA_NEW(parser->arena, struct jsonpath_query);
    query->absolute = jsonpath_peek(parser) == '$';
    parser->at++;
    if (!jsonpath_parse_segments(parser, query))
        return false;
    if (query->absolute)
        query->number = parser->path->absolute_count++;
    *out = (struct jsonpath_operand){.kind = OPERAND_QUERY, .query = query};
    return true;
}

static const char *function_names(struct arena *arena, const char **names, size_t most)
{
    const char *list = "";
    size_t count = 0;
    for (; jsonpath_functions[count].name && count + 1 < most; count++) {
        names[count] = jsonpath_functions[count].name;
        const char *join = count == 0 ? "" : jsonpath_functions[count + 1].name ? ", " : " or ";
        list = arena_printf(arena, "%s%s%s", list, join, names[count]);
    }
    names[count] = NULL;
    return list;
}

static bool refuse_function(struct jsonpath_parser *parser, struct text word)
{
    const char *names[16];
    const char *list = function_names(parser->arena, names, 16);
    const char *meant = word.size < 64 ? suggest(arena_copy(parser->arena, word), names) : NULL;
    if (!meant && (text_equals(word, "size") || text_equals(word, "len")))
        meant = "length";
    else if (!meant && (text_equals(word, "regex") || text_equals(word, "matches")))
        meant = "search";
    return refuse_word(parser, word, meant, meant ? NULL : list, "unknown function ", "");
}

static void set_doubt(struct jsonpath_parser *parser, size_t at, const char *meant,
                      const char *expected, const char *reason)
{
    struct jsonpath *path = parser->path;
    if (path->has_doubt)
        return;
    path->has_doubt = true;
    path->doubt = (struct jsonpath_problem){
        .at = at,
        .length = 1,
        .expected = expected,
        .meant = meant,
        .message = arena_printf(parser->arena,
                                "the regular expression is no I-Regexp (RFC 9485), so that it "
                                "matches nothing: %s",
                                reason)};
}

/* Compiles the I-Regexp that stands in the path from `start` on. */
static void compile_literal(struct jsonpath_parser *parser, struct jsonpath_call *call,
                            size_t start)
{
    const struct node *literal = &call->arguments[1].literal;
    struct text text = {literal->text, literal->size};
    /* Escapes of the path's own move what follows them. */
    bool is_verbatim = parser->at - start == text.size + 2;
    struct iregexp_problem problem = {0};
    call->regexp = REGEXP_NEVER;
    const char *translated =
        iregexp_translate(parser->arena, text, call->function->whole, &problem);
    if (!translated) {
        set_doubt(parser, is_verbatim ? start + 1 + problem.at : start, problem.meant,
                  problem.expected, problem.message);
        return;
    }
    const char *reason = NULL;
    size_t ignored = 0;
    struct pattern *pattern = pattern_new(parser->arena, translated, false, &reason, &ignored);
    if (!pattern) {
        set_doubt(parser, start, NULL, NULL, reason ? reason : "it is malformed");
        return;
    }
    struct jsonpath *path = parser->path;
    path->patterns = arena_grow(parser->arena, path->patterns, path->pattern_count,
                                &path->pattern_capacity, sizeof(struct pattern *));
    path->patterns[path->pattern_count++] = pattern;
    call->regexp = REGEXP_COMPILED;
    call->pattern = pattern;
}

static bool parse_operand(struct jsonpath_parser *parser, struct jsonpath_operand *out);

static const char *const type_words[] = {
    [JSONPATH_VALUE] = "a value",
    [JSONPATH_LOGICAL] = "true or false",
    [JSONPATH_NODES] = "nodes",
};

/* Is it well-typed as an argument (RFC 9535, section 2.4.3)? */
static bool check_argument(struct jsonpath_parser *parser, size_t at,
                           const struct jsonpath_function *function, enum jsonpath_type wanted,
                           const struct jsonpath_operand *argument)
{
    if (wanted == JSONPATH_NODES)
        return argument->kind == OPERAND_QUERY ||
               jsonpath_refuse(parser, at, NULL, "a path such as @.name or $..name",
                               "%s() takes the nodes of a query", function->name);
    if (argument->kind == OPERAND_QUERY && !argument->query->singular)
        return jsonpath_refuse(parser, at, NULL, "names and indexes only, or value(...)",
                               "%s() takes a value, and this path may select several",
                               function->name);
    if (argument->kind == OPERAND_CALL && argument->call->function->result != JSONPATH_VALUE)
        return jsonpath_refuse(parser, at, NULL, NULL, "%s() takes a value, and %s() gives %s",
                               function->name, argument->call->function->name,
                               type_words[argument->call->function->result]);
    return true;
}

static bool refuse_count(struct jsonpath_parser *parser, size_t at,
                         const struct jsonpath_function *function)
{
    return jsonpath_refuse(parser, at, NULL, NULL, "%s() takes %s", function->name,
                           function->takes);
}

static bool begins_condition(const struct jsonpath_parser *parser)
{
    int byte = jsonpath_peek(parser);
    return byte > 0 && strchr("=!<>&|", byte);
}

static bool parse_argument(struct jsonpath_parser *parser, struct jsonpath_call *call, size_t i)
{
    const struct jsonpath_function *function = call->function;
    size_t start = parser->at;
    int byte = jsonpath_peek(parser);
    if (byte == '!' || byte == '(')
        return jsonpath_refuse(parser, start, NULL, NULL, "%s() takes %s, no condition",
                               function->name, function->takes);
    if (!parse_operand(parser, &call->arguments[i]) ||
        !check_argument(parser, start, function, function->parameters[i], &call->arguments[i]))
        return false;
    if (i == 1 && function->matches && call->arguments[i].kind == OPERAND_LITERAL &&
        call->arguments[i].literal.kind == NODE_TEXT)
        compile_literal(parser, call, start);
    jsonpath_skip_blanks(parser);
    if (begins_condition(parser))
        return jsonpath_refuse(parser, parser->at, NULL, NULL, "%s() takes %s, no condition",
                               function->name, function->takes);
    return true;
}

/* `name(` was seen. */
static bool parse_call(struct jsonpath_parser *parser, struct text name,
                       struct jsonpath_operand *out)
{
    const struct jsonpath_function *function = jsonpath_function_find(name);
    if (!function)
        return refuse_function(parser, name);
    size_t start = parser->at;
    parser->at += name.size + 1;
    struct jsonpath_call *call = ARENA_NEW(parser->arena, struct jsonpath_call);
    call->function = function;
    if (!jsonpath_enter(parser, start))
        return false;
    for (size_t i = 0; i < function->parameter_count; i++) {
        jsonpath_skip_blanks(parser);
        if (jsonpath_peek(parser) == ')')
            return refuse_count(parser, parser->at, function);
        if (!parse_argument(parser, call, i))
            return false;
        bool is_last = i + 1 == function->parameter_count;
        int byte = jsonpath_peek(parser);
        if (byte == (is_last ? ',' : ')'))
            return refuse_count(parser, parser->at, function);
        if (byte != (is_last ? ')' : ','))
            return jsonpath_refuse(parser, parser->at, NULL, NULL, "'%c' is expected in %s()",
                                   is_last ? ')' : ',', function->name);
        parser->at++;
    }
    jsonpath_leave(parser);
    *out = (struct jsonpath_operand){.kind = OPERAND_CALL, .call = call};
    return true;
}

static const char operand_expected[] =
    "a path that begins with '@' or '$', a literal, or a function";

static bool parse_word(struct jsonpath_parser *parser, struct jsonpath_operand *out)
{
    static const char *const words[] = {"true", "false", "null", NULL};
    static const enum node_kind kinds[] = {NODE_BOOLEAN, NODE_BOOLEAN, NODE_NULL};
    struct text word = word_at(parser);
    size_t end = parser->at + word.size;
    if (end < parser->text.size && parser->text.bytes[end] == '(')
        return parse_call(parser, word, out);
    for (size_t i = 0; words[i]; i++)
        if (text_equals(word, words[i])) {
            parser->at = end;
            set_literal(out, kinds[i], text_of(words[i]));
            return true;
        }
    if (end < parser->text.size && parser->text.bytes[end] == ' ' && jsonpath_function_find(word)) {
        parser->at = end;
        return jsonpath_refuse(parser, end, NULL, NULL,
                               "no blank stands between a function and its '('");
    }
    if (text_equals(word, "not"))
        return refuse_word(parser, word, "!", NULL, "", " is no operator");
    const char *copy = arena_copy(parser->arena, word);
    const char *meant = word.size < 8 ? suggest(copy, words) : NULL;
    if (!meant && word.size < 60)
        meant = arena_printf(parser->arena, "\"%s\"", copy);
    return refuse_word(parser, word, meant, meant ? NULL : operand_expected, "",
                       " is no value: a text stands in quotes");
}

static bool parse_operand(struct jsonpath_parser *parser, struct jsonpath_operand *out)
{
    int byte = jsonpath_peek(parser);
    if (byte == '@' || byte == '$')
        return parse_query(parser, out);
    if (byte == '-' || is_digit(byte))
        return parse_number(parser, out);
    if (byte == '\'' || byte == '"') {
        struct text text;
        if (!jsonpath_parse_quoted(parser, &text))
            return false;
        set_literal(out, NODE_TEXT, text);
        return true;
    }
    if (is_word_byte(byte))
        return parse_word(parser, out);
    return jsonpath_refuse(parser, parser->at, NULL, operand_expected,
                           byte < 0 ? "the filter ends where a value is expected"
                           : byte == '[' || byte == '{'
                               ? "a list or a mapping is no literal of a filter"
                               : "a value is expected");
}

static const struct {
    const char *sign;
    enum jsonpath_comparison comparison;
} comparisons[] = {
    {"==", COMPARISON_EQUAL},    {"!=", COMPARISON_UNEQUAL}, {"<=", COMPARISON_AT_MOST},
    {">=", COMPARISON_AT_LEAST}, {"<", COMPARISON_LESS},     {">", COMPARISON_MORE},
};

/* Signs of other languages, and what stands for them here. */
static const struct {
    const char *sign;
    const char *meant, *expected;
} foreign_signs[] = {
    {"===", "==", NULL}, {"!==", "!=", NULL},
    {"<>", "!=", NULL},  {"=~", NULL, "match(@, 'regex') of the whole text, or search(@, 'regex')"},
    {"=<", "<=", NULL},  {"=>", ">=", NULL},
};

static bool refuse_sign(struct jsonpath_parser *parser, const char *sign, const char *meant,
                        const char *expected)
{
    jsonpath_refuse(parser, parser->at, meant, expected, "'%s' is no comparison", sign);
    parser->problem->length = strlen(sign);
    return false;
}

/* The comparison that stands here, if there is one. */
static bool find_comparison(struct jsonpath_parser *parser, bool *is_there,
                            enum jsonpath_comparison *out)
{
    *is_there = false;
    for (size_t i = 0; i < sizeof(foreign_signs) / sizeof(foreign_signs[0]); i++)
        if (jsonpath_next_is(parser, foreign_signs[i].sign))
            return refuse_sign(parser, foreign_signs[i].sign, foreign_signs[i].meant,
                               foreign_signs[i].expected);
    for (size_t i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]) && !*is_there; i++)
        if (jsonpath_next_is(parser, comparisons[i].sign)) {
            *is_there = true;
            *out = comparisons[i].comparison;
            parser->at += strlen(comparisons[i].sign);
        }
    return *is_there || jsonpath_peek(parser) != '=' || refuse_sign(parser, "=", "==", NULL);
}

/* May it be compared (RFC 9535, section 2.3.5.1)? */
static bool check_comparable(struct jsonpath_parser *parser, size_t at,
                             const struct jsonpath_operand *operand)
{
    if (operand->kind == OPERAND_QUERY && !operand->query->singular)
        return jsonpath_refuse(parser, at, NULL,
                               "names and indexes only, or count(...) or value(...)",
                               "only a path that selects one value can be compared");
    if (operand->kind == OPERAND_CALL && operand->call->function->result != JSONPATH_VALUE)
        return jsonpath_refuse(parser, at, NULL, NULL, "%s() gives %s, which is not compared",
                               operand->call->function->name,
                               type_words[operand->call->function->result]);
    return true;
}

static bool parse_comparison(struct jsonpath_parser *parser, size_t start,
                             const struct jsonpath_operand *left,
                             enum jsonpath_comparison comparison, struct jsonpath_condition **out)
{
    struct jsonpath_condition *condition = condition_new(parser, CONDITION_COMPARISON);
    condition->comparison = comparison;
    condition->left = *left;
    if (!check_comparable(parser, start, left))
        return false;
    jsonpath_skip_blanks(parser);
    size_t at = parser->at;
    if (!parse_operand(parser, &condition->right) ||
        !check_comparable(parser, at, &condition->right))
        return false;
    *out = condition;
    return true;
}

/* A query or a function that stands by itself. */
static bool make_test(struct jsonpath_parser *parser, size_t start,
                      const struct jsonpath_operand *operand, struct jsonpath_condition **out)
{
    if (operand->kind == OPERAND_LITERAL)
        return jsonpath_refuse(parser, start, NULL, "a comparison such as @.name == 1",
                               "a literal by itself is no condition");
    if (operand->kind == OPERAND_CALL && operand->call->function->result == JSONPATH_VALUE)
        return jsonpath_refuse(parser, start, NULL, NULL,
                               "%s() gives a value, which is no condition until it is compared",
                               operand->call->function->name);
    *out =
        condition_new(parser, operand->kind == OPERAND_QUERY ? CONDITION_EXISTS : CONDITION_CALL);
    (*out)->left = *operand;
    return true;
}

static bool parse_brackets(struct jsonpath_parser *parser, struct jsonpath_condition **out)
{
    size_t start = parser->at++;
    if (!jsonpath_enter(parser, start))
        return false;
    jsonpath_skip_blanks(parser);
    if (!parse_any(parser, out))
        return false;
    jsonpath_skip_blanks(parser);
    if (jsonpath_peek(parser) != ')')
        return jsonpath_refuse(parser, jsonpath_peek(parser) < 0 ? start : parser->at, NULL, NULL,
                               jsonpath_peek(parser) < 0 ? "'(' has no ')'" : "')' is expected");
    parser->at++;
    jsonpath_leave(parser);
    return true;
}

/* A query or a function as a test, or a comparison when `may_compare`. */
static bool parse_test(struct jsonpath_parser *parser, bool may_compare,
                       struct jsonpath_condition **out)
{
    size_t start = parser->at;
    struct jsonpath_operand operand;
    if (!parse_operand(parser, &operand))
        return false;
    size_t end = parser->at;
    bool is_comparison;
    enum jsonpath_comparison comparison = COMPARISON_EQUAL;
    jsonpath_skip_blanks(parser);
    size_t sign = parser->at;
    if (!find_comparison(parser, &is_comparison, &comparison))
        return false;
    if (is_comparison && !may_compare)
        return jsonpath_refuse(parser, sign, NULL, "brackets: !(... == ...), or '!='",
                               "'!' stands before a test, and not before a comparison");
    if (is_comparison)
        return parse_comparison(parser, start, &operand, comparison, out);
    parser->at = end;
    return make_test(parser, start, &operand, out);
}

static bool parse_basic(struct jsonpath_parser *parser, struct jsonpath_condition **out)
{
    if (jsonpath_peek(parser) == '(')
        return parse_brackets(parser, out);
    if (jsonpath_peek(parser) != '!')
        return parse_test(parser, true, out);
    parser->at++;
    jsonpath_skip_blanks(parser);
    struct jsonpath_condition *part = NULL;
    bool good = jsonpath_peek(parser) == '(' ? parse_brackets(parser, &part)
                                             : parse_test(parser, false, &part);
    if (!good)
        return false;
    *out = condition_new(parser, CONDITION_NOT);
    add_part(parser, *out, part);
    return true;
}

/* Parts with a sign between them; one alone is itself. */
static bool parse_parts(struct jsonpath_parser *parser, const char *sign,
                        enum jsonpath_condition_kind kind,
                        bool (*parse)(struct jsonpath_parser *, struct jsonpath_condition **),
                        struct jsonpath_condition **out)
{
    struct jsonpath_condition *first = NULL, *all = NULL;
    if (!parse(parser, &first))
        return false;
    for (;;) {
        size_t end = parser->at;
        jsonpath_skip_blanks(parser);
        if (!jsonpath_next_is(parser, sign)) {
            parser->at = end;
            *out = all ? all : first;
            return true;
        }
        parser->at += strlen(sign);
        jsonpath_skip_blanks(parser);
        struct jsonpath_condition *next = NULL;
        if (!parse(parser, &next))
            return false;
        if (!all) {
            all = condition_new(parser, kind);
            add_part(parser, all, first);
        }
        add_part(parser, all, next);
    }
}

static bool parse_all(struct jsonpath_parser *parser, struct jsonpath_condition **out)
{
    return parse_parts(parser, "&&", CONDITION_ALL, parse_basic, out);
}

/* What stands behind a condition as other languages join them. */
static bool check_end(struct jsonpath_parser *parser)
{
    size_t end = parser->at;
    jsonpath_skip_blanks(parser);
    struct text word = word_at(parser);
    int byte = jsonpath_peek(parser);
    if (byte == '&' || byte == '|')
        return jsonpath_refuse(parser, parser->at, byte == '&' ? "&&" : "||", NULL,
                               "'%c' joins no conditions", byte);
    if (text_equals(word, "and") || text_equals(word, "or"))
        return refuse_word(parser, word, text_equals(word, "and") ? "&&" : "||", NULL, "",
                           " joins no conditions");
    if (byte > 0 && strchr("=!<>", byte))
        return jsonpath_refuse(parser, parser->at, NULL, "'&&' or '||' between two comparisons",
                               "the result of a condition is not compared");
    parser->at = end;
    return true;
}

static bool parse_any(struct jsonpath_parser *parser, struct jsonpath_condition **out)
{
    return parse_parts(parser, "||", CONDITION_ANY, parse_all, out) && check_end(parser);
}

bool jsonpath_parse_filter(struct jsonpath_parser *parser, struct jsonpath_condition **out)
{
    return parse_any(parser, out);
}
